import * as v from 'valibot'
import { RailUnavailableError } from '../../rail.ts'

export interface TokenIoAnswer {
  status: number
  body: unknown
}

/** The parts of a payment that we read; Token.io may add others at any time. */
export const PaymentSchema = v.object({
  id: v.string(),
  memberId: v.optional(v.string()),
  status: v.string(),
  bankPaymentStatus: v.optional(v.string()),
  createdDateTime: v.optional(v.string()),
  updatedDateTime: v.optional(v.string()),
  initiation: v.optional(
    v.object({
      refId: v.optional(v.string()),
      callbackState: v.optional(v.string()),
      amount: v.optional(v.object({ value: v.string(), currency: v.string() })),
      creditor: v.optional(v.object({ virtualAccountId: v.optional(v.string()) })),
    }),
  ),
  authentication: v.optional(v.object({ redirectUrl: v.optional(v.string()) })),
})
export type TokenIoPayment = v.InferOutput<typeof PaymentSchema>

export const RefundSchema = v.object({
  id: v.string(),
  status: v.string(),
  createdDateTime: v.optional(v.string()),
  initiation: v.optional(v.object({ refId: v.optional(v.string()) })),
})
export type TokenIoRefund = v.InferOutput<typeof RefundSchema>

const said = v.fallback(v.optional(v.string()), undefined)
const ErrorSchema = v.object({
  error: v.object({
    errorCode: said,
    message: said,
    /** Token.io's support can search for it. */
    tokenTraceId: said,
    paths: v.fallback(v.optional(v.array(v.string())), undefined),
  }),
})

/** Why a request was refused, as one plain word: Token.io's error code, and the first field it names. */
export function refusalReason(answer: TokenIoAnswer): string {
  if (answer.status === 403) return 'forbidden'
  const { errorCode, message, paths = [] } = errorOf(answer) ?? {}
  const words = [errorCode ?? message ?? `status ${answer.status}`, ...paths.slice(0, 1)]
  return words
    .join(' ')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 60)
}

/** Whether the request was refused because its `refId` is already there. */
export function isRefIdTaken(answer: TokenIoAnswer): boolean {
  const error = errorOf(answer)
  return error?.errorCode === 'Field.NotUnique' && (error.paths ?? []).some((path) => path.endsWith('refId'))
}

/** @throws RailUnavailableError when the answer has not the shape it should */
export function read<const S extends v.GenericSchema>(schema: S, answer: TokenIoAnswer): v.InferOutput<S> {
  const result = v.safeParse(schema, answer.body)
  if (!result.success) throw new RailUnavailableError('Token.io answers in an unknown shape')
  return result.output
}

/** An error as Token.io writes it; undefined where it is none of Token.io's. */
export function errorOf(answer: TokenIoAnswer): v.InferOutput<typeof ErrorSchema>['error'] | undefined {
  const result = v.safeParse(ErrorSchema, answer.body)
  return result.success ? result.output.error : undefined
}

import * as v from 'valibot'
import { createAnswerReader, type ProviderAnswer, toReasonCode } from '../../shared/provider-answer.ts'

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
      // An unreadable amount must not hide the payment's status.
      amount: v.optional(v.unknown()),
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

const optionalText = v.fallback(v.optional(v.string()), undefined)
const ErrorSchema = v.object({
  error: v.object({
    errorCode: optionalText,
    message: optionalText,
    tokenTraceId: optionalText,
    paths: v.fallback(v.optional(v.array(v.string())), undefined),
  }),
})

export function refusalReason(answer: ProviderAnswer): string {
  if (answer.status === 403) return 'forbidden'
  const { errorCode, message, paths = [] } = errorOf(answer) ?? {}
  const parts = [errorCode ?? message ?? `status ${answer.status}`, ...paths.slice(0, 1)]
  return toReasonCode(parts.join(' '))
}

/** Token.io names a faulty field by these codes. */
export function faultOf(answer: ProviderAnswer): string | undefined {
  const { errorCode = '', message = '', paths = [] } = errorOf(answer) ?? {}
  return answer.status === 400 && errorCode.startsWith('Field.')
    ? [errorCode, ...paths, message].join(' ')
    : undefined
}

export function isRefIdInUse(answer: ProviderAnswer): boolean {
  const error = errorOf(answer)
  return error?.errorCode === 'Field.NotUnique' && (error.paths ?? []).some((path) => path.endsWith('refId'))
}

export const read = createAnswerReader('Token.io')

export function errorOf(answer: ProviderAnswer): v.InferOutput<typeof ErrorSchema>['error'] | undefined {
  const result = v.safeParse(ErrorSchema, answer.body)
  return result.success ? result.output.error : undefined
}

import * as v from 'valibot'
import { railStatusText } from '../../rail.ts'
import { createAnswerReader, type ProviderAnswer, toReasonCode } from '../../shared/provider-answer.ts'

export const minorUnits = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const Problem = v.fallback(
  v.object({
    title: v.fallback(v.optional(v.string()), undefined),
    detail: v.fallback(v.optional(v.string()), undefined),
    trace_id: v.fallback(v.optional(v.string()), undefined),
    errors: v.fallback(v.optional(v.record(v.string(), v.unknown())), undefined),
  }),
  {},
)

export function problemOf(body: unknown): v.InferOutput<typeof Problem> {
  return v.parse(Problem, body)
}

export function refusalReason({ status, body }: ProviderAnswer): string {
  if (status === 403) return 'forbidden'
  const { title = `status ${status}` } = problemOf(body)
  return toReasonCode(title)
}

/** Returns the fields that TrueLayer refused, with the reasons. */
export function faultsOf({ body }: ProviderAnswer): string {
  const { errors, detail = '' } = problemOf(body)
  return errors === undefined ? detail : JSON.stringify(errors)
}

export function failureReason(reason: string | undefined): string {
  return railStatusText(reason) || 'unknown'
}

export const read = createAnswerReader('TrueLayer')

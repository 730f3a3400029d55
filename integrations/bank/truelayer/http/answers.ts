import * as v from 'valibot'
import { railStatusText } from '../../rail.ts'
import { createAnswerReader, type ProviderAnswer, toReasonCode } from '../../shared/provider-answer.ts'

/** The schema of an amount in minor units: a safe integer from zero. */
export const minorUnits = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/**
 * The readable fields of TrueLayer's error body. Any other body gives no fields.
 *
 * @see https://docs.truelayer.com/docs/error-types
 */
const Problem = v.fallback(
  v.object({
    title: v.fallback(v.optional(v.string()), undefined),
    detail: v.fallback(v.optional(v.string()), undefined),
    trace_id: v.fallback(v.optional(v.string()), undefined),
  }),
  {},
)

export function problemOf(body: unknown): v.InferOutput<typeof Problem> {
  return v.parse(Problem, body)
}

/**
 * Returns the reason of a refusal as a code. The code is `forbidden` for 403, otherwise the error's title or
 * the status.
 */
export function refusalReason({ status, body }: ProviderAnswer): string {
  if (status === 403) return 'forbidden'
  const { title = `status ${status}` } = problemOf(body)
  return toReasonCode(title)
}

/** Cleans TrueLayer's `failure_reason` for storage; `unknown` if absent or empty. */
export function failureReason(reason: string | undefined): string {
  return railStatusText(reason) || 'unknown'
}

export const read = createAnswerReader('TrueLayer')

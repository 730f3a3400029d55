import * as v from 'valibot'
import { railStatusText } from '../../rail.ts'
import { createAnswerReader, type ProviderAnswer, toReasonCode } from '../../shared/provider-answer.ts'

/** An amount in minor units. An invalid amount makes the whole answer unreadable. */
export const minorUnits = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/**
 * TrueLayer's error body (RFC 9457). TrueLayer's support searches by `trace_id`.
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

/** Returns the refusal's reason as a code: the title of TrueLayer's error. */
export function refusalReason({ status, body }: ProviderAnswer): string {
  if (status === 403) return 'forbidden'
  const { title = `status ${status}` } = problemOf(body)
  return toReasonCode(title)
}

/** Cleans TrueLayer's `failure_reason` for storage. */
export function failureReason(reason: string | undefined): string {
  return railStatusText(reason) || 'unknown'
}

export const read = createAnswerReader('TrueLayer')

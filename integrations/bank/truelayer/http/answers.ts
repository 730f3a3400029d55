import * as v from 'valibot'
import { railStatusText, RailUnavailableError } from '../../rail.ts'
import type { TrueLayerAnswer } from './request.ts'

/** Amount in minor units. An invalid amount makes the whole answer unreadable, never a different amount. */
export const minorUnits = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** TrueLayer's error body (RFC 9457). TrueLayer's support searches by `trace_id`. */
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

/** Returns the refusal's reason as a code: a–z 0–9 `_`, at most 60 characters. */
export function refusalReason(answer: TrueLayerAnswer): string {
  if (answer.status === 403) return 'forbidden'
  const { title = `status ${answer.status}` } = problemOf(answer.body)
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 60)
}

/** Cleans TrueLayer's `failure_reason` for storage. */
export function failureReason(reason: string | undefined): string {
  return railStatusText(reason) || 'unknown'
}

/** @throws RailUnavailableError if the answer does not match the schema */
export function read<const S extends v.GenericSchema>(schema: S, answer: TrueLayerAnswer): v.InferOutput<S> {
  const result = v.safeParse(schema, answer.body)
  if (!result.success) throw new RailUnavailableError('TrueLayer answered in an unknown format')
  return result.output
}

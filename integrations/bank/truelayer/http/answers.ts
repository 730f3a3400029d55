import * as v from 'valibot'
import { asTold, RailUnavailableError } from '../../rail.ts'
import type { TrueLayerAnswer } from './request.ts'

/** An amount in minor units. What is none makes the whole answer unreadable: it must not be taken for another. */
export const minorUnits = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** What TrueLayer says of a request that it refuses: RFC 9457, with an id that its support can search for. */
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

/** Why a request was refused, as one plain word. */
export function refusalReason(answer: TrueLayerAnswer): string {
  if (answer.status === 403) return 'forbidden'
  const { title = `status ${answer.status}` } = problemOf(answer.body)
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 60)
}

/** TrueLayer's `failure_reason`, as it is kept. */
export function failureReason(told: string | undefined): string {
  return asTold(told) || 'unknown'
}

/** @throws RailUnavailableError when the answer has not the shape it should */
export function read<const S extends v.GenericSchema>(schema: S, answer: TrueLayerAnswer): v.InferOutput<S> {
  const result = v.safeParse(schema, answer.body)
  if (!result.success) throw new RailUnavailableError('TrueLayer answers in an unknown shape')
  return result.output
}

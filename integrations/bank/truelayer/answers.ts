import * as v from 'valibot'
import { RailUnavailableError } from '../rail.ts'
import type { TrueLayerAnswer } from './client.ts'

/** Why a request was refused, as one plain word. */
export function refusalReason(answer: TrueLayerAnswer): string {
  const { title } = answer.body as { title?: unknown }
  const words = typeof title === 'string' ? title : `status ${answer.status}`
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 60)
}

/** @throws RailUnavailableError when the answer has not the shape it should */
export function read<const S extends v.GenericSchema>(schema: S, answer: TrueLayerAnswer): v.InferOutput<S> {
  const result = v.safeParse(schema, answer.body)
  if (!result.success) throw new RailUnavailableError('TrueLayer answers in an unknown shape')
  return result.output
}

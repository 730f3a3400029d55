import * as v from 'valibot'
import { RailUnavailableError } from '../rail.ts'
import { dropNulls } from './provider-json.ts'

/** The body is parsed JSON, or `{}` if empty. The body of an error without JSON is undefined. */
export interface ProviderAnswer {
  status: number
  body: unknown
  /** `field` is the path of the first unexpected field. */
  logUnreadable?: (field: string) => void
}

/**
 * Drops `null` fields, as `dropNulls` does. An empty body becomes `{}`.
 *
 * @returns undefined for an error without JSON
 * @throws RailUnavailableError for a success without JSON
 */
export function parseAnswer(provider: string, text: string, ok: boolean): unknown {
  try {
    return text === '' ? {} : JSON.parse(text, dropNulls)
  } catch (error) {
    if (ok) throw new RailUnavailableError(`${provider} answered without JSON`, { cause: error })
    return undefined
  }
}

/** The created function logs an invalid body, and throws RailUnavailableError. */
export function createAnswerReader(provider: string) {
  return function read<const S extends v.GenericSchema>(
    schema: S,
    { body, logUnreadable }: ProviderAnswer,
  ): v.InferOutput<S> {
    const result = v.safeParse(schema, body)
    if (!result.success) {
      logUnreadable?.(v.getDotPath(result.issues[0]) ?? '')
      throw new RailUnavailableError(`${provider} answered in an unknown format`)
    }
    return result.output
  }
}

/** The result has at most 60 characters: a–z, 0–9 and `_`. */
export function toReasonCode(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 60)
}

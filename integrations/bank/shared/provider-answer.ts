import * as v from 'valibot'
import { RailUnavailableError } from '../rail.ts'
import { dropNulls } from './provider-json.ts'

export interface ProviderAnswer {
  status: number
  body: unknown
  logUnreadable?: (field: string) => void
}

/** @throws RailUnavailableError if `ok` is true and the text is neither empty nor JSON */
export function parseAnswer(provider: string, text: string, ok: boolean): unknown {
  try {
    return text === '' ? {} : JSON.parse(text, dropNulls)
  } catch (error) {
    if (ok) throw new RailUnavailableError(`${provider} answered without JSON`, { cause: error })
    return undefined
  }
}

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

export function toReasonCode(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .slice(0, 60)
}

import { dropNulls } from '../../shared/provider-json.ts'
import { RailUnavailableError } from '../../rail.ts'

export interface TrueLayerAnswer {
  status: number
  body: unknown
}

export interface WholeAnswer extends TrueLayerAnswer {
  headers: Headers
}

const TIMEOUT_MS = 5_000

/** @throws RailUnavailableError when there is no whole answer, or a success that is no JSON; an error may be none */
export async function request(
  url: string,
  init: RequestInit,
  timeoutMs: number = TIMEOUT_MS,
): Promise<WholeAnswer> {
  let response: Response
  let text: string
  try {
    response = await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
    text = await response.text()
  } catch (error) {
    throw new RailUnavailableError('TrueLayer does not answer', { cause: error })
  }
  const { status, headers } = response
  return { status, headers, body: parse(text, response.ok) }
}

function parse(text: string, ok: boolean): unknown {
  try {
    return text === '' ? {} : JSON.parse(text, dropNulls)
  } catch (error) {
    if (ok) throw new RailUnavailableError('TrueLayer answers no JSON', { cause: error })
    return undefined
  }
}

import { dropNulls } from '../../shared/provider-json.ts'
import { RailUnavailableError } from '../../rail.ts'

export interface TrueLayerAnswer {
  status: number
  body: unknown
}

export interface AnswerWithHeaders extends TrueLayerAnswer {
  headers: Headers
}

const TIMEOUT_MS = 5_000

/**
 * Sends one request. An error may have no JSON.
 *
 * @throws RailUnavailableError for an incomplete answer, or a success without JSON
 */
export async function request(
  url: string,
  init: RequestInit,
  timeoutMs: number = TIMEOUT_MS,
): Promise<AnswerWithHeaders> {
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
    if (ok) throw new RailUnavailableError('TrueLayer answered without JSON', { cause: error })
    return undefined
  }
}

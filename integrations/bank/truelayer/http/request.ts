import { RailUnavailableError } from '../../rail.ts'
import { parseAnswer, type ProviderAnswer } from '../../shared/provider-answer.ts'

export interface AnswerWithHeaders extends ProviderAnswer {
  headers: Headers
}

const TIMEOUT_MS = 5_000

/** @throws RailUnavailableError without a complete answer, or for a redirect */
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
  return { status, headers, body: parseAnswer('TrueLayer', text, response.ok) }
}

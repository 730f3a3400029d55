import { AsyncLocalStorage } from 'node:async_hooks'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { newId } from '../../db/ids.ts'

const requests = new AsyncLocalStorage<string>()

export function identifyRequest(
  { headers }: IncomingMessage,
  outgoing: ServerResponse,
  answer: () => void,
): void {
  const given = headers['x-request-id']
  const id = typeof given === 'string' && /^[\w=-]{1,64}$/.test(given) ? given : newId('req')
  outgoing.setHeader('x-request-id', id)
  requests.run(id, answer)
}

export function requestFields(): { requestId?: string } {
  const requestId = requests.getStore()
  return requestId === undefined ? {} : { requestId }
}

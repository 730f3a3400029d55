import { AsyncLocalStorage } from 'node:async_hooks'
import { createMiddleware } from 'hono/factory'
import { newId } from '../../db/ids.ts'

const requests = new AsyncLocalStorage<string>()

export const identifyRequest = createMiddleware(async (c, next) => {
  const given = c.req.header('x-request-id') ?? ''
  const id = /^[\w=-]{1,64}$/.test(given) ? given : newId('req')
  await requests.run(id, next)
  c.res.headers.set('x-request-id', id)
})

export function requestFields(): { requestId?: string } {
  const requestId = requests.getStore()
  return requestId === undefined ? {} : { requestId }
}

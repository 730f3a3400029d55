import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Hono } from 'hono'
import { createHttpServer } from '../../api/http/server.ts'

type App = Pick<Hono, 'fetch'>

export async function serveApp() {
  let app: App | undefined
  const starting = () => new Response('starting', { status: 503 })
  const whole: App = { fetch: (request, env, context) => app?.fetch(request, env, context) ?? starting() }
  // The server must not close an idle connection that a client reuses.
  const server = createHttpServer(whole, '127.0.0.1', { keepAliveTimeout: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mount: (mounted: App) => {
      app = mounted
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'

type App = Pick<Hono, 'fetch'>

export async function serveApp() {
  let app: App | undefined
  const server = serve({
    fetch: (request, env) => app?.fetch(request, env) ?? new Response('starting', { status: 503 }),
    port: 0,
    hostname: '127.0.0.1',
    // The server must not close an idle connection that a client reuses.
    serverOptions: { keepAliveTimeout: 0 },
  })
  if (!server.listening) await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mount: (mounted: App) => {
      app = mounted
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      if ('closeAllConnections' in server) server.closeAllConnections()
      await closed
    },
  }
}

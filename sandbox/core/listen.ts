import { getRequestListener, type HttpBindings } from '@hono/node-server'
import { startServer } from './start-server.ts'

interface Servable {
  fetch(request: Request, env: HttpBindings): Response | Promise<Response>
}

export interface Listener {
  url: string
  mount(app: Servable): void
  close(): Promise<void>
}

export async function listen(host: string, port: number): Promise<Listener> {
  let app: Servable = { fetch: () => new Response('starting', { status: 503 }) }
  const listener = getRequestListener(
    async (request, env) => {
      const answer = await app.fetch(request, env as HttpBindings)
      return isUnanswered(answer) ? new Promise<never>(() => {}) : answer
    },
    { overrideGlobalObjects: false },
  )
  const server = await startServer((incoming, outgoing) => void listener(incoming, outgoing), { host, port })
  return {
    url: `http://${reachable(host)}:${server.port}`,
    mount: (mounted) => {
      app = mounted
    },
    close: server.close,
  }
}

function isUnanswered(answer: Response): boolean {
  return answer.headers.has('x-hono-already-sent')
}

function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StartedServer {
  port: number
  close: () => Promise<void>
}

export async function startServer(
  listener: RequestListener,
  { host = '127.0.0.1', port = 0 } = {},
): Promise<StartedServer> {
  // An idle connection stays open, because a client can reuse the connection during a close.
  const server = createServer({ keepAliveTimeout: 0 }, listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

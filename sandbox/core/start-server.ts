import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface StartedServer {
  port: number
  /** Ends every connection, busy ones included. */
  close: () => Promise<void>
}

/**
 * Port 0, the default, means any free port.
 *
 * @throws Error if the port is in use
 */
export async function startServer(
  listener: RequestListener,
  { host = '127.0.0.1', port = 0 } = {},
): Promise<StartedServer> {
  // A busy process could end an idle connection while a client reuses the connection.
  // The request would fail with ECONNRESET, so idle connections stay open.
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

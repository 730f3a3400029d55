import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface DatabaseProxy {
  url: string
  cut(): void
  cutAfter(packets: number): void
  mend(): boolean
  close(): Promise<void>
}

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let isCut = false
  let packetsLeft = Number.POSITIVE_INFINITY

  function cut(): void {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  function keep(socket: Socket): void {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  }

  const server = createServer((client) => {
    if (isCut) return client.destroy()
    const database = connect(Number(target.port), target.hostname)
    for (const socket of [client, database]) keep(socket)
    client.on('data', (packet) => {
      packetsLeft -= 1
      if (packetsLeft < 0) return cut()
      return database.write(packet)
    })
    database.pipe(client)
    client.on('close', () => database.destroy())
    return database.on('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.hostname = '127.0.0.1'
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    cut,
    cutAfter(packets) {
      packetsLeft = packets
    },
    mend() {
      const wasCut = isCut
      isCut = false
      packetsLeft = Number.POSITIVE_INFINITY
      return wasCut
    },
    async close() {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

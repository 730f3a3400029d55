import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { waitFor } from './wait.ts'

export interface ReceivedWebhook {
  headers: Record<string, string>
  text: string
  body: { id: string; type: string; created_at: string; sequence: number; data: Record<string, unknown> }
}

export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void

export const answers =
  (status: number, body = '', headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end(body)

export const hangs: Behaviour = () => undefined

export const drops: Behaviour = (_, request) => request.socket.destroy()

export interface Receiver {
  url: string
  received: ReceivedWebhook[]
  behave(behaviour: Behaviour): void
  until(type: string, times?: number): Promise<ReceivedWebhook>
  close(): Promise<void>
}

export async function startReceiver(first?: Behaviour): Promise<Receiver> {
  const receiver = await openReceiver(first)
  onTestFinished(() => receiver.close())
  return receiver
}

export async function openReceiver(first: Behaviour = answers(200, 'ok')): Promise<Receiver> {
  let behaviour = first
  const received: ReceivedWebhook[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => undefined)
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8')
      const headers = request.headers as Record<string, string>
      received.push({ headers, text, body: JSON.parse(text || '{}') as ReceivedWebhook['body'] })
      behaviour(response, request)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    behave(next) {
      behaviour = next
    },
    until: (type, times = 1) =>
      waitFor(async () => received.filter(({ body }) => body.type === type)[times - 1]),
    async close() {
      server.closeAllConnections()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
}

import { generateKeyPairSync } from 'node:crypto'
import { ServerClient, type Message } from 'postmark'
import { startServer } from './core/start-server.ts'
import type { Sandbox, SandboxOptions } from './sandbox.ts'

export const serverToken = 'sandbox-server-token'
export const accountSid = `AC${'0'.repeat(32)}`
export const authToken = 'sandbox-auth-token'

const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp521r1' })

export function testOptions(
  changes: {
    database?: string
    postmark?: Partial<SandboxOptions['postmark']>
    twilio?: Partial<SandboxOptions['twilio']>
  } = {},
): SandboxOptions {
  return {
    database: changes.database ?? ':memory:',
    bank: {
      clientId: 'client',
      clientSecret: 'secret',
      keyId: 'key',
      publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      merchantAccounts: [{ id: 'account-gbp', currency: 'GBP', accountHolderName: 'Sandbox merchant' }],
      webhookUrl: 'http://127.0.0.1:9/unused',
    },
    postmark: { serverToken, deliverDelayMs: 0, webhookRetryDelaysMs: [1, 1], ...changes.postmark },
    twilio: { accountSid, authToken, deliverDelayMs: 0, ...changes.twilio },
  }
}

export interface ReceivedRequest {
  path: string
  headers: Record<string, string | string[] | undefined>
  body: string
}

export interface Receiver {
  url: string
  received: ReceivedRequest[]
  answers: number[]
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedRequest[] = []
  const answers: number[] = []
  const server = await startServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      })
      response.writeHead(answers.shift() ?? 200).end()
    })
  })
  return { url: `http://127.0.0.1:${server.port}`, received, answers, close: server.close }
}

export async function eventually<T>(look: () => T | Promise<T>): Promise<NonNullable<Exclude<T, false>>> {
  for (;;) {
    const found = await look()
    if (found) return found as NonNullable<Exclude<T, false>>
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

export async function postJson(url: string, body: unknown): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

export function clientFor({ postmarkUrl }: Sandbox, token = serverToken): ServerClient {
  const { host } = new URL(postmarkUrl)
  return new ServerClient(token, { useHttps: false, requestHost: host, timeout: 60 })
}

export function mail(change: Partial<Message> = {}): Message {
  return {
    From: 'Billing <billing@merchant.example>',
    To: 'Ann <ann@example.com>',
    Subject: 'Invoice 1',
    HtmlBody: '<p>Hello</p>',
    ...change,
  }
}

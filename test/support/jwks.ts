import { createHmac, generateKeyPairSync } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { signRequest } from '../../sandbox/bank/truelayer/signature.ts'
import { startServer } from '../../sandbox/core/start-server.ts'

export interface Jwks {
  url: string
  asked(): number
  answer(how: (response: ServerResponse, keys: object[]) => void): void
  sign(body: string, changes?: SignChanges): Record<string, string>
  close(): Promise<void>
}

interface SignChanges {
  at?: Date
  kid?: string
  jku?: string | undefined
  alg?: string
  timeUnsigned?: boolean
  path?: string
}

const TIMESTAMP = 'X-TL-Webhook-Timestamp'

export async function startJwks(): Promise<Jwks> {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'kid-1', alg: 'ES512', use: 'sig' }]
  const publish = (response: ServerResponse, published: object[]) =>
    void response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ keys: published }))
  let asked = 0
  let how: Parameters<Jwks['answer']>[0] = publish
  const server = await startServer((_, response) => {
    asked += 1
    how(response, keys)
  })
  const url = `http://127.0.0.1:${server.port}/.well-known/jwks`

  return {
    url,
    asked: () => asked,
    answer: (next) => {
      how = next
    },
    sign(body, changes = {}) {
      const { at = new Date(), kid = 'kid-1', alg, timeUnsigned, path = '/webhooks/test/truelayer' } = changes
      const jku = 'jku' in changes ? changes.jku : url
      const timestamp = at.toISOString().replace(/\.\d+Z$/, 'Z')
      const covered: [string, string][] = timeUnsigned ? [] : [[TIMESTAMP, timestamp]]
      const request = { method: 'POST', path, body }
      const signature = signRequest({ key, kid, ...(jku ? { jku } : {}) }, request, covered)
      const line = `${TIMESTAMP}: ${timestamp}\n`
      const payload = Buffer.from(`POST ${path}\n${line}${body}`).toString('base64url')
      const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
      const forged = alg ? withAlg(signature, alg, payload, pem) : signature
      return { 'tl-signature': forged, 'x-tl-webhook-timestamp': timestamp }
    },
    close: server.close,
  }
}

function withAlg(signature: string, alg: string, payload: string, publicPem: string): string {
  const [encoded = '', , made = ''] = signature.split('.')
  const claimed = JSON.parse(Buffer.from(encoded, 'base64url').toString()) as object
  const header = Buffer.from(JSON.stringify({ ...claimed, alg })).toString('base64url')
  if (alg === 'none') return `${header}..`
  if (!alg.startsWith('HS')) return `${header}..${made}`
  const mac = createHmac('sha512', publicPem).update(`${header}.${payload}`).digest('base64url')
  return `${header}..${mac}`
}

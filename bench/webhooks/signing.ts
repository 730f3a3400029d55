import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { signRequest } from '../../sandbox/bank/truelayer/signature.ts'

const PATH = '/webhooks/truelayer'
const TIMESTAMP = 'X-TL-Webhook-Timestamp'

export interface SignedWebhook {
  path: string
  headers: Record<string, string>
  body: string
}

export interface WebhookKey {
  key: KeyObject
  kid: string
  jku: string
}

export function createKeyPair() {
  return generateKeyPairSync('ec', { namedCurve: 'P-521' })
}

export function signWebhook(key: WebhookKey): SignedWebhook {
  const body = JSON.stringify({
    type: 'payment_settled',
    event_version: 1,
    event_id: crypto.randomUUID(),
    payment_id: crypto.randomUUID(),
    payment_method: { type: 'bank_transfer' },
    settled_at: new Date().toISOString(),
    metadata: {},
  })
  const timestamp = new Date().toISOString().replace(/\.\d+Z$/, 'Z')
  const request = { method: 'POST', path: PATH, body }
  const signature = signRequest(key, request, [[TIMESTAMP, timestamp]])
  const headers = { 'tl-signature': signature, [TIMESTAMP.toLowerCase()]: timestamp }
  return { path: PATH, headers, body }
}

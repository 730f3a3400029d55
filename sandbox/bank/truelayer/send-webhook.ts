import { randomUUID } from 'node:crypto'
import type { Signer } from './signer.ts'
import type { Delivery, WebhookOptions, Webhooks } from '../webhooks/deliver.ts'

const STALE_MS = 3_600_000

export type Notify = (type: string, facts: { payment_id?: string }, delivery?: Partial<Delivery>) => void

export function createNotify(webhooks: Webhooks): Notify {
  return (type, facts, delivery) => {
    const eventId = randomUUID()
    const body = JSON.stringify({ type, event_id: eventId, event_version: 1, ...facts })
    webhooks.add({ eventId, type, paymentId: facts.payment_id ?? '', body }, delivery)
  }
}

export function signedBy(
  recipientOf: (paymentId: string) => { signer: Signer; url: string },
): WebhookOptions['headersOf'] {
  return ({ body, deliveryMode, payment_id: paymentId }) => {
    const { signer, url } = recipientOf(paymentId)
    const sentAt = Date.now() - (deliveryMode === 'stale' ? STALE_MS : 0)
    const timestamp = new Date(sentAt).toISOString().replace(/\.\d+Z$/, 'Z')
    const by = deliveryMode === 'forged' ? 'stranger' : 'bank'
    const signature = signer.sign(new URL(url).pathname, [['X-TL-Webhook-Timestamp', timestamp]], body, by)
    return { 'x-tl-webhook-timestamp': timestamp, 'tl-signature': signature }
  }
}

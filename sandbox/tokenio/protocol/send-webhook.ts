import { randomUUID } from 'node:crypto'
import type { Delivery, WebhookOptions, Webhooks } from '../../bank/webhooks/deliver.ts'
import { describePayment } from './present.ts'
import type { TokenIoOptions } from '../model/options.ts'
import type { Payment, Refund } from '../model/payment.ts'
import type { Signer } from './signer.ts'

export interface Notify {
  payment(payment: Payment, delivery?: Partial<Delivery>): void
  refund(refund: Refund): void
}

/**
 * The age exceeds the 72 hours in which Token.io repeats webhooks.
 *
 * @see https://docs.token.io/products/tpp/integration-considerations/webhooks
 */
const STALE_MS = 4 * 86_400_000

export function createNotify(options: TokenIoOptions, webhooks: Webhooks): Notify {
  const { publicUrl } = options

  function send(type: string, paymentId: string, facts: object, delivery: Partial<Delivery> = {}): void {
    const eventId = randomUUID()
    const createdAtMs = String(Date.now() - (delivery.deliveryMode === 'stale' ? STALE_MS : 0))
    const body = JSON.stringify({ id: eventId, eventType: type, createdAtMs, ...facts })
    webhooks.add({ eventId, type, paymentId, body }, delivery)
  }

  return {
    payment: (payment, delivery) =>
      send('PAYMENT_STATUS_CHANGED', payment.id, { payment: describePayment(payment, publicUrl) }, delivery),
    refund: ({ id: refundId, memberId, status, initiation }) =>
      send('REFUND_STATUS_CHANGED', initiation.originalPaymentId, {
        refundStatusChanged: { refundId, memberId, status, refId: initiation.refId },
      }),
  }
}

export function signedBy(signerOf: (paymentId: string) => Signer): WebhookOptions['headersOf'] {
  return ({ type, body, deliveryMode, payment_id: paymentId }) => ({
    'token-event': type,
    'token-signature': signerOf(paymentId).sign(body, deliveryMode === 'forged' ? 'stranger' : 'token.io'),
  })
}

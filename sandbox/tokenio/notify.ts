import { randomUUID } from 'node:crypto'
import { describePayment } from './describe.ts'
import type { TokenIoOptions } from './options.ts'
import type { Payment, Refund } from './payment.ts'
import type { Signer } from './signer.ts'

export interface Notify {
  payment(payment: Payment): void
  refund(refund: Refund): void
}

/** Token.io tries for three days; here the waits are those of an impatient test. */
const RETRY_DELAYS_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000]

/**
 * Tells the client of every change. A repetition is the same bytes with the same signature, as the signature
 * covers the body alone.
 * https://docs.token.io/products/tpp/integration-considerations/webhooks
 */
export function createNotify(options: TokenIoOptions, signer: Signer): Notify {
  const { webhooks, webhookUrl, memberId, publicUrl } = options

  function send(eventType: string, facts: object): void {
    const body = JSON.stringify({ id: randomUUID(), eventType, createdAtMs: String(Date.now()), ...facts })
    webhooks.send({
      provider: 'tokenio',
      topic: eventType,
      url: webhookUrl,
      headers: {
        'content-type': 'application/json',
        'token-event': eventType,
        'token-signature': signer.sign(body),
      },
      body,
      retryDelaysMs: options.webhookRetryDelaysMs ?? RETRY_DELAYS_MS,
    })
  }

  return {
    payment: (payment) =>
      send('PAYMENT_STATUS_CHANGED', { payment: describePayment(payment, memberId, publicUrl) }),
    refund: ({ id: refundId, status, initiation }) =>
      send('REFUND_STATUS_CHANGED', {
        refundStatusChanged: { refundId, memberId, status, refId: initiation.refId },
      }),
  }
}

import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { MAX_WEBHOOK_BYTES, type UnverifiedWebhook } from '../rail.ts'
import { idOf, type Kit } from './harness.ts'

export function describeWebhooks({ harness, requestOf, create }: Kit): void {
  describe('webhooks', () => {
    let id: string
    let webhook: UnverifiedWebhook
    const attempt = { attemptId: `pat_${randomUUID()}` }
    beforeAll(async () => {
      id = idOf(await create(requestOf(attempt)))
      await harness().advance(id, 'authorise')
      await harness().advance(id, 'settle')
      webhook = await harness().webhook(id, 'settled')
    })

    it('verifies a webhook about a settled payment, with its attempt’s id', async () => {
      const verified = await harness().rail.verifyWebhook(webhook)
      expect(verified).toMatchObject({
        eventId: expect.any(String),
        type: expect.any(String),
        paymentReport: { providerPaymentId: id, ...attempt, status: 'settled' },
      })
      expect(harness().rail.readWebhook(webhook.body)).toEqual(verified)
    })

    it('verifies a webhook about a failed payment, with the same reason as a read', async () => {
      const attemptId = `pat_${randomUUID()}`
      const failed = idOf(await create(requestOf({ attemptId })))
      await harness().advance(failed, 'reject')
      const { paymentReport } = await harness().rail.verifyWebhook(await harness().webhook(failed, 'failed'))
      const { status, reason } = await harness().rail.readPayment(failed)
      expect(paymentReport).toMatchObject({ attemptId, providerPaymentId: failed, status, reason })
      expect(status).toBe('failed')
    })

    it('gets the same rail status text from a webhook as from a read', async () => {
      const { paymentReport } = await harness().rail.verifyWebhook(webhook)
      const { railStatus } = await harness().rail.readPayment(id)
      expect(paymentReport?.railStatus).toBe(railStatus)
      expect(railStatus).toMatch(/settled|completed/i)
    })

    const changes: [string, (sent: UnverifiedWebhook) => UnverifiedWebhook][] = [
      ['with another body', (sent) => ({ ...sent, body: `${sent.body} ` })],
      ['without a signature', (sent) => ({ ...sent, headers: {} })],
      ['with an invalid signature', (sent) => ({ ...sent, headers: withSignature(sent, 'AAAA') })],
      ['beyond the size limit', (sent) => ({ ...sent, body: sent.body + ' '.repeat(MAX_WEBHOOK_BYTES) })],
    ]
    it.each(changes)('refuses a webhook %s', async (_, change) => {
      await expect(harness().rail.verifyWebhook(change(webhook))).rejects.toMatchObject({
        name: 'WebhookVerificationError',
      })
    })

    it.each([
      ['a hundred hours after their timestamp', 100],
      ['an hour before their timestamp', -1],
    ])('refuses a webhook %s', async (_, hours) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 })
      await expect(harness().rail.verifyWebhook(webhook)).rejects.toThrow('stale')
    })
  })
}

function withSignature({ headers }: UnverifiedWebhook, value: string): Record<string, string> {
  const signatures = Object.entries(headers).filter(([header]) => header.endsWith('signature'))
  return { ...headers, ...Object.fromEntries(signatures.map(([header]) => [header, value])) }
}

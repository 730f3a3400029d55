import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { MAX_WEBHOOK_BYTES, type WebhookRequest } from '../rail.ts'
import { idOf, type Kit } from './world.ts'

/** Claims about which webhooks are believed, and what they tell. */
export function describeWebhooks({ world, orderOf, create }: Kit): void {
  describe('its webhooks', () => {
    let id: string
    let webhook: WebhookRequest
    const order = { attemptId: `pat_${randomUUID()}` }
    beforeAll(async () => {
      id = idOf(await create(orderOf(order)))
      await world().move(id, 'authorise')
      await world().move(id, 'settle')
      webhook = await world().webhook(id, 'settled')
    })

    it('tell what became of which attempt', async () => {
      const proven = await world().rail.verifyWebhook(webhook)
      expect(proven).toMatchObject({
        eventId: expect.any(String),
        type: expect.any(String),
        payment: { providerPaymentId: id, ...order, reading: { status: 'settled' } },
      })
      expect(world().rail.readWebhook(webhook.body)).toEqual(proven)
    })

    it('tell that a payment failed, and why', async () => {
      const attemptId = `pat_${randomUUID()}`
      const failed = idOf(await create(orderOf({ attemptId })))
      await world().move(failed, 'reject')
      const { payment } = await world().rail.verifyWebhook(await world().webhook(failed, 'failed'))
      const { status, reason } = await world().rail.readPayment(failed)
      expect(payment).toMatchObject({ attemptId, providerPaymentId: failed, reading: { status, reason } })
      expect(status).toBe('failed')
    })

    it('tell it in the words that the rail has for it when it is asked', async () => {
      const { payment } = await world().rail.verifyWebhook(webhook)
      const { railStatus } = await world().rail.readPayment(id)
      expect(payment?.reading.railStatus).toBe(railStatus)
      expect(railStatus).toMatch(/settled|completed/i)
    })

    const changes: [string, (given: WebhookRequest) => WebhookRequest][] = [
      ['with another body', (given) => ({ ...given, body: `${given.body} ` })],
      ['without their signature', (given) => ({ ...given, headers: {} })],
      ['with a signature that is none', (given) => ({ ...given, headers: allHeaders(given, 'AAAA') })],
      ['that are too long', (given) => ({ ...given, body: given.body + ' '.repeat(MAX_WEBHOOK_BYTES) })],
    ]
    it.each(changes)('are refused %s', async (_, change) => {
      await expect(world().rail.verifyWebhook(change(webhook))).rejects.toMatchObject({
        name: 'ForgedWebhookError',
      })
    })

    it.each([
      ['days after they were sent', 100],
      ['from the future', -1],
    ])('are refused %s', async (_, hours) => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 })
      await expect(world().rail.verifyWebhook(webhook)).rejects.toThrow('stale')
    })
  })
}

function allHeaders({ headers }: WebhookRequest, value: string): Record<string, string> {
  const signatures = Object.entries(headers).filter(([header]) => header.endsWith('signature'))
  return { ...headers, ...Object.fromEntries(signatures.map(([header]) => [header, value])) }
}

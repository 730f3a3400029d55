import { expect, it } from 'vitest'
import { recordCreated } from '../../../activities/payments/record-created-payment.ts'
import { appendUnderLock } from '../../../db/invoices/event-store.ts'
import { PaymentAttemptRow, RefundRow } from '../../../db/entities/index.ts'
import { control, createInvoice, mustCommand, pressPay, readInvoice, timeline } from '../../clients/client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, untilStatus } from '../../support/wait.ts'
import { byRail } from '../../../domain/invoice/index.ts'

const world = useWorld({ returnPollsMs: [], faultyWay: true })

it('marks the invoice paid when a refund is refused and nothing is due', async () => {
  const { id, link } = await createInvoice(world, { deposit: { amount: 5_000 } })
  await goThroughBank((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  await untilInvoice(world, id, (invoice) => invoice.amount_due === 7_500)
  const refunds = { method: 'POST', path: /\/refunds$/, times: 99 } as const
  world.proxies?.truelayer.plan({ ...refunds, fault: { kind: 'status', status: 503 } })
  await mustCommand(world, id, 'refunds', { amount: 5_000 })
  const part = await mustCommand(world, id, 'payments', { amount: 7_500, method: 'cash' })
  expect(part).toMatchObject({ status: 'viewed', amount_due: 5_000 })
  world.proxies?.truelayer.clear()
  world.proxies?.truelayer.plan({ ...refunds, fault: { kind: 'status', status: 400 } })
  await untilStatus(world, id, 'paid')
  world.proxies?.truelayer.clear()
  expect(await readInvoice(world, id)).toMatchObject({ amount_due: 0, refunds: [{ status: 'failed' }] })
  expect((await timeline(world, id)).filter((type) => type === 'paid')).toHaveLength(1)
})

it('voids the invoice when a refused payment was recorded before the log was read', async () => {
  const { id, link } = await createInvoice(world)
  const creation = { method: 'POST', path: /^\/v3\/payments$/, times: 999 } as const
  world.proxies?.truelayer.plan({ ...creation, fault: { kind: 'status', status: 503 } })
  expect((await pressPay(link?.url ?? '', 'sandbox-pebble')).status).toBe(503)
  expect((await mustCommand(world, id, 'void')).void_requested_at).toBeTruthy()
  const { id: attemptId } = await world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId: id })
  // The answer comes late, from an activity attempt whose result the workflow ignores.
  await recordCreated(world.em, id, attemptId, { outcome: 'refused', reason: 'provider_error' }, 0)
  await world.deps.invoices.reload({ id, merchantId: world.merchantId })
  await untilStatus(world, id, 'void')
  world.proxies?.truelayer.clear()
  const decided = (await timeline(world, id)).filter((type) => /^(payment_failed|voided)$/.test(type))
  expect(decided).toEqual(['payment_failed', 'voided'])
})

it('records an executed refund although the run had not read the latest log', async () => {
  const { id, link } = await createInvoice(world)
  await goThroughBank((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  await untilStatus(world, id, 'paid')
  await control(world, 'refunds/hold')
  await mustCommand(world, id, 'refunds', { amount: 2_500 })
  await untilEvent(world, id, 'refund_submitted')
  await control(world, 'refunds/release')
  const { id: refundId, providerRefundId } = await world.em.fork().findOneOrFail(RefundRow, { invoiceId: id })
  const failed = { type: 'refund_failed', key: `refund_failed:${refundId}` } as const
  const why = { refundId, reason: 'provider_error', at: Date.now(), cause: byRail('truelayer') } as const
  await appendUnderLock(world.em, id, async () => [{ ...failed, ...why }])
  await control(world, `refunds/${providerRefundId}/execute`)
  await untilInvoice(world, id, (invoice) => invoice.amount_refunded === 2_500)
  expect(await readInvoice(world, id)).toMatchObject({ refunds: [{ status: 'executed', failure: null }] })
})

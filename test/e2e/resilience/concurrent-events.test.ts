import { expect, it } from 'vitest'
import { recordCreated } from '../../../activities/payments/record-created-payment.ts'
import { appendEvents, appendUnderLock, loadEvents } from '../../../db/invoices/event-store.ts'
import { bulkAppend } from '../../../db/invoices/bulk-append.ts'
import { InvoiceEventRow, InvoiceRow, PaymentAttemptRow, RefundRow } from '../../../db/entities/index.ts'
import { control, createInvoice, mustCommand, pressPay, readInvoice, timeline } from '../../clients/client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, untilStatus } from '../../support/wait.ts'
import { automatic, byRail, deliveryOf, fold } from '../../../domain/invoice/index.ts'

const world = useOwnWorld({ returnPollsMs: [], faultyWay: true })

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

it('records every event once and in sequence when appends of all kinds run at once', async () => {
  const { id } = await createInvoice(world)
  await untilEvent(world, id, 'delivered')
  const known = await loadEvents(world.em.fork(), id)
  const delayed = (number: number) =>
    ({
      type: 'delivery_delayed',
      key: `delivery_delayed:${number}`,
      at: Date.now(),
      cause: automatic,
      channel: 'email',
      messageId: `msg_${number}`,
    }) as const
  await Promise.all(
    Array.from({ length: 40 }, (_, number) => {
      const event = delayed(Math.floor(number / 2) + (number % 4 < 2 ? 0 : 100))
      const em = world.em.fork()
      if (number % 4 === 0) return appendUnderLock(em, id, async () => [event])
      if (number % 4 === 1) return appendEvents(em, id, [event], known)
      if (number % 4 === 2) return appendEvents(em, id, [event])
      return bulkAppend(em, [{ invoiceId: id, event }])
    }),
  )
  const rows = await world.em.fork().find(InvoiceEventRow, { invoiceId: id }, { orderBy: { seq: 'asc' } })
  expect(rows.map(({ seq }) => seq)).toEqual(
    Array.from({ length: known.length + 20 }, (_, index) => index + 1),
  )
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
  const state = fold(await loadEvents(world.em.fork(), id))
  expect(await world.em.fork().findOneOrFail(InvoiceRow, { id })).toMatchObject({
    lastSeq: rows.length,
    delivery: deliveryOf(state),
    decisionCount: state.decisionCount,
  })
})

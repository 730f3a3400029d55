import { describe, expect, it } from 'vitest'
import { PaymentAttemptRow } from '../../../db/entities/index.ts'
import { BANK_SIDES, controlBank, tokenIoPayment, refundAtBank } from '../../support/rail-fixtures.ts'
import { byRail, type PaymentReport } from '../../../domain/invoice/index.ts'
import {
  control,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { moneyEvents } from '../../support/payment-assertions.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'
import { withNewMerchant } from '../../support/merchant.ts'

const world = useOwnWorld({ returnPollsMs: [], faultyWay: true })

const REJECTED = { status: 'INITIATION_REJECTED', bank_status: 'RJCT' }
const COMPLETED = { status: 'INITIATION_COMPLETED', bank_status: 'ACCC' }

const finalEvents = (events: string[]) =>
  events.filter((type) => !/_(started|authorizing|processing)$/.test(type))

async function underWay() {
  const { id, link } = await createInvoice(world, { currency: 'DKK' })
  const { location } = await pressPay(link?.url ?? '', 'sandbox-klitbanken')
  await goThroughBank(location, 'authorise', { account: 'slow' })
  const payment = tokenIoPayment(location)
  return {
    id,
    say: (state: { status: string; bank_status: string }) =>
      controlBank(world, 'tokenio', `payments/${payment}/status`, 'POST', state),
  }
}

const holdWebhooks = (drop: boolean) => controlBank(world, 'tokenio', 'webhooks/hold', 'POST', { drop })

async function untilAllProcessed(id: string) {
  await controlBank(world, 'tokenio', 'webhooks/release')
  await waitFor(async () => {
    const { webhooks } = (await controlBank(world, 'tokenio', 'webhooks', 'GET')) as {
      webhooks: { state: string }[]
    }
    return webhooks.every(({ state }) => state === 'delivered' || state === 'dropped')
  })
  await mustCommand(world, id, 'clock', { advance: 'PT0S' })
}

async function report(id: string, said: Pick<PaymentReport, 'status' | 'reason'>) {
  const attempt = await world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId: id })
  await world.deps.invoices.reportPayment(
    { id, merchantId: world.merchantId },
    {
      attemptId: attempt.id,
      providerPaymentId: attempt.providerPaymentId ?? '',
      amount: attempt.amount,
      currency: attempt.currency,
      ...said,
      at: Date.now(),
      cause: byRail('truelayer'),
    },
  )
}

describe('a settled payment', () => {
  it.each([
    ['rejected, and both webhooks are late', REJECTED, false],
    ['rejected, and the later webhook is lost', REJECTED, true],
    ['expired', { status: 'INITIATION_EXPIRED', bank_status: 'RCVD' }, false],
  ])('keeps the payment when an old webhook reports it as %s', async (_, before, isLost) => {
    const { id, say } = await underWay()
    await holdWebhooks(false)
    await say(before)
    await holdWebhooks(isLost)
    await say(COMPLETED)
    await mustCommand(world, id, 'clock', { advance: 'PT0S' })
    await untilStatus(world, id, 'paid')
    await untilAllProcessed(id)
    expect(finalEvents(await moneyEvents(world, id))).toEqual(['payment_settled', 'paid'])
    expect((await readInvoice(world, id)).payments).toMatchObject([{ status: 'received' }])
  })
})

describe('a failed payment', () => {
  it('ignores an outdated settled report of a failed payment', async () => {
    const { id, say } = await underWay()
    await say(REJECTED)
    await untilEvent(world, id, 'payment_failed')
    await report(id, { status: 'settled' })
    await untilAllProcessed(id)
    expect(await moneyEvents(world, id)).not.toContain('payment_settled')
    expect((await readInvoice(world, id)).status).toBe('viewed')
  })

  it('records a failed payment as settled once the bank can confirm it', async () => {
    const { id, say } = await underWay()
    await say(REJECTED)
    await untilEvent(world, id, 'payment_failed')
    await holdWebhooks(true)
    await say(COMPLETED)
    const read = BANK_SIDES.find(({ rail }) => rail === 'tokenio')?.read
    const proxy = world.proxies?.tokenio
    if (!read || !proxy) throw new RangeError('no faulty way to the bank')
    proxy.plan({ ...read, times: 999, fault: { kind: 'status', status: 503 } })
    await report(id, { status: 'settled' })
    await mustCommand(world, id, 'clock', { advance: 'PT1H' })
    expect(await moneyEvents(world, id)).not.toContain('payment_settled')
    proxy.clear()
    await mustCommand(world, id, 'clock', { advance: 'PT1H' })
    await untilStatus(world, id, 'paid')
    await untilAllProcessed(id)
    expect((await moneyEvents(world, id)).filter((type) => type === 'payment_settled')).toHaveLength(1)
  })
})

describe('a refund', () => {
  const REFUNDS = /\/refunds$/
  const email = 'merchant.old.words@merchant.example'

  async function paid(decision = {}, shop = world) {
    const { id, link } = await createInvoice(shop)
    await goThroughBank((await pressPay(link?.url ?? '', 'sandbox-pebble')).location, 'authorise', decision)
    await untilStatus(shop, id, 'paid')
    return id
  }

  function refuseTheSecond() {
    const request = { method: 'POST', path: REFUNDS }
    const proxy = world.proxies?.truelayer
    proxy?.clear()
    proxy?.plan({ ...request, fault: { kind: 'cut' } })
    proxy?.plan({ ...request, fault: { kind: 'status', status: 403 }, times: 99 })
    return proxy
  }

  const untilRefund = (id: string, state: string, shop = world) =>
    untilInvoice(shop, id, (invoice) => invoice.refunds[0]?.status === state)

  it('executes a refund once when the bank refuses the repeated request', async () => {
    const id = await paid()
    const proxy = refuseTheSecond()
    proxy?.plan({ method: 'GET', path: REFUNDS, fault: { kind: 'status', status: 503 } })
    await mustCommand(world, id, 'refunds', { amount: 2_500 })
    await untilRefund(id, 'executed')
    await untilEvent(world, id, 'refund_submitted')
    proxy?.clear()
    expect(await readInvoice(world, id)).toMatchObject({ amount_refunded: 2_500 })
    expect(await timeline(world, id)).not.toContain('refund_failed')
  })

  it('marks a failed refund as executed and notifies the merchant when the bank confirms it', async () => {
    const shop = await withNewMerchant(world, { email })
    const id = await paid({}, shop)
    const proxy = refuseTheSecond()
    await control(world, 'refunds/hold')
    proxy?.plan({ method: 'GET', path: REFUNDS, fault: { kind: 'rewrite', rewrite: () => ({ items: [] }) } })
    await mustCommand(shop, id, 'refunds', { amount: 2_500 })
    await untilRefund(id, 'failed', shop)
    proxy?.clear()
    await control(world, 'refunds/release')
    await control(world, `refunds/${(await refundAtBank(world, id)).id}/execute`)
    await untilRefund(id, 'executed', shop)
    expect(await readInvoice(shop, id)).toMatchObject({
      status: 'paid',
      amount_refunded: 2_500,
      refunds: [{ failure: null }],
    })
    await waitFor(async () =>
      (await inboxFor(world, email)).some(({ subject }) => subject.includes('went through after all')),
    )
  })

  it('keeps a returned refund as failed when an outdated report has it as executed', async () => {
    const id = await paid({ refund: 'comes_back' })
    await mustCommand(world, id, 'refunds', { amount: 2_500 })
    await untilRefund(id, 'failed')
    const [refund] = (await readInvoice(world, id)).refunds
    await world.deps.invoices.reportRefund(
      { id, merchantId: world.merchantId },
      { refundId: refund?.id ?? '', status: 'executed', at: Date.now(), cause: byRail('truelayer') },
    )
    await mustCommand(world, id, 'clock', { advance: 'PT0S' })
    expect(await readInvoice(world, id)).toMatchObject({
      amount_refunded: 0,
      refunds: [{ status: 'failed' }],
    })
  })
})

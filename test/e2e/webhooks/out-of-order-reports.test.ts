import { describe, expect, it } from 'vitest'
import { PaymentAttemptRow } from '../../../db/entities/index.ts'
import { controlBank, paymentsAtBank, tokenIoPayment } from '../../support/rail-fixtures.ts'
import {
  bankPayment,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import { kindsFor, reconcile } from '../../clients/reconciliation-client.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { moneyEvents, pageNotice } from '../../support/payment-assertions.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'
import { withNewMerchant } from '../../support/merchant.ts'

const world = useOwnWorld({ returnPollsMs: [] })

async function paidThenFailed(webhooks: { drop: boolean }, shop = world) {
  const { id, link } = await createInvoice(shop, { currency: 'DKK' })
  const url = link?.url ?? ''
  await controlBank(world, 'tokenio', 'webhooks/hold', 'POST', webhooks)
  const { location } = await pressPay(url, 'sandbox-klitbanken')
  await goThroughBank(location, 'authorise', { account: 'slow' })
  const payment = tokenIoPayment(location)
  await controlBank(world, 'tokenio', `payments/${payment}/complete`)
  await mustCommand(shop, id, 'clock', { advance: 'PT0S' })
  await untilStatus(shop, id, 'paid')
  await controlBank(world, 'tokenio', `payments/${payment}/fail`)
  return { id, link: url, payment }
}

describe('a status that a bank reverses', () => {
  it('finds a lost reversal in the reconciliation, notifies, and accepts it', async () => {
    const { id } = await paidThenFailed({ drop: true })
    await controlBank(world, 'tokenio', 'webhooks/release')

    expect(kindsFor(await reconcile(world), id, 'DKK', 'tokenio')).toEqual(['payment_missing'])
    await untilEvent(world, id, 'payment_reversed')
    const [reversed] = (await readInvoice(world, id)).payments
    expect(await mustCommand(world, id, `payments/${reversed?.id}/undo`)).toMatchObject({
      status: 'viewed',
      amount_due: 12_500,
    })
    expect(kindsFor(await reconcile(world), id, 'DKK', 'tokenio')).toEqual([])
    expect((await timeline(world, id)).filter((type) => type === 'payment_reversed')).toHaveLength(1)
  })
})

describe('a removed payment that a bank reinstates', () => {
  const AFTER_ALL = { status: 'INITIATION_COMPLETED', bank_status: 'ACCC' }

  it('pays the invoice by a reinstated payment only after the bank confirms it', async () => {
    const email = 'merchant.after.all@merchant.example'
    const shop = await withNewMerchant(world, { email })
    const { id, link, payment } = await paidThenFailed({ drop: false }, shop)
    await reconcile(world)
    await untilEvent(shop, id, 'payment_reversed')
    const attempt = (await readInvoice(shop, id)).payments[0]?.id
    await mustCommand(shop, id, `payments/${attempt}/undo`)
    expect(await pageNotice(link)).toMatch(/^Your last payment did not arrive after all/)

    await controlBank(world, 'tokenio', 'webhooks/release')
    await controlBank(world, 'tokenio', `payments/${payment}/status`, 'POST', AFTER_ALL)
    await untilStatus(shop, id, 'paid')
    const log = await timeline(shop, id)
    expect(log.filter((type) => type === 'paid')).toHaveLength(2)
    expect(log.filter((type) => type === 'payment_reinstated')).toHaveLength(1)
    expect((await readInvoice(shop, id)).payments).toMatchObject([{ status: 'received' }])
    await waitFor(async () =>
      (await inboxFor(world, email)).some(({ subject }) => subject.includes('has come after all')),
    )

    await controlBank(world, 'tokenio', `payments/${payment}/status`, 'POST', {
      status: 'INITIATION_REJECTED',
      bank_status: 'RJCT',
    })
    await untilEvent(shop, id, 'payment_reversed', 2)
    expect(await mustCommand(shop, id, `payments/${attempt}/undo`)).toMatchObject({ amount_due: 12_500 })
  })
})

describe('a reinstated payment whose webhook is lost', () => {
  it.each(['undone', 'only marked'])(
    'finds a reinstated payment in the reconciliation when it was %s before',
    async (was) => {
      const { id, payment } = await paidThenFailed({ drop: true })
      await reconcile(world)
      await untilEvent(world, id, 'payment_reversed')
      const attempt = (await readInvoice(world, id)).payments[0]?.id
      if (was === 'undone') await mustCommand(world, id, `payments/${attempt}/undo`)
      await controlBank(world, 'tokenio', `payments/${payment}/status`, 'POST', {
        status: 'INITIATION_COMPLETED',
        bank_status: 'ACCC',
      })
      await controlBank(world, 'tokenio', 'webhooks/release')
      await waitFor(async () => kindsFor(await reconcile(world), id, 'DKK', 'tokenio')?.length === 0)
      expect(await readInvoice(world, id)).toMatchObject({
        status: 'paid',
        payments: [{ status: 'received' }],
      })
      expect((await timeline(world, id)).filter((type) => type === 'payment_reinstated')).toHaveLength(1)
    },
  )
})

describe('a refund that the payer’s bank returns', () => {
  it('finds no difference when a refund was sent and returned', async () => {
    const { id, link } = await createInvoice(world)
    await goThroughBank((await pressPay(link?.url ?? '', 'sandbox-pebble')).location, 'authorise', {
      refund: 'comes_back',
    })
    await untilStatus(world, id, 'paid')
    await mustCommand(world, id, 'refunds', { amount: 2_500 })
    await untilInvoice(world, id, (invoice) => invoice.refunds[0]?.status === 'failed')
    expect(kindsFor(await reconcile(world), id)).toEqual([])
  })
})

describe('a payment that its bank does not cancel', () => {
  it('blocks other banks for an hour and records later money as overpayment', async () => {
    const { id, link } = await createInvoice(world, { currency: 'EUR' })
    const url = link?.url ?? ''
    const { location } = await pressPay(url, 'sandbox-dijkbank')
    const kept = await pressPay(url, 'sandbox-tulpenhof')
    expect(kept).toMatchObject({ status: 303, location: expect.stringMatching(/\?not_stopped$/) })
    expect(await pageNotice(new URL(kept.location, url).href)).toContain('could not be stopped')
    expect(await paymentsAtBank(world, 'truelayer', id)).toEqual(['authorizing'])

    const anHourAgo = new Date(Date.now() - 61 * 60_000)
    await world.em.fork().nativeUpdate(PaymentAttemptRow, { invoiceId: id }, { createdAt: anHourAgo })
    const other = await pressPay(url, 'sandbox-tulpenhof')
    expect(bankPayment(other.location)).not.toBe('')
    await goThroughBank(other.location)
    await untilStatus(world, id, 'paid')
    await goThroughBank(location)
    await untilInvoice(world, id, (invoice) => invoice.amount_overpaid === 12_500)
    expect((await moneyEvents(world, id)).filter((type) => type === 'payment_settled')).toHaveLength(2)
    expect(await paymentsAtBank(world, 'truelayer', id)).toEqual(['settled', 'settled'])
  })
})

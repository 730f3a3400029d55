import { describe, expect, it } from 'vitest'
import {
  advance,
  command,
  authorise,
  bankPayment,
  call,
  control,
  createInvoice,
  inboxFor,
  invoiceBody,
  mustCommand,
  pressPay,
  readEvents,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { refundAtBank } from '../../support/rail-fixtures.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { byRail } from '../../../domain/invoice/index.ts'

const world = useWorld()

let customers = 0
const customer = () => ({ name: 'Ada Byron', email: `ada.pays.${(customers += 1)}@customer.example` })
const receiptsFor = async (email: string) =>
  (await inboxFor(world, email)).filter(({ subject }) => subject.startsWith('Receipt'))
const cash = (amount: number) => ({ amount, method: 'cash' })

describe('a manual payment', () => {
  it('records a partial manual payment and requests the rest', async () => {
    const to = customer()
    const { id, link } = await createInvoice(world, { customer: to })
    const paidOn = new Date().toISOString().slice(0, 10)
    const recorded = await mustCommand(world, id, 'payments', {
      ...cash(2_500),
      paid_on: paidOn,
      note: 'At the counter',
    })
    expect(recorded).toMatchObject({ amount_due: 10_000, amount_paid: 2_500, amount_requested: 10_000 })
    const page = await (await fetch(link?.url ?? '')).text()
    expect(page).toContain('100.00 GBP')
    expect(page).toContain('Still to be paid')
    await waitFor(async () => (await receiptsFor(to.email)).length === 1)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    const payment = await control(world, `payments/${bankPayment(location)}`, 'GET')
    expect(payment['amount_in_minor']).toBe(10_000)
    await authorise(location)
    await untilStatus(world, id, 'paid')
    const receipts = await waitFor(async () => {
      const found = await receiptsFor(to.email)
      return found.length === 2 && found
    })
    const texts = receipts.map(({ text }) => text).toReversed()
    expect(texts[0]).toContain('your payment of 25.00 GBP')
    expect(texts[0]).toContain('Still to be paid: 100.00 GBP')
    expect(texts[1]).toContain('your payment of 100.00 GBP')
    expect(texts[1]).not.toContain('Still to be paid')
  })

  it('pays the invoice by a full manual payment and cancels an unapproved bank payment', async () => {
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    expect((await mustCommand(world, id, 'payments', { ...cash(12_500), receipt: false })).status).toBe(
      'paid',
    )
    await waitFor(async () => {
      const payment = await control(world, `payments/${bankPayment(location)}`, 'GET')
      return payment['status'] === 'failed'
    })
    expect((await readInvoice(world, id)).receipt.status).toBe('none')
  })

  it('reopens the invoice when a manual payment is removed', async () => {
    const { id, link } = await createInvoice(world)
    const recorded = await mustCommand(world, id, 'payments', cash(12_500))
    expect(recorded.status).toBe('paid')
    const [payment] = recorded.payments
    const undone = await mustCommand(world, id, `payments/${payment?.id}/undo`, {
      note: 'It was for another invoice.',
    })
    expect(undone).toMatchObject({ status: 'sent', amount_due: 12_500, link: { status: 'active' } })
    expect(undone.payments).toMatchObject([{ status: 'removed', overpayment: 0 }])
    expect(await command(world, id, `payments/${payment?.id}/undo`)).toMatchObject({
      status: 409,
      json: { code: 'already_undone' },
    })
    expect(await command(world, id, 'payments/pay_none/undo')).toMatchObject({
      status: 404,
      json: { code: 'unknown_payment' },
    })
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await untilStatus(world, id, 'paid')
    const happened = (await timeline(world, id)).filter((type) => /paid|removed|recorded/.test(type))
    expect(happened).toEqual(['manual_payment_recorded', 'paid', 'manual_payment_removed', 'paid'])
  })

  it('records the overpayment of a manual payment above the amount due', async () => {
    const { id } = await createInvoice(world)
    const recorded = await mustCommand(world, id, 'payments', cash(13_000))
    expect(recorded).toMatchObject({ status: 'paid', amount_paid: 12_500, amount_overpaid: 500 })
    expect(await command(world, id, 'refunds', { overpayment: true })).toMatchObject({
      status: 422,
      json: { code: 'refund_exceeds_bank_payments', detail: expect.stringContaining('At most 0.00 GBP') },
    })
  })
})

describe('a deposit', () => {
  it('requests the deposit first, then the rest, each with a receipt', async () => {
    const to = customer()
    const { id, link } = await createInvoice(world, { customer: to, deposit: { percent: 30 } })
    const [mail] = await waitFor(async () => {
      const mails = await inboxFor(world, to.email)
      return mails.length > 0 && mails
    })
    expect(mail?.text).toContain('A deposit of 37.50 GBP, of 125.00 GBP in all, is asked for first')
    expect(await (await fetch(link?.url ?? '')).text()).toContain('37.50 GBP')
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    const half = await untilInvoice(world, id, (invoice) => invoice.amount_paid > 0)
    expect(half).toMatchObject({
      status: 'viewed',
      amount_paid: 3_750,
      amount_due: 8_750,
      deposit: { amount: 3_750, paid: true },
      link: { status: 'active' },
    })
    const second = await pressPay(link?.url ?? '', 'sandbox-harbour')
    const payment = await control(world, `payments/${bankPayment(second.location)}`, 'GET')
    expect(payment['amount_in_minor']).toBe(8_750)
    await authorise(second.location)
    await untilStatus(world, id, 'paid')
    await waitFor(async () => (await receiptsFor(to.email)).length === 2)
    expect((await timeline(world, id)).filter((type) => /deposit_paid|^paid|settled/.test(type))).toEqual([
      'payment_settled',
      'deposit_paid',
      'payment_settled',
      'paid',
    ])
  })

  it('refuses a deposit of the whole amount', async () => {
    for (const deposit of [{ amount: 12_500 }, { percent: 100 }, { percent: 0 }]) {
      const { status, json } = await call(world, 'POST', '/v1/invoices', invoiceBody({ deposit }))
      expect({ status, code: json['code'] }).toEqual({ status: 422, code: 'invalid_fields' })
    }
  })
})

describe('late or double money', () => {
  async function paidTwice(changes: Record<string, unknown> = {}, shop = world) {
    const { id, link } = await createInvoice(shop, changes)
    const first = await pressPay(link?.url ?? '', 'sandbox-pebble')
    await authorise(first.location, 'slow')
    await mustCommand(shop, id, 'payments', { ...cash(12_500), receipt: false })
    await control(world, `payments/${bankPayment(first.location)}/settle`)
    return id
  }

  it('records a second payment as overpayment with one paid event and one receipt', async () => {
    const to = customer()
    const id = await paidTwice({ customer: to })
    const overpayment = await untilInvoice(world, id, (invoice) => invoice.amount_overpaid > 0)
    expect(overpayment).toMatchObject({ status: 'paid', amount_paid: 12_500, amount_overpaid: 12_500 })
    await untilEvent(world, id, 'merchant_notified')
    const [notice] = (await inboxFor(world, 'accounts@larkspur.example')).filter(({ subject }) =>
      subject.includes(`${overpayment.number}: more came than was due`),
    )
    expect(notice?.text).toContain('125.00 GBP came for invoice')
    expect(await receiptsFor(to.email)).toEqual([])
    const refunded = await mustCommand(world, id, 'refunds', { overpayment: true })
    expect(refunded.refunds).toMatchObject([{ amount: 12_500, reason: 'overpayment' }])
    await control(world, `refunds/${(await refundAtBank(world, id)).id}/execute`)
    const done = await untilInvoice(world, id, (invoice) => invoice.amount_refunded > 0)
    expect(done).toMatchObject({ status: 'paid', amount_overpaid: 0, amount_refunded: 12_500, amount_due: 0 })
    expect((await timeline(world, id)).filter((type) => type === 'paid')).toHaveLength(1)
  })

  it('refunds an overpayment by itself when the policy demands it', async () => {
    const shop = await withNewMerchant(world, { overpayment_policy: 'refund' })
    const id = await paidTwice({}, shop)
    await control(world, `refunds/${(await refundAtBank(world, id)).id}/execute`)
    const done = await untilInvoice(shop, id, (invoice) => invoice.amount_refunded > 0)
    expect(done.refunds).toMatchObject([{ amount: 12_500, reason: 'overpayment', status: 'executed' }])
    expect(await timeline(shop, id)).not.toContain('merchant_notified')
  })

  it('pays an invoice whose link expired during the payment', async () => {
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    await authorise(location, 'slow')
    await advance(world, id, 'P60D')
    await control(world, `payments/${bankPayment(location)}/settle`)
    await untilStatus(world, id, 'paid')
  })

  it('pays an invoice by a superseded attempt', async () => {
    const { id, link } = await createInvoice(world)
    await pressPay(link?.url ?? '', 'sandbox-pebble')
    const [attempt] = await attemptsOf(id)
    await pressPay(link?.url ?? '', 'sandbox-harbour')
    expect(await timeline(world, id)).toContain('payment_failed')
    await world.deps.invoices.reportPayment(
      { id, merchantId: world.merchantId },
      {
        attemptId: attempt ?? '',
        status: 'settled',
        providerPaymentId: 'late',
        amount: 12_500,
        currency: 'GBP',
        confirmedByRail: true,
        at: Date.now(),
        cause: byRail('truelayer'),
      },
    )
    await untilStatus(world, id, 'paid')
    await untilEvent(world, id, 'payment_failed', 2)
  })

  it.each([
    ['less', 12_000, { status: 'viewed', amount_paid: 12_000, amount_due: 500, amount_overpaid: 0 }],
    ['more', 12_700, { status: 'paid', amount_paid: 12_500, amount_due: 0, amount_overpaid: 200 }],
  ])('records the received amount when it is %s than was asked for', async (_what, amount, expected) => {
    const { id, link } = await createInvoice(world)
    await pressPay(link?.url ?? '', 'sandbox-pebble')
    const [attempt] = await attemptsOf(id)
    await world.deps.invoices.reportPayment(
      { id, merchantId: world.merchantId },
      {
        attemptId: attempt ?? '',
        status: 'settled',
        providerPaymentId: 'odd',
        amount,
        currency: 'GBP',
        at: Date.now(),
        cause: byRail('truelayer'),
      },
    )
    const invoice = await untilInvoice(world, id, (now) => now.amount_paid > 0)
    expect(invoice).toMatchObject(expected)
  })
})

async function attemptsOf(id: string): Promise<string[]> {
  return (await readEvents(world, id))
    .filter(({ type }) => type === 'invoice.payment_started')
    .map(({ data }) => String(data['payment_id']))
}

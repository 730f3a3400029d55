import { describe, expect, it } from 'vitest'
import {
  command,
  authorise,
  control,
  createInvoice,
  inboxFor,
  type InvoiceJson,
  mustCommand,
  pressPay,
  readInvoice,
} from '../../clients/client.ts'
import { refundAtBank } from '../../support/rail-fixtures.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

async function paidInvoice(changes: Record<string, unknown> = {}): Promise<InvoiceJson> {
  const { id, link } = await createInvoice(world, changes)
  await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  return untilStatus(world, id, 'paid')
}

const settledRefund = (id: string, index = 0) =>
  waitFor(async () => {
    const refund = (await readInvoice(world, id)).refunds[index]
    return (refund?.status === 'executed' || refund?.status === 'failed') && refund
  })

describe('a refund', () => {
  it('refunds in parts up to the paid amount and notifies the customer', async () => {
    const customer = { name: 'Ada Byron', email: 'ada.refund@customer.example' }
    const { id } = await paidInvoice({ customer })
    const first = await mustCommand(world, id, 'refunds', { amount: 5_000, note: 'One line was wrong.' })
    expect(first.refunds).toMatchObject([{ amount: 5_000, reason: 'merchant' }])
    await settledRefund(id)
    expect(await command(world, id, 'refunds', { amount: 7_501 })).toMatchObject({
      status: 422,
      json: { code: 'refund_exceeds_payment' },
    })
    await mustCommand(world, id, 'refunds', { amount: 7_500 })
    await settledRefund(id, 1)
    expect(await readInvoice(world, id)).toMatchObject({
      status: 'paid',
      amount_refunded: 12_500,
      amount_due: 0,
    })
    expect(await command(world, id, 'refunds', { amount: 1 })).toMatchObject({ status: 422 })
    const notes = await waitFor(async () => {
      const mails = (await inboxFor(world, customer.email)).filter(({ subject }) =>
        subject.startsWith('Refund'),
      )
      return mails.length === 2 && mails
    })
    expect(notes.map(({ text }) => text).join()).toContain('We have sent 50.00 GBP')
  })

  it('notifies the merchant of a failed refund and accepts another one', async () => {
    const { id, number } = await paidInvoice()
    await control(world, 'refunds/hold')
    await mustCommand(world, id, 'refunds', { amount: 12_500 })
    const atBank = await refundAtBank(world, id)
    await control(world, 'refunds/release')
    await control(world, `refunds/${atBank.id}/fail`, 'POST', { reason: 'insufficient_funds' })
    expect(await settledRefund(id)).toMatchObject({ status: 'failed', failure: 'insufficient_funds' })
    await untilEvent(world, id, 'merchant_notified')
    const [notice] = (await inboxFor(world, 'accounts@larkspur.example')).filter(({ subject }) =>
      subject.includes(`${number}: a refund failed`),
    )
    expect(notice?.text).toContain('The bank’s reason: insufficient funds.')
    await mustCommand(world, id, 'refunds', { amount: 12_500 })
    expect(await settledRefund(id, 1)).toMatchObject({ status: 'executed' })
  })

  it('marks an executed refund as failed when the bank returns it', async () => {
    const { id } = await paidInvoice()
    await mustCommand(world, id, 'refunds', { amount: 2_500 })
    await settledRefund(id)
    const atBank = await refundAtBank(world, id)
    await control(world, `refunds/${atBank.id}/fail`, 'POST', { reason: 'returned' })
    const invoice = await untilInvoice(world, id, (now) => now.refunds[0]?.status === 'failed')
    expect(invoice).toMatchObject({ amount_refunded: 0, refunds: [{ failure: 'returned' }] })
  })

  it('submits a refund once when answer and webhook are lost', async () => {
    const { id } = await paidInvoice()
    await control(world, 'webhooks/hold', 'POST', { drop: true })
    await control(world, 'fail-next', 'POST', {
      operation: 'create_refund',
      mode: 'lost_after_accept',
      times: 1,
    })
    await mustCommand(world, id, 'refunds', { amount: 12_500 })
    await untilInvoice(world, id, (invoice) => invoice.refunds[0]?.status === 'submitted')
    await waitFor(async () => {
      await mustCommand(world, id, 'clock', { advance: 'PT0S' })
      return (await readInvoice(world, id)).amount_refunded === 12_500
    })
    await control(world, 'webhooks/release')
    const { refunds } = await control<{
      refunds: { metadata: { invoice_id: string } }[]
    }>(world, 'refunds', 'GET')
    expect(refunds.filter(({ metadata }) => metadata.invoice_id === id)).toHaveLength(1)
  })

  it('refuses a refund of zero', async () => {
    const { id } = await paidInvoice()
    expect(await command(world, id, 'refunds', { overpayment: true })).toMatchObject({
      status: 409,
      json: { code: 'nothing_to_refund' },
    })
    expect(await command(world, id, 'refunds')).toMatchObject({
      status: 422,
      json: { code: 'invalid_fields' },
    })
    const open = await createInvoice(world)
    expect(await command(world, open.id, 'refunds', { amount: 100 })).toMatchObject({
      status: 422,
      json: { code: 'refund_exceeds_payment' },
    })
  })
})

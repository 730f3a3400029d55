import { describe, expect, it } from 'vitest'
import {
  command,
  authorise,
  bankPayment,
  call,
  control,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readInvoice,
  textsFor,
  timeline,
} from '../../clients/client.ts'
import { refundAtBank } from '../../support/rail-fixtures.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'
import { withNewMerchant } from '../../support/merchant.ts'

const world = useWorld()

describe('voiding', () => {
  it('says what was received and who gives it back, when a part-paid invoice is credited in full', async () => {
    const customer = { name: 'Ada Byron', email: 'held@void.example' }
    const { id, number, link } = await createInvoice(world, { customer })
    await untilEvent(world, id, 'delivered')
    await mustCommand(world, id, 'payments', { amount: 2_000, method: 'cash', receipt: false })
    await mustCommand(world, id, 'credit_notes', { rest: true })
    const held = '20.00 GBP has been received for this invoice.'
    const mail = await waitFor(async () =>
      (await inboxFor(world, customer.email)).find(({ subject }) => subject.includes('cancelled')),
    )
    expect(mail.text).toContain(held)
    const page = await (await fetch(link?.url ?? '')).text()
    for (const text of [held, `Invoice ${number}`]) expect(page).toContain(text)
    const [href = ''] = /\/pay\/[^"]*crn_\w+\.pdf/.exec(page) ?? []
    const pdf = await fetch(`${world.publicUrl}${href}`)
    expect([pdf.status, pdf.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    const other = await createInvoice(world)
    const stranger = (other.link?.url ?? '') + href.slice(href.indexOf('/credit-notes'))
    expect((await fetch(stranger, { redirect: 'manual' })).status).toBe(303)
    await mustCommand(world, other.id, 'void')
    expect((await fetch(stranger)).status).toBe(404)
    await mustCommand(world, id, 'refunds', { amount: 2_000, method: 'cash' })
    expect(await (await fetch(link?.url ?? '')).text()).not.toContain(held)
  })

  it('voids an invoice: its page requests no payment and no reminder follows', async () => {
    const { id, link } = await createInvoice(world)
    const voided = await mustCommand(world, id, 'void', {
      note: 'Sent to the wrong customer.',
      notify: false,
    })
    expect(voided).toMatchObject({ status: 'void', amount_due: 0, link: { status: 'revoked' } })
    const page = await fetch(link?.url ?? '')
    expect(page.status).toBe(410)
    expect(await page.text()).toContain('This invoice was cancelled')
    expect((await pressPay(link?.url ?? '', 'sandbox-pebble')).status).toBe(410)
    const { json } = await call(world, 'GET', `/v1/invoices/${id}/next`)
    expect(json['data']).toEqual([])
  })

  it('refuses to void a draft, a paid, a part-paid and a void invoice', async () => {
    const draft = await createInvoice(world, { send: 'draft' })
    expect(await command(world, draft.id, 'void')).toMatchObject({
      status: 409,
      json: { code: 'not_issued' },
    })
    const { id, link } = await createInvoice(world)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await untilStatus(world, id, 'paid')
    expect(await command(world, id, 'void')).toMatchObject({ status: 409, json: { code: 'already_paid' } })
    const part = await createInvoice(world)
    await mustCommand(world, part.id, 'payments', { amount: 500, method: 'cash' })
    expect(await command(world, part.id, 'void')).toMatchObject({
      status: 409,
      json: { code: 'partly_paid' },
    })
    const other = await createInvoice(world)
    await untilEvent(world, other.id, 'sent')
    await mustCommand(world, other.id, 'void', { notify: false })
    const before = await waitFor(async () => {
      const events = await timeline(world, other.id)
      return events.includes('delivered') && events
    })
    expect(await command(world, other.id, 'void')).toMatchObject({
      status: 409,
      json: { code: 'already_void' },
    })
    expect(await timeline(world, other.id)).toEqual(before)
  })

  it('cancels an unapproved payment when the invoice is voided', async () => {
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    expect((await mustCommand(world, id, 'void')).status).toBe('void')
    const payment = await control(world, `payments/${bankPayment(location)}`, 'GET')
    expect(payment['status']).toBe('failed')
    expect(await timeline(world, id)).toEqual(expect.arrayContaining(['void_requested', 'voided']))
  })

  it('waits for a payment in progress and refunds it after the void', async () => {
    const customer = { name: 'Ada Byron', email: 'ada.void@customer.example' }
    const { id, link } = await createInvoice(world, { customer })
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    await authorise(location, 'slow')
    const asked = await mustCommand(world, id, 'void')
    expect(asked).toMatchObject({ status: 'viewed', void_requested_at: expect.any(String) })
    expect(await command(world, id, 'remind')).toMatchObject({
      status: 409,
      json: { code: 'void_requested' },
    })
    expect((await fetch(link?.url ?? '')).status).toBe(410)
    await control(world, `payments/${bankPayment(location)}/settle`)
    await untilStatus(world, id, 'void')
    await control(world, `refunds/${(await refundAtBank(world, id)).id}/execute`)
    const done = await untilInvoice(world, id, (invoice) => invoice.amount_refunded > 0)
    expect(done).toMatchObject({
      status: 'void',
      amount_refunded: 12_500,
      amount_overpaid: 0,
      receipt: { status: 'none' },
    })
    const mails = await waitFor(async () => {
      const found = await inboxFor(world, customer.email)
      return found.some(({ subject }) => subject.startsWith('Refund')) && found
    })
    expect(mails.some(({ subject }) => subject.startsWith('Receipt'))).toBe(false)
  })

  it('pays the invoice with late money when the policy is to keep it', async () => {
    const shop = await withNewMerchant(world, { late_payment_policy: 'keep' })
    const { id, link } = await createInvoice(shop)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    await authorise(location, 'slow')
    await mustCommand(shop, id, 'void')
    await control(world, `payments/${bankPayment(location)}/settle`)
    await untilStatus(shop, id, 'paid')
    expect(await timeline(shop, id)).toEqual(
      expect.arrayContaining(['void_requested', 'void_cancelled', 'payment_settled', 'paid']),
    )
    await untilInvoice(shop, id, (invoice) => invoice.receipt.status === 'sent')
  })

  it('completes the void when the payment in progress fails', async () => {
    const { id, link } = await createInvoice(world)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    await authorise(location, 'slow')
    await mustCommand(world, id, 'void')
    await control(world, `payments/${bankPayment(location)}/fail`)
    await untilStatus(world, id, 'void')
    expect((await readInvoice(world, id)).amount_refunded).toBe(0)
  })
})

describe('the notice of a void', () => {
  const noticesFor = async (email: string) =>
    (await inboxFor(world, email)).filter(({ subject }) => subject.includes('has been cancelled'))
  const sentTo = async (tag: string, changes: object = {}) => {
    const customer = { name: 'Ada Byron', email: `void.${tag}@customer.example` }
    const { id, link } = await createInvoice(world, { customer, ...changes })
    await untilEvent(world, id, 'sent')
    return { id, email: customer.email, link }
  }

  it('notifies a customer once when the invoice they were sent is void', async () => {
    const { id, email } = await sentTo('told')
    const { number } = await readInvoice(world, id)
    await mustCommand(world, id, 'void')
    await untilEvent(world, id, 'void_notice_sent')
    await mustCommand(world, id, 'clock', { advance: 'P1D' })
    const [notice, ...more] = await noticesFor(email)
    expect(more).toEqual([])
    expect(notice?.subject).toBe(`Invoice ${number} has been cancelled`)
    expect(notice?.text).toContain('You do not need to pay it')
    const { json } = await call(world, 'GET', `/v1/invoices/${id}/next`)
    expect(json['data']).toEqual([])
  })

  it('uses the channels on which the invoice was sent', async () => {
    const phone = '+447700900555'
    const customer = { name: 'Ada Byron', email: 'void.sms@customer.example', phone }
    const { id } = await createInvoice(world, { customer, deliver: ['sms'] })
    await untilEvent(world, id, 'sent')
    const { number } = await readInvoice(world, id)
    await mustCommand(world, id, 'void')
    await untilEvent(world, id, 'void_notice_sent')
    expect(await noticesFor(customer.email)).toEqual([])
    const [text] = await textsFor(world, phone)
    expect(text?.text).toContain(`Invoice ${number} for 125.00 GBP is cancelled. You need not pay it.`)
    expect((await timeline(world, id)).filter((type) => type === 'void_notice_sent')).toHaveLength(1)
  })

  it('sends nothing with notify false, also when the void waits for a payment', async () => {
    const { id, email } = await sentTo('silent')
    await mustCommand(world, id, 'void', { notify: false })
    const waiting = await sentTo('silent.waiting')
    const { location } = await pressPay(waiting.link?.url ?? '', 'sandbox-pebble')
    await authorise(location, 'slow')
    await mustCommand(world, waiting.id, 'void', { notify: false })
    await control(world, `payments/${bankPayment(location)}/fail`)
    for (const one of [id, waiting.id]) {
      await untilStatus(world, one, 'void')
      await mustCommand(world, one, 'clock', { advance: 'P1D' })
      expect(await timeline(world, one)).not.toContain('void_notice_sent')
    }
    expect(await noticesFor(email)).toEqual([])
    expect(await noticesFor(waiting.email)).toEqual([])
  })

  it('notifies the customer when a requested void takes effect, not before', async () => {
    const { id, link } = await sentTo('later')
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    await authorise(location, 'slow')
    await mustCommand(world, id, 'void')
    expect(await timeline(world, id)).not.toContain('void_notice_sent')
    await control(world, `payments/${bankPayment(location)}/fail`)
    await untilEvent(world, id, 'void_notice_sent')
    const ends = (await timeline(world, id)).filter((type) => type.startsWith('void'))
    expect(ends).toEqual(['void_requested', 'voided', 'void_notice_sent'])
  })

  it('sends nothing to an address from which the invoice came back', async () => {
    const customer = { name: 'Ada Byron', email: 'hardbounce+void@customer.example' }
    const { id } = await createInvoice(world, { customer })
    await untilEvent(world, id, 'delivery_failed')
    await mustCommand(world, id, 'void')
    await mustCommand(world, id, 'clock', { advance: 'P1D' })
    expect(await noticesFor(customer.email)).toEqual([])
    expect(await timeline(world, id)).not.toContain('void_notice_sent')
  })
})

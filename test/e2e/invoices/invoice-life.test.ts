import { describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { useWorld } from '../../support/test-harness.ts'
import {
  authorise,
  bankPayment,
  call,
  control,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readEvents,
  readInvoice,
  textsFor,
} from '../../clients/client.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { sweepThrough } from '../../support/run-sweep.ts'
import { untilEvent, untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

const BANK = 'sandbox-harbour'
const types = async (id: string) =>
  (await readEvents(world, id)).map((event) => event.type.replace('invoice.', ''))

describe('an invoice, on the real parts', () => {
  it('records issue, e-mail, view, payment and receipt in the timeline', async () => {
    const email = 'whole.life@customer.example'
    const invoice = await createInvoice(world, { customer: { name: 'Ada Byron', email } })
    expect(invoice).toMatchObject({ status: 'sent', number: expect.stringMatching(/^INV-\d{4}-\d{4}$/) })
    const mail = await waitFor(async () => (await inboxFor(world, email))[0])
    expect(mail.subject).toBe(`Invoice ${invoice.number} - Payment Required`)
    expect(mail.text).toContain('Please find attached your invoice for 125.00 GBP.')
    const link = /Payment link: (\S+)/.exec(mail.text)?.[1] ?? ''
    expect(link).toBe(invoice.link?.url)
    expect(mail.attachments).toEqual([
      expect.objectContaining({ name: `invoice-${invoice.number}.pdf`, content_type: 'application/pdf' }),
    ])

    await fetch(`${link}/viewed`, { method: 'POST' })
    await untilStatus(world, invoice.id, 'viewed')
    const pressed = await pressPay(link, BANK)
    expect(pressed).toMatchObject({ status: 303, location: expect.stringContaining(world.sandbox.bankUrl) })
    await authorise(pressed.location)
    const paid = await untilInvoice(world, invoice.id, (now) => now.receipt.status === 'sent')
    expect(paid).toMatchObject({
      status: 'paid',
      amount_due: 0,
      amount_paid: 12_500,
      link: { status: 'used' },
    })
    const receipt = await waitFor(async () =>
      (await inboxFor(world, email)).find((one) => one.subject.startsWith('Receipt')),
    )
    expect(receipt.attachments).toHaveLength(1)
    await untilEvent(world, invoice.id, 'delivered')
    const events = await readEvents(world, invoice.id)
    const recorded = new Set(events.map((event) => event.type))
    recorded.delete('invoice.payment_processing')
    expect(recorded).toEqual(
      new Set(
        [
          'issued',
          'sent',
          'delivered',
          'viewed',
          'payment_started',
          'payment_authorizing',
          'payment_settled',
          'paid',
          'receipt_sent',
        ].map((type) => `invoice.${type}`),
      ),
    )
    for (const event of events) {
      expect(event.cause).toMatch(/^[a-z_]+$/)
      expect(event.actor.type).toBeTruthy()
    }
  })

  it('keeps the invoice payable when the payer rejects at the bank', async () => {
    const { id, link } = await createInvoice(world)
    const first = await pressPay(link?.url ?? '', BANK)
    await control(world, `payments/${bankPayment(first.location)}/reject`)
    await untilEvent(world, id, 'payment_failed')
    expect(await readInvoice(world, id)).toMatchObject({ status: 'viewed', link: { status: 'active' } })
    const page = await (await fetch(link?.url ?? '')).text()
    expect(page).toContain('Nothing has been paid. You can try again.')
    const second = await pressPay(link?.url ?? '', 'sandbox-pebble')
    await authorise(second.location)
    await untilStatus(world, id, 'paid')
  })

  it('cancels the first payment when the payer goes back and chooses another bank', async () => {
    const { id, link } = await createInvoice(world)
    const first = await pressPay(link?.url ?? '', BANK)
    const second = await pressPay(link?.url ?? '', 'sandbox-pebble')
    expect(bankPayment(second.location)).not.toBe(bankPayment(first.location))
    await authorise(first.location)
    expect((await control(world, `payments/${bankPayment(first.location)}`, 'GET'))['status']).toBe('failed')
    await authorise(second.location)
    await untilStatus(world, id, 'paid')
  })

  it('leads a second press for the same bank to the same payment', async () => {
    const { link } = await createInvoice(world)
    const both = await Promise.all([pressPay(link?.url ?? '', BANK), pressPay(link?.url ?? '', BANK)])
    expect(both[0].location).toBe(both[1].location)
  })

  it('refuses another payment while one is authorised', async () => {
    const { id, link } = await createInvoice(world)
    const first = await pressPay(link?.url ?? '', BANK)
    await control(world, `payments/${bankPayment(first.location)}/authorise`, 'POST', { account: 'slow' })
    const second = await pressPay(link?.url ?? '', 'sandbox-pebble')
    expect(second.location).toBe(`${new URL(link?.url ?? '').pathname}?not_stopped`)
    await control(world, `payments/${bankPayment(first.location)}/settle`)
    await untilStatus(world, id, 'paid')
    expect((await types(id)).filter((type) => type === 'payment_started')).toHaveLength(1)
  })

  it('shows a failure after authorisation and that nothing was paid', async () => {
    const { id, link } = await createInvoice(world)
    const pressed = await pressPay(link?.url ?? '', BANK)
    await control(world, `payments/${bankPayment(pressed.location)}/authorise`, 'POST', { account: 'empty' })
    await untilEvent(world, id, 'payment_failed')
    expect(await (await fetch(link?.url ?? '')).text()).toContain('not enough money')
    expect((await readInvoice(world, id)).amount_paid).toBe(0)
  })

  it('shows a paid notice on a used link and refuses another payment', async () => {
    const { id, link } = await createInvoice(world)
    await authorise((await pressPay(link?.url ?? '', BANK)).location)
    await untilInvoice(world, id, (invoice) => invoice.receipt.status === 'sent')
    await untilEvent(world, id, 'delivered', 2)
    const before = await types(id)
    const page = await (await fetch(link?.url ?? '')).text()
    expect(page).toContain('Download receipt')
    expect(page).not.toContain('Pay by bank')
    expect((await pressPay(link?.url ?? '', BANK)).location).toBe(new URL(link?.url ?? '').pathname)
    const receipt = await fetch(`${link?.url}/receipt.pdf`)
    expect(receipt.headers.get('content-type')).toBe('application/pdf')
    expect(await types(id)).toEqual(before)
  })

  it('records the first view only, and none for a GET', async () => {
    const { id, link } = await createInvoice(world)
    await fetch(link?.url ?? '')
    await fetch(link?.url ?? '', { method: 'HEAD' })
    expect((await readInvoice(world, id)).viewed_at).toBeNull()
    await Promise.all([1, 2, 3].map(() => fetch(`${link?.url}/viewed`, { method: 'POST' })))
    await untilStatus(world, id, 'viewed')
    expect((await types(id)).filter((type) => type === 'viewed')).toHaveLength(1)
  })

  it('marks the delivery as failed when the e-mail bounces', async () => {
    const { id } = await createInvoice(world, {
      customer: { name: 'No One', email: 'bounce@customer.example' },
    })
    await untilEvent(world, id, 'delivery_failed')
    expect((await readInvoice(world, id)).delivery.status).toBe('failed')
  })

  it('marks the delivery as failed at once for an inactive address', async () => {
    const { id } = await createInvoice(world, {
      customer: { name: 'No One', email: 'inactive@customer.example' },
    })
    await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'failed')
    expect(await types(id)).not.toContain('sent')
  })

  it('sends the e-mail once when the provider’s answer was lost', async () => {
    const email = 'lost.answer@customer.example'
    await fetch(`${world.sandbox.postmarkUrl}/sandbox/fail-next`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation: 'email', mode: 'reset_after_accept' }),
    })
    const { id } = await createInvoice(world, { customer: { name: 'Ada', email } })
    await untilInvoice(world, id, (invoice) => invoice.delivery.status !== 'pending')
    expect(await inboxFor(world, email)).toHaveLength(1)
  })

  it('sends a text message once and records its delivery', async () => {
    const phone = '+447700900558'
    await fetch(`${world.sandbox.twilioUrl}/sandbox/fail-next`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation: 'create', mode: 'reset_after_accept' }),
    })
    const customer = { name: 'Ada', email: 'texted@customer.example', phone }
    const { id, link } = await createInvoice(world, { customer, deliver: ['sms'] })
    await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'delivered')
    const texts = await inboxFor(world, phone)
    expect(texts).toHaveLength(1)
    expect(texts[0]?.text).toContain(link?.url)
    expect(await inboxFor(world, customer.email)).toEqual([])
    const delivered = (await readEvents(world, id)).find((event) => event.type === 'invoice.delivered')
    expect(delivered).toMatchObject({ cause: 'delivery_report', actor: { type: 'provider', name: 'twilio' } })
  })

  const failTwilio = (fault?: object) =>
    fetch(`${world.sandbox.twilioUrl}/sandbox/fail-next`, {
      method: fault ? 'POST' : 'DELETE',
      headers: { 'content-type': 'application/json' },
      ...(fault ? { body: JSON.stringify(fault) } : {}),
    })
  const reminders = async (id: string) => (await types(id)).filter((type) => type === 'reminded')

  it('sends each of two equal text messages once when the first try of the second is lost', async () => {
    const customer = { name: 'Ada', email: 'equal.texts@customer.example', phone: '+447700900559' }
    const { id } = await createInvoice(world, { customer, deliver: ['sms'] })
    await mustCommand(world, id, 'remind', { channel: 'sms' })
    await waitFor(async () => (await reminders(id)).length === 1)
    await untilEvent(world, id, 'delivered')
    await failTwilio({ operation: 'create', mode: 'reset_before_accept' })
    await mustCommand(world, id, 'remind', { channel: 'sms' })
    await waitFor(async () => (await reminders(id)).length === 2)
    const texts = (await textsFor(world, customer.phone)).map(({ text }) => text)
    expect(texts).toHaveLength(3)
    expect(new Set(texts).size).toBe(2)
  })

  it('finds a sent text message after the words of its template were changed', async () => {
    const shop = await withNewMerchant(world)
    const customer = { name: 'Ada', email: 'changed.words@customer.example', phone: '+447700900560' }
    const { id } = await createInvoice(shop, { customer, deliver: ['sms'] })
    await untilEvent(shop, id, 'delivered')
    await failTwilio({ operation: 'create', mode: 'reset_after_accept' })
    await failTwilio({ operation: 'list', status: 503, times: 1_000 })
    await mustCommand(shop, id, 'remind', { channel: 'sms' })
    await waitFor(async () => (await textsFor(shop, customer.phone)).length === 2)
    const template = await call(inLiveMode(shop), 'PATCH', '/v1/email_templates/reminder', {
      sms_text: 'Please pay.',
    })
    expect(template.status).toBe(200)
    await failTwilio()
    await untilEvent(shop, id, 'reminded')
    expect(await textsFor(shop, customer.phone)).toHaveLength(2)
  })

  it('marks the delivery as delivered when one channel worked', async () => {
    const customer = { name: 'Ada', email: 'bounce+both@customer.example', phone: '+447700900556' }
    const { id } = await createInvoice(world, { customer, deliver: ['email', 'sms'] })
    await waitFor(
      async () => (await types(id)).includes('delivery_failed') && (await types(id)).includes('delivered'),
    )
    expect((await readInvoice(world, id)).delivery).toEqual({
      channels: ['email', 'sms'],
      status: 'delivered',
    })
  })

  it('marks the delivery as failed when the text message did not arrive', async () => {
    const customer = { name: 'Ada', email: 'a@customer.example', phone: '+447700910000' }
    const { id } = await createInvoice(world, { customer, deliver: ['sms'] })
    await untilInvoice(world, id, (invoice) => invoice.delivery.status === 'failed')
  })

  it('names the API key that sent the invoice, and the schedule when a date did', async () => {
    const now = await createInvoice(world)
    const draft = await createInvoice(world, { send: 'draft' })
    await call(world, 'POST', `/v1/invoices/${draft.id}/send`)
    const changed = await createInvoice(world, { send: 'draft' })
    await call(world, 'PATCH', `/v1/invoices/${changed.id}`, { send: 'now' })
    await call(world, 'PATCH', `/v1/invoices/${changed.id}`, { description: 'Another' })
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
    const later = await createInvoice(world, { send: inAnHour })
    const past = new Date(Date.now() - 1_000)
    await world.em.fork().nativeUpdate(InvoiceRow, { id: later.id }, { sendAt: past })
    const issuedBy = async (id: string) => {
      await waitFor(async () => {
        await sweepThrough(world)
        return (await readInvoice(world, id)).status !== 'draft'
      })
      const [issued] = await readEvents(world, id)
      return { cause: issued?.cause, actor: issued?.actor }
    }
    const byKey = { cause: 'request', actor: { type: 'api_key', id: expect.stringMatching(/^key_/) } }
    for (const { id } of [now, draft, changed]) expect(await issuedBy(id)).toEqual(byKey)
    expect(await issuedBy(later.id)).toEqual({ cause: 'schedule', actor: { type: 'system' } })
  })

  it('numbers a draft once when it is sent, also on repeated requests', async () => {
    const draft = await createInvoice(world, { send: 'draft' })
    expect(draft).toMatchObject({ status: 'draft', number: null, link: null })
    const answers = await Promise.all(
      [1, 2, 3].map(() => call(world, 'POST', `/v1/invoices/${draft.id}/send`)),
    )
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
    expect(new Set(answers.map((answer) => answer.json['number'])).size).toBe(1)
    expect((await types(draft.id)).filter((type) => type === 'issued')).toHaveLength(1)
  })

  it('numbers concurrent invoices without gaps or duplicates', async () => {
    const made = await Promise.all(Array.from({ length: 12 }, () => createInvoice(world)))
    const numbers = made.map((invoice) => Number(invoice.number?.slice(-4))).toSorted((a, b) => a - b)
    const [first = 0] = numbers
    expect(numbers).toEqual(Array.from({ length: 12 }, (_, i) => first + i))
  })
})

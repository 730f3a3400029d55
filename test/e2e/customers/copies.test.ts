import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { NotificationRow } from '../../../db/entities/index.ts'
import { postJson } from '../../../sandbox/testing.ts'
import {
  advance,
  authorise,
  call,
  createInvoice,
  inboxFor,
  type InvoiceJson,
  mustCommand,
  pressPay,
  timeline,
} from '../../clients/client.ts'
import { createCustomer } from '../../clients/customer-client.ts'
import { confirm, dayFromNow, review, untilImport } from '../../clients/import-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilInvoice, waitFor } from '../../support/wait.ts'

const world = useWorld()

const newEmail = (name = 'ada') => `${name}.${randomUUID().slice(0, 8)}@customer.example`

function withCopies(cc = [newEmail('accounts'), newEmail('books')], email = newEmail()) {
  return { email, cc, customer: { name: 'Ada Byron', email, cc } }
}

async function untilMails(email: string, count: number) {
  return waitFor(async () => {
    const mails = await inboxFor(world, email)
    return mails.length >= count && mails
  })
}

async function suppressed(): Promise<string[]> {
  const { json } = await call(world, 'GET', '/v1/suppressed_addresses?limit=100')
  return (json['data'] as { address: string }[]).map(({ address }) => address)
}

function linkIn(text: string): string {
  return /\/pay\/[\w.-]+/.exec(text)?.[0] ?? ''
}

describe('a cc address', () => {
  it('gets the invoice, the reminder and the receipt, each as a message of its own with the same link', async () => {
    const { email, cc, customer } = withCopies()
    const { id, link } = await createInvoice(world, { customer, reminders: { steps: [{ days: -1 }] } })
    await untilInvoice(world, id, ({ delivery }) => delivery.status === 'delivered')
    await advance(world, id, 'P13DT10H')
    await untilEvent(world, id, 'reminded')
    await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    await untilEvent(world, id, 'receipt_sent')
    for (const address of [email, ...cc]) {
      const mails = await untilMails(address, 3)
      expect(mails.length).toBe(3)
      const [receipt, reminder, invoice] = mails
      expect([invoice?.subject, reminder?.subject, receipt?.subject]).toEqual([
        expect.stringContaining('Invoice'),
        expect.stringContaining('Reminder'),
        expect.stringContaining('Receipt'),
      ])
      expect(linkIn(invoice?.text ?? '')).toBe(linkIn(link?.url ?? 'none'))
      expect(invoice?.attachments.length).toBe(1)
    }
    await waitFor(async () => {
      const [reported] = await world.em.fork().execute<{ count: number }[]>(
        `select count(*)::int as count from notification n join inbound_webhook w on w.message_id = n.id
         where n.invoice_id = ? and w.processed_at is not null`,
        [id],
      )
      return reported?.count === 9
    })
    expect((await timeline(world, id)).filter((type) => type === 'delivered').length).toBe(3)
  })

  it('can be the payer', async () => {
    const { cc, customer } = withCopies()
    const { id } = await createInvoice(world, { customer })
    const [mail] = await untilMails(cc[0] ?? '', 1)
    await authorise(
      (await pressPay(`${world.publicUrl}${linkIn(mail?.text ?? '')}`, 'sandbox-pebble')).location,
    )
    await untilInvoice(world, id, ({ status }) => status === 'paid')
  })

  it('is suppressed when it bounces, and the invoice stays delivered', async () => {
    const bad = `bounce+${randomUUID().slice(0, 8)}@customer.example`
    const { email, customer } = withCopies([bad, newEmail('books')])
    const { id } = await createInvoice(world, { customer })
    await waitFor(async () => (await suppressed()).includes(bad))
    const invoice = await untilInvoice(world, id, ({ delivery }) => delivery.status === 'delivered')
    expect(invoice.delivery.status).toBe('delivered')
    expect(await timeline(world, id)).not.toContain('delivery_failed')
    await mustCommand(world, id, 'remind')
    await untilEvent(world, id, 'reminded')
    await untilMails(customer.cc[1] ?? '', 2)
    expect((await inboxFor(world, bad)).length).toBe(1)
    expect((await untilMails(email, 2)).length).toBe(2)
  })

  it('delays neither the invoice nor the other copies when the provider refuses it', async () => {
    const inactive = `inactive+${randomUUID().slice(0, 8)}@customer.example`
    const { cc, customer } = withCopies([inactive, 'böoks@customer.example', newEmail('books')])
    const { id } = await createInvoice(world, { customer })
    await untilMails(cc[2] ?? '', 1)
    await untilInvoice(world, id, ({ delivery }) => delivery.status === 'delivered')
    expect(await timeline(world, id)).not.toContain('delivery_failed')
    expect(await suppressed()).toContain(inactive)
  })

  it('gets its copies when the customer’s own address bounces', async () => {
    const { cc, customer } = withCopies(undefined, `bounce+${randomUUID().slice(0, 8)}@customer.example`)
    const { id } = await createInvoice(world, { customer })
    await untilInvoice(world, id, ({ delivery }) => delivery.status === 'failed')
    for (const address of cc) expect((await untilMails(address, 1)).length).toBe(1)
  })

  it('gets no second copy when it is the customer’s own address, or is listed twice', async () => {
    const email = newEmail()
    const other = newEmail('books')
    const cc = [email.toUpperCase(), other, other.toUpperCase()]
    const { id } = await createInvoice(world, { customer: { name: 'Ada', email, cc } })
    await untilInvoice(world, id, ({ delivery }) => delivery.status === 'delivered')
    const { json } = await call<InvoiceJson & { customer: { cc: string[] } }>(
      world,
      'GET',
      `/v1/invoices/${id}`,
    )
    expect(json.customer.cc).toEqual([other])
    await untilMails(other, 1)
    const order = { orderBy: { copy: 'asc' } } as const
    const rows = await world.em.fork().find(NotificationRow, { invoiceId: id }, order)
    expect(rows.map(({ copy, recipient }) => [copy, recipient])).toEqual([
      [0, email],
      [1, other],
    ])
  })

  it('gets one copy when the provider fails after it took the message', async () => {
    const { email, cc, customer } = withCopies()
    const faults = `${world.sandbox.postmarkUrl}/sandbox/fail-next`
    await postJson(faults, { operation: 'email', mode: 'reset_after_accept', times: 2 })
    const { id } = await createInvoice(world, { customer })
    await untilInvoice(world, id, ({ delivery }) => delivery.status === 'delivered')
    for (const address of [email, ...cc]) await untilMails(address, 1)
    await fetch(faults, { method: 'DELETE' })
    await waitFor(async () => {
      const rows = await world.em.fork().find(NotificationRow, { invoiceId: id })
      return rows.length === 3 && rows.every(({ status }) => status === 'sent')
    })
    for (const address of [email, ...cc]) expect((await inboxFor(world, address)).length).toBe(1)
  })

  it('gets a copy of each invoice that an import makes for a known customer', async () => {
    const { email, cc, customer } = withCopies()
    await createCustomer(world, customer)
    const header = 'customer_name,customer_email,amount,currency,due_date,description'
    const rows = [1, 2, 3].map((amount) => `Ada,${email},${amount}.00,GBP,${dayFromNow(14)},Work`)
    const { id } = await review(world, [header, ...rows, ''].join('\n'))
    await confirm(world, id)
    await untilImport(world, id, 'completed')
    for (const address of [email, ...cc]) expect((await untilMails(address, 3)).length).toBe(3)
  })
})

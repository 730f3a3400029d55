import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import { ERASERS } from '../../../db/customers/erasers.ts'
import { PaymentAttemptRow, SuppressedAddressRow } from '../../../db/entities/index.ts'
import { createWebhookVerifier } from '../../../integrations/bank/truelayer/webhooks/verify.ts'
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
import {
  createCustomer,
  type CustomerJson,
  customersWith,
  customerTimeline,
  readCustomer,
} from '../../clients/customer-client.ts'
import { confirm, dayFromNow, review, untilImport, upload } from '../../clients/import-client.ts'
import {
  createRecurring,
  invoicesOf,
  mustSendRecurringCommand,
  readRecurring,
} from '../../clients/recurring-client.ts'
import { createEndpoint, listDeliveries } from '../../clients/webhook-client.ts'
import { startJwks } from '../../support/jwks.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import type { World } from '../../support/harness.ts'
import { replaceForTest } from '../../support/replace.ts'
import { someOf } from '../../support/some-of.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { answers, startReceiver } from '../../support/webhook-receiver.ts'
import { untilEvent, untilInvoice, untilLocked, untilStatus, waitFor } from '../../support/wait.ts'

const world = useOwnWorld()

const ROUNDS = someOf([1, 2, 3, 4, 5], 3).length

type Invoice = InvoiceJson & { customer: CustomerJson }

function newContacts() {
  const tag = randomUUID().slice(0, 8)
  const phone = `+4477${String(Number.parseInt(tag.slice(0, 7), 16))
    .padStart(8, '0')
    .slice(0, 8)}`
  return {
    name: 'Wilhelmina Quill',
    email: `Wilhelmina.${tag}@quill.example`,
    phone,
    company_number: `KVK ${tag}`,
    tax_number: 'GB 999 9999 73',
    vat_number: 'GB980780684',
    electronic_address: { scheme: 'EM', value: `invoices.${tag}@quill.example` },
    einvoice_format: 'peppol',
    billing_address: { line1: '17 Marmalade Mews', city: 'Trumpington', country: 'GB' },
    cc: [`books.${tag}@quill.example`],
  }
}

type Contacts = ReturnType<typeof newContacts>

function erase(id: string, body: object = {}, headers: Record<string, string> = {}) {
  return call(world, 'POST', `/v1/customers/${id}/erase`, body, headers)
}

async function rowsWith({ em }: World, texts: readonly string[]): Promise<string[]> {
  const fork = em.fork()
  const tables = await fork.execute<{ name: string }[]>(
    `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
  )
  expect(tables.length).toBeGreaterThan(20)
  const words = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, ' ')
  const forms = texts.flatMap((text) => [text, encodeURIComponent(text), text.replace('+', ''), words(text)])
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await fork.execute<{ text: string; bytes: string }[]>(
      name === 'import_file_chunk'
        ? `select t.import_id as text, encode(t.bytes, 'escape') as bytes from import_file_chunk t`
        : `select t::text as text, '' as bytes from "${name}" t`,
    )
    for (const { text, bytes } of rows) {
      const content = `${text} ${bytes}`.toLowerCase()
      if (forms.some((form) => content.includes(form.toLowerCase()))) found.push(`${name}: ${text}`)
    }
  }
  return found
}

const contactsOf = ({ email, phone, cc, electronic_address }: Contacts) => [
  email,
  phone,
  ...cc,
  electronic_address.value,
]

async function pay({ id, link }: InvoiceJson): Promise<void> {
  await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  await untilEvent(world, id, 'receipt_sent')
}

/** The three webhooks are about the payment, another invoice's attempt, and neither. */
async function reportPayer(
  { account_holder_name, iban }: { account_holder_name: string; iban: string },
  invoiceId: string,
  otherId: string,
): Promise<void> {
  const jwks = await startJwks()
  const restore = replaceForTest(world.rail, { verifyWebhook: createWebhookVerifier([jwks.url]) })
  const attemptOf = (id: string) => world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId: id })
  const [own, other] = [await attemptOf(invoiceId), await attemptOf(otherId)]
  const send = async (payment: string | null | undefined, attempt: string) => {
    const body = JSON.stringify({
      type: 'payment_settled',
      event_id: randomUUID(),
      event_version: 1,
      payment_id: payment,
      payment_source: { account_holder_name, account_identifiers: [{ type: 'iban', iban }] },
      metadata: { attempt_id: attempt },
    })
    const url = `${world.publicUrl}/webhooks/test/truelayer`
    const response = await fetch(url, { method: 'POST', headers: jwks.sign(body), body })
    await response.arrayBuffer()
    return response.status
  }
  expect([
    await send(own.providerPaymentId, own.id),
    await send(own.providerPaymentId, other.id),
    await send(randomUUID(), 'pat_of_nobody'),
  ]).toEqual([200, 422, 200])
  restore()
  await jwks.close()
}

async function untilIdle(ids: readonly string[]): Promise<void> {
  await waitFor(async () => {
    const rows = await world.em.fork().execute<{ is_idle: boolean }[]>(
      `select count(n.id) filter (where n.kind = 'invoice')
           >= jsonb_array_length(i.channels) + jsonb_array_length(i.customer_cc)
         and bool_and(n.status <> 'pending' and (n.status <> 'sent'
           or exists (select from inbound_webhook w where w.message_id = n.id))) as is_idle
       from invoice i left join notification n on n.invoice_id = i.id and n.kind <> 'notice'
       where i.id in (select jsonb_array_elements_text(?::jsonb)) group by i.id`,
      [JSON.stringify(ids)],
    )
    return rows.length === ids.length && rows.every(({ is_idle: isIdle }) => isIdle)
  })
}

describe('an erasure', () => {
  it('leaves addresses, phone number and payer nowhere in the database, and keeps the record', async () => {
    const contacts = newContacts()
    const receiver = await startReceiver(answers(200, `Thank you, ${contacts.email}`))
    await createEndpoint(world, receiver.url)
    const keyed = () => ({ 'idempotency-key': randomUUID() })
    const { json: customer } = await call<CustomerJson>(world, 'POST', '/v1/customers', contacts, keyed())
    const { id } = customer
    const named = { customer: { id }, deliver: ['email', 'sms'], send: 'now' }
    const body = { currency: 'GBP', due_date: dayFromNow(14), description: 'Harpsichord', amount: 5_000 }
    const headers = keyed()
    const created = await call<Invoice>(world, 'POST', '/v1/invoices', { ...body, ...named }, headers)
    const paid = created.json
    await untilIdle([paid.id])
    await mustCommand(world, paid.id, 'remind', { text: `Write to ${contacts.email}`, channel: 'both' })
    await mustCommand(world, paid.id, 'pause', { note: `${contacts.phone} called` })
    await mustCommand(world, paid.id, 'resume')
    const amended = { customer: { email: contacts.email.replace('W', 'V'), phone: contacts.phone } }
    expect((await call(world, 'PATCH', `/v1/invoices/${paid.id}`, amended, keyed())).status).toBe(200)
    await pay(paid)
    const voided = await createInvoice(world, { customer: { name: 'W.', email: contacts.email } })
    await untilIdle([voided.id])
    await mustCommand(world, voided.id, 'void', { note: contacts.email })
    await untilEvent(world, voided.id, 'void_notice_sent')
    const draft = await createInvoice(world, {
      customer: { id },
      send: 'draft',
      instructions: contacts.email,
    })
    const recurring = await createRecurring(world, { customer: contacts })
    await mustSendRecurringCommand(world, recurring.id, 'clock', { advance: 'P2D' })
    await mustSendRecurringCommand(world, recurring.id, 'end')
    const [occurrence] = await invoicesOf(world, recurring.id)
    await pay(await untilInvoice(world, occurrence?.id ?? '', ({ link }) => link !== null))
    const imported = await review(world, fileFor(contacts))
    await confirm(world, imported.id, { rows: 'valid' })
    await untilImport(world, imported.id, 'completed')
    const { json: list } = await call(world, 'GET', `/v1/invoices?import=${imported.id}`)
    const [bulk] = list['data'] as InvoiceJson[]
    await pay(bulk as InvoiceJson)
    const payer = { account_holder_name: `Payer ${randomUUID()}`, iban: `GB33${randomUUID()}` }
    await reportPayer(payer, paid.id, occurrence?.id ?? '')
    const cancelled = await review(world, utf16(fileFor(contacts)))
    await mustCancel(cancelled.id)
    const fork = world.em.fork()
    const address = { merchantId: world.merchantId, mode: 'test', createdAt: new Date() } as const
    fork.create(SuppressedAddressRow, {
      id: `sup_${randomUUID()}`,
      ...address,
      channel: 'email',
      address: contacts.email.toLowerCase(),
      reason: 'bounced',
    })
    await fork.flush()
    const { providerPaymentId } = await fork.findOneOrFail(PaymentAttemptRow, { invoiceId: paid.id })
    // The sweep leaves it, because it is too young.
    await fork.execute(
      `insert into inbound_webhook (source, mode, event_id, body, received_at)
       values ('truelayer', 'test', ?, ?, now() + interval '1 hour')`,
      [randomUUID(), JSON.stringify({ payment_id: providerPaymentId, payment_source: payer })],
    )
    await untilIdle([paid.id, voided.id, occurrence?.id ?? '', bulk?.id ?? ''])
    await waitFor(async () => (await listDeliveries(world, 'status=pending')).length === 0)

    const texts = [...contactsOf(contacts), contacts.email.replace('W', 'V'), ...Object.values(payer)]
    const before = await rowsWith(world, texts)
    const tables = new Set(before.map((row) => row.slice(0, row.indexOf(':'))))
    expect([...tables]).toEqual([
      'command_payload',
      'customer',
      'import_file_chunk',
      'import_file_row',
      'inbound_webhook',
      'invoice',
      'invoice_search',
      'notification',
      'payment_attempt',
      'public_event',
      'recurring_template',
      'suppressed_address',
      'webhook_delivery',
    ])

    receiver.behave(answers(200))
    const erasure = keyed()
    const erased = await erase(id, {}, erasure)
    expect([erased.status, erased.json]).toMatchObject([
      200,
      {
        id,
        name: null,
        email: null,
        phone: null,
        billing_address: null,
        company_number: null,
        tax_number: null,
        cc: [],
      },
    ])
    expect(erased.json['erased_at']).toEqual(expect.any(String))
    expect(await rowsWith(world, texts)).toEqual([])
    const keeping = await rowsWith(world, [contacts.company_number])
    expect(new Set(keeping.map((row) => row.replace(/:.*/s, '')))).toEqual(new Set(['invoice']))
    expect((await erase(id, {}, erasure)).json).toEqual(erased.json)
    expect((await erase(id)).json).toEqual(erased.json)

    const record = (await call<Invoice>(world, 'GET', `/v1/invoices/${paid.id}`)).json
    const { name, company_number, tax_number, vat_number, billing_address, einvoice_format } = contacts
    expect(record).toMatchObject({ number: paid.number, status: 'paid', amount: 5_000, amount_paid: 5_000 })
    expect(record.customer).toEqual({
      id,
      name,
      company_number,
      tax_number,
      vat_number,
      billing_address,
      einvoice_format,
      electronic_address: null,
      email: null,
      phone: null,
      cc: [],
    })
    const pdf = await fetch(`${world.publicUrl}/v1/invoices/${paid.id}/pdf`, {
      headers: { authorization: `Bearer ${world.apiKey}` },
    })
    expect(pdf.status).toBe(200)
    expect((await call(world, 'GET', `/v1/invoices/${draft.id}`)).status).toBe(404)
    expect(await readRecurring(world, recurring.id)).toMatchObject({ customer: null, status: 'ended' })
    const repeated = await call(world, 'POST', '/v1/invoices', { ...body, ...named }, headers)
    expect([repeated.status, repeated.json['code']]).toEqual([410, 'answer_erased'])
    const errors = await call(world, 'GET', `/v1/imports/${imported.id}/errors.csv`)
    expect([errors.status, errors.json['code']]).toEqual([404, 'not_found'])
    expect((await customerTimeline(world, id)).at(-1)).toEqual(['customer.erased', 'api_key', 'request', {}])
  })

  it('is refused while an invoice is open, and with force stops its messages but not its payment', async () => {
    const contacts = newContacts()
    const { id } = await createCustomer(world, contacts)
    const open = await createInvoice(world, { customer: { id }, reminders: { steps: [{ days: -1 }] } })
    await untilIdle([open.id])
    const refused = await erase(id)
    expect([refused.status, refused.json['code']]).toEqual([409, 'customer_has_open_invoices'])
    expect((await readCustomer(world, id)).email).toBe(contacts.email)
    expect((await erase(id, { force: true })).status).toBe(200)
    const sent = (await inboxFor(world, contacts.email)).length
    await advance(world, open.id, 'P13DT10H')
    await untilEvent(world, open.id, 'reminder_failed')
    await untilEvent(world, open.id, 'merchant_notified')
    await authorise((await pressPay(open.link?.url ?? '', 'sandbox-pebble')).location)
    await untilStatus(world, open.id, 'paid')
    await untilEvent(world, open.id, 'receipt_failed')
    expect((await inboxFor(world, contacts.email)).length).toBe(sent)
    expect((await inboxFor(world, contacts.cc[0] ?? '')).length).toBe(1)
    expect(await rowsWith(world, contactsOf(contacts))).toEqual([])
    const amended = { customer: { email: contacts.email } }
    const change = await call(world, 'PATCH', `/v1/invoices/${open.id}`, amended)
    expect([change.status, change.json['code']]).toEqual([409, 'customer_erased'])
    const customer = await call(world, 'PATCH', `/v1/customers/${id}`, { name: 'W.' })
    expect([customer.status, customer.json['code']]).toEqual([409, 'customer_erased'])
  })

  it('is refused during a payment, and during an import that names the customer', async () => {
    const contacts = newContacts()
    const { id } = await createCustomer(world, contacts)
    const { id: invoiceId, link } = await createInvoice(world, { customer: { id } })
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    const paying = await erase(id, { force: true })
    expect([paying.status, paying.json['code']]).toEqual([409, 'customer_has_payments'])
    await authorise(location)
    await untilEvent(world, invoiceId, 'receipt_sent')
    const { id: importId } = await review(world, fileFor(contacts))
    const importing = await erase(id, { force: true })
    expect([importing.status, importing.json['code']]).toEqual([409, 'customer_in_import'])
    await mustCancel(importId)
    const { id: refusedId } = await upload(world, `customer_email\n${contacts.email}\n`)
    await untilImport(world, refusedId, 'refused', 'review')
    expect((await erase(id)).json['code']).toBe('customer_in_import')
    await mustCancel(refusedId)
    expect((await erase(id)).status).toBe(200)
    expect(await rowsWith(world, contactsOf(contacts))).toEqual([])
  })

  it('ends recurring invoices with force only', async () => {
    const contacts = newContacts()
    const { id } = await createCustomer(world, contacts)
    const byId = await createRecurring(world, { customer: { id } })
    const byEmail = await createRecurring(world, { customer: { name: 'W.', email: contacts.email } })
    const other = await createRecurring(world, { customer: { name: 'O.', email: newContacts().email } })
    const refused = await erase(id)
    expect([refused.status, refused.json['code']]).toEqual([409, 'customer_has_recurring_invoices'])
    expect((await erase(id, { force: true })).status).toBe(200)
    for (const recurring of [byId, byEmail]) {
      expect(await readRecurring(world, recurring.id)).toMatchObject({
        status: 'ended',
        ended_by: 'merchant',
      })
    }
    expect((await readRecurring(world, other.id)).status).toBe('active')
    expect(await rowsWith(world, contactsOf(contacts))).toEqual([])
  })

  it('changes nothing when Temporal is away, and goes on when the request is repeated', async () => {
    const contacts = newContacts()
    const { id } = await createCustomer(world, contacts)
    const recurring = await createRecurring(world, { customer: { id } })
    const restore = replaceForTest(world.deps, {
      recurring: {
        ...world.deps.recurring,
        command: async () => {
          throw new TemporalUnavailableError('away', { mayBeExecuted: false })
        },
      },
    })
    expect((await erase(id, { force: true })).status).toBe(503)
    expect((await readCustomer(world, id)).email).toBe(contacts.email)
    restore()
    expect((await readRecurring(world, recurring.id)).status).toBe('active')
    expect((await erase(id, { force: true })).status).toBe(200)
    expect((await readRecurring(world, recurring.id)).status).toBe('ended')
    expect(await rowsWith(world, contactsOf(contacts))).toEqual([])
  })

  it('keeps another customer who now has an address that was this customer’s', async () => {
    const contacts = newContacts()
    const { id } = await createCustomer(world, contacts)
    const { id: moved } = await createInvoice(world, { customer: { id }, send: 'draft' })
    await mustCommand(world, moved, 'send')
    await mustCommand(world, moved, 'void', { notify: false })
    await call(world, 'PATCH', `/v1/customers/${id}`, { email: newContacts().email })
    const other = await createCustomer(world, { name: 'Another', email: contacts.email })
    const recurring = await createRecurring(world, { customer: { name: 'Another', email: contacts.email } })
    expect((await erase(id)).status).toBe(200)
    expect(await readCustomer(world, other.id)).toEqual(other)
    expect(await readRecurring(world, recurring.id)).toMatchObject({ status: 'active' })
    expect(await rowsWith(world, [contacts.phone, ...contacts.cc])).toEqual([])
  })

  it('leaves no invoice of an erased customer when invoices are created at the same time', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const contacts = newContacts()
      const { id } = await createCustomer(world, contacts)
      const customer = { name: 'Late', email: contacts.email }
      const requests = Array.from({ length: 8 }, (_, n) =>
        createInvoice(world, { customer: n % 2 ? customer : { id }, send: 'draft' }).then(
          (invoice) => invoice as Invoice,
          () => undefined,
        ),
      )
      const erasing = erase(id)
      const invoices = (await Promise.all(requests)).flatMap((invoice) => invoice ?? [])
      expect((await erasing).status).toBe(200)
      const [later] = await customersWith(world, contacts.email)
      const rows = await world.em
        .fork()
        .execute<{ id: string }[]>('select id from invoice where customer_id = ?', [id])
      expect(rows).toEqual([])
      for (const { id: invoiceId } of invoices) {
        const { status, json } = await call<Invoice>(world, 'GET', `/v1/invoices/${invoiceId}`)
        if (status === 200) expect(json.customer.id).toBe(later?.id)
        else expect(status).toBe(404)
      }
    }
  })

  it('leaves no address of a message that is sent, or reported, at the same time', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const contacts = newContacts()
      const { id } = await createCustomer(world, contacts)
      const headers = { 'idempotency-key': randomUUID() }
      const named = { customer: { id }, deliver: ['email', 'sms'] }
      const sending = createInvoice(world, named)
      const erasing = sending.then(() => erase(id, { force: true }, headers))
      const { id: invoiceId } = await sending
      expect((await erasing).status).toBe(200)
      await waitFor(async () => (await timeline(world, invoiceId)).some((type) => /sent|failed/.test(type)))
      await waitFor(async () => {
        const rows = await world.em
          .fork()
          .execute<{ status: string }[]>('select status from notification where invoice_id = ?', [invoiceId])
        return rows.length > 0 && rows.every(({ status }) => status !== 'pending')
      })
      expect(await rowsWith(world, contactsOf(contacts))).toEqual([])
    }
  })

  it('leaves no note in a webhook whose event waits for it', async () => {
    const merchant = await withNewMerchant(world)
    const receiver = await startReceiver()
    await createEndpoint(merchant, receiver.url, { events: ['invoice.hold_placed'] })
    const { id } = await createInvoice(merchant)
    const holder = world.em.fork()
    await holder.begin()
    await holder.execute('select from invoice where id = ? for no key update', [id])
    const pausing = mustCommand(merchant, id, 'pause', { note: 'Call Wilhelmina' })
    await untilLocked(world, 'with new_invoice%')
    await holder.execute(`update command_payload set body = '{}' where invoice_id = ?`, [id])
    await holder.commit()
    await pausing
    expect((await receiver.until('invoice.hold_placed')).body.data).toMatchObject({
      invoice_id: id,
      note: null,
    })
  })

  it('does all or nothing when a step fails', async () => {
    const contacts = newContacts()
    const { id } = await createCustomer(world, contacts)
    await createInvoice(world, { customer: { id }, send: 'draft' })
    const before = await rowsWith(world, contactsOf(contacts))
    const failing = async () => {
      throw new Error('lost')
    }
    ;(ERASERS as unknown[]).push(failing)
    expect((await erase(id)).status).toBe(500)
    ;(ERASERS as unknown[]).pop()
    expect(await rowsWith(world, contactsOf(contacts))).toEqual(before)
    expect((await erase(id)).status).toBe(200)
    expect(await rowsWith(world, contactsOf(contacts))).toEqual([])
  })
})

function fileFor({ email, phone, company_number }: Contacts): string {
  return [
    'customer_name,customer_company_number,customer_email,customer_phone,amount,currency,due_date,description',
    `W.,${company_number},${email},${phone},${String(10 + Math.floor(Math.random() * 900))}.00,GBP,${dayFromNow(14)},Work`,
    `W.,${company_number},${email},${phone},none,GBP,${dayFromNow(14)},Work`,
    `W.,${company_number},${email}@,${phone},1.00,GBP,${dayFromNow(14)},Work`,
    '',
  ].join('\n')
}

function utf16(text: string): Uint8Array {
  return Buffer.from(`\uFEFF${text}`, 'utf16le')
}

async function mustCancel(importId: string): Promise<void> {
  const { status } = await call(world, 'POST', `/v1/imports/${importId}/cancel`, {})
  expect(status).toBeLessThan(300)
}

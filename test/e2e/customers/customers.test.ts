import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { call, createInvoice, type InvoiceJson, invoiceBody } from '../../clients/client.ts'
import {
  createCustomer,
  type CustomerJson,
  customersWith,
  customerTimeline,
  readCustomer,
} from '../../clients/customer-client.ts'
import { confirm, csvOf, dayFromNow, review, untilImport } from '../../clients/import-client.ts'
import { createRecurring, invoicesOf, mustSendRecurringCommand } from '../../clients/recurring-client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()

type Invoice = InvoiceJson & {
  customer: CustomerJson
  language: string | null
}

const newEmail = (name = 'ada') => `${name}.${randomUUID().slice(0, 8)}@customer.example`

const ADDRESS = { line1: '12 High Street', city: 'London', postal_code: 'SW1A 1AA', country: 'GB' }

function details(email = newEmail()) {
  return {
    name: 'Ada Byron',
    email,
    phone: '+447700900456',
    language: 'da',
    company_number: '01234567',
    tax_number: 'GB 123 4567 89',
    billing_address: ADDRESS,
    cc: [newEmail('accounts'), newEmail('books')],
  }
}

async function draft(changes: Record<string, unknown>): Promise<Invoice> {
  return (await createInvoice(world, { send: 'draft', ...changes })) as Invoice
}

async function refusal(changes: Record<string, unknown>) {
  const { status, json } = await call(world, 'POST', '/v1/invoices', invoiceBody(changes))
  return { status, ...json }
}

describe('/v1/customers', () => {
  it('creates, reads, lists and changes a customer, and records who did it', async () => {
    const body = details()
    const created = await createCustomer(world, body)
    expect(created).toMatchObject({ ...body, object: 'customer', mode: 'test', erased_at: null })
    expect(await readCustomer(world, created.id)).toEqual(created)
    expect(await customersWith(world, body.email.toUpperCase())).toEqual([created])
    const changes = {
      name: 'Ada Lovelace',
      company_number: '7654321',
      tax_number: null,
      cc: null,
      language: 'da',
    }
    const changed = await call<CustomerJson>(world, 'PATCH', `/v1/customers/${created.id}`, changes)
    expect(changed.json).toMatchObject({ ...changes, cc: [], phone: body.phone })
    expect((await call(world, 'PATCH', `/v1/customers/${created.id}`, changes)).status).toBe(200)
    expect(await customerTimeline(world, created.id)).toEqual([
      ['customer.created', 'api_key', 'request', {}],
      ['customer.updated', 'api_key', 'request', { changed: ['name', 'company_number', 'tax_number', 'cc'] }],
    ])
  })

  it('refuses a second customer with the address, in capitals too, and a change to a taken address', async () => {
    const [one, other] = [await createCustomer(world, details()), await createCustomer(world, details())]
    const email = one.email?.toUpperCase()
    const again = await call(world, 'POST', '/v1/customers', { name: 'Ada', email })
    expect([again.status, again.json['code']]).toEqual([409, 'customer_exists'])
    const change = await call(world, 'PATCH', `/v1/customers/${other.id}`, { email })
    expect([change.status, change.json['code']]).toEqual([409, 'customer_exists'])
  })

  it('finds customers by words of name and address, without accents and case, newest first, by pages', async () => {
    const shop = await withNewMerchant(world)
    const make = async (name: string, email: string) => (await createCustomer(shop, { name, email })).id
    const [byron, hopper, muller] = [
      await make('Ada Byron', 'ada@engines.example'),
      await make('Grace Hopper', 'grace@ship.example'),
      await make('Jørgen Müller-Ada', 'jm@engines.example'),
    ]
    const found = async (query: string) => {
      const { json } = await call<{ data: { id: string }[]; next_cursor: string | null }>(
        shop,
        'GET',
        `/v1/customers?${query}`,
      )
      return { ids: json.data.map(({ id }) => id), next: json.next_cursor }
    }
    const idsOf = async (q: string) => (await found(`q=${encodeURIComponent(q)}`)).ids
    expect(await idsOf('ENGINES')).toEqual([muller, byron])
    expect(await idsOf('muller')).toEqual([muller])
    expect(await idsOf('grace@ship')).toEqual([hopper])
    expect(await idsOf('ada byr')).toEqual([byron])
    expect(await idsOf('gr ho')).toEqual([hopper])
    expect(await idsOf('op')).toEqual([])
    expect(await idsOf("%_' --")).toEqual([])
    const first = await found('q=ada&limit=1')
    expect(first.ids).toEqual([muller])
    expect((await found(`q=ada&limit=1&cursor=${first.next}`)).ids).toEqual([byron])
    await call(shop, 'PATCH', `/v1/customers/${byron}`, { name: 'Lovelace' })
    expect(await idsOf('byron')).toEqual([])
    expect(await idsOf('lovelace')).toEqual([byron])
  })

  it('answers a repeated creation with the same customer', async () => {
    const headers = { 'idempotency-key': randomUUID() }
    const body = details()
    const first = await call(world, 'POST', '/v1/customers', body, headers)
    const second = await call(world, 'POST', '/v1/customers', body, headers)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.json).toEqual(first.json)
    expect(second.headers.get('location')).toBe(`/v1/customers/${String(first.json['id'])}`)
  })

  it('names every field that is not valid', async () => {
    const body = { name: '', email: 'ada', phone: '12', language: 'not a tag', cc: ['x'], color: 1 }
    const { status, json } = await call(world, 'POST', '/v1/customers', body)
    expect(status).toBe(422)
    expect((json['errors'] as { pointer: string }[]).map(({ pointer }) => pointer).toSorted()).toEqual([
      '/cc/0',
      '/color',
      '/email',
      '/language',
      '/name',
      '/phone',
    ])
    const many = Array.from({ length: 11 }, (_, n) => `c${n}@customer.example`)
    expect((await call(world, 'POST', '/v1/customers', { ...details(), cc: many })).status).toBe(422)
  })

  it('pages through customers without a gap while others are created', async () => {
    const ids: string[] = []
    for (let count = 0; count < 5; count += 1) ids.unshift((await createCustomer(world, details())).id)
    const seen: string[] = []
    let cursor = ''
    do {
      const { json } = await call(world, 'GET', `/v1/customers?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...(json['data'] as CustomerJson[]).map(({ id }) => id))
      cursor = (json['next_cursor'] as string | null) ?? ''
      await createCustomer(world, details())
    } while (cursor !== '' && !ids.every((id) => seen.includes(id)))
    expect(seen.slice(0, 5)).toEqual(ids)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('hides customers from another merchant and from the other mode', async () => {
    const { id, email } = await createCustomer(world, details())
    for (const key of [(await withNewMerchant(world)).apiKey, world.liveApiKey]) {
      const headers = { authorization: `Bearer ${key}` }
      const get = (path: string) => call(world, 'GET', `/v1/customers${path}`, undefined, headers)
      for (const path of ['', '/invoices', '/events']) expect((await get(`/${id}${path}`)).status).toBe(404)
      expect((await get(`?email=${email}`)).json['data']).toEqual([])
      const post = (path: string, body: object) => call(world, 'POST', path, body, headers)
      expect((await post(`/v1/customers/${id}/erase`, {})).status).toBe(404)
      expect((await call(world, 'PATCH', `/v1/customers/${id}`, {}, headers)).status).toBe(404)
      const named = await post('/v1/invoices', invoiceBody({ customer: { id }, send: 'draft' }))
      expect(named.json).toMatchObject({ status: 422, code: 'invalid_fields' })
      expect(named.json['errors']).toMatchObject([{ pointer: '/customer/id', code: 'unknown_customer' }])
      const own = await post('/v1/customers', { name: 'Ada', email })
      expect(own.status).toBe(201)
    }
  })
})

describe('an invoice', () => {
  it('makes one customer for each new address, also when twenty invoices come at once', async () => {
    const email = newEmail()
    const invoices = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => {
        const headers = n % 2 === 0 ? { 'idempotency-key': randomUUID() } : {}
        const customer = { name: `Ada ${n}`, email: n % 3 === 0 ? email.toUpperCase() : email }
        const body = invoiceBody({ customer, send: 'draft' })
        return call<Invoice>(world, 'POST', '/v1/invoices', body, headers)
      }),
    )
    expect(invoices.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201))
    const ids = new Set(invoices.map(({ json }) => json.customer.id))
    expect(ids.size).toBe(1)
    const found = await customersWith(world, email)
    expect(found.map(({ id }) => id)).toEqual([...ids])
    const listed = await call(world, 'GET', `/v1/customers/${found[0]?.id}/invoices?limit=100`)
    expect((listed.json['data'] as Invoice[]).map(({ id }) => id).toSorted()).toEqual(
      invoices.map(({ json }) => json.id).toSorted(),
    )
    expect(await customerTimeline(world, found[0]?.id ?? '')).toEqual([
      ['customer.created', 'api_key', 'request', {}],
    ])
  })

  it('takes over the customer that it names by id', async () => {
    const body = details()
    const { id } = await createCustomer(world, body)
    const { language, ...others } = body
    expect(await draft({ customer: { id } })).toMatchObject({ customer: { id, ...others }, language })
    const english = await draft({ customer: { id }, language: 'en' })
    expect(english.language).toBe('en')
  })

  it('takes over from the customer with its address what the request leaves out', async () => {
    const body = details()
    const { id } = await createCustomer(world, body)
    const { language, ...others } = body
    const customer = { name: 'A. Byron', email: body.email.toUpperCase(), cc: [], phone: '+447700900789' }
    expect(await draft({ customer })).toMatchObject({ customer: { ...others, ...customer, id }, language })
    expect(await readCustomer(world, id)).toMatchObject(body)
  })

  it('keeps what it had when the customer changes', async () => {
    const body = details()
    const { id } = await createCustomer(world, body)
    const invoice = (await createInvoice(world, { customer: { id } })) as Invoice
    const changes = {
      name: 'Another',
      email: newEmail(),
      phone: null,
      company_number: null,
      tax_number: null,
      cc: [],
    }
    expect((await call(world, 'PATCH', `/v1/customers/${id}`, changes)).status).toBe(200)
    const after = await call<Invoice>(world, 'GET', `/v1/invoices/${invoice.id}`)
    expect(after.json.customer).toEqual(invoice.customer)
    expect((await draft({ customer: { id } })).customer).toMatchObject(changes)
  })

  it('refuses an id with other fields, and an unknown id', async () => {
    const { id } = await createCustomer(world, details())
    expect(await refusal({ customer: { id, name: 'Ada' } })).toMatchObject({
      status: 422,
      errors: [{ pointer: '/customer/name', code: 'conflict' }],
    })
    for (const unknown of ['cus_01k0000000e00000000000000a', 'x', 7, null]) {
      expect(await refusal({ customer: { id: unknown } })).toMatchObject({
        status: 422,
        errors: [{ pointer: '/customer/id', code: 'unknown_customer' }],
      })
    }
  })

  it('moves a draft to another customer when its address or its id changes, and only then', async () => {
    const [one, other] = [await createCustomer(world, details()), await createCustomer(world, details())]
    const { id } = await draft({ customer: { id: one.id } })
    const patch = async (customer: object) => {
      const { status, json } = await call<Invoice>(world, 'PATCH', `/v1/invoices/${id}`, { customer })
      expect(status).toBe(200)
      return json.customer
    }
    expect(await patch({ name: 'A. Byron', phone: null })).toMatchObject({
      id: one.id,
      name: 'A. Byron',
      phone: null,
    })
    expect(await patch({ id: other.id })).toMatchObject({ id: other.id, email: other.email, cc: other.cc })
    const moved = await patch({ email: newEmail() })
    expect([one.id, other.id]).not.toContain(moved.id)
    expect(await readCustomer(world, moved.id)).toMatchObject({ email: moved.email })
    expect((await patch({ email: one.email })).id).toBe(one.id)
  })
})

describe('an import', () => {
  it('makes one customer for each new address, and takes over the known ones', async () => {
    const body = details()
    const { id: known } = await createCustomer(world, body)
    const fresh = newEmail()
    const row = (email: string, amount: number) => `Ada,${email},${amount}.00,GBP,${dayFromNow(14)},Work`
    const header = 'customer_name,customer_email,amount,currency,due_date,description'
    const rows = [row(fresh, 1), row(fresh.toUpperCase(), 2), row(body.email, 3)]
    const { id } = await review(world, [header, ...rows, ''].join('\n'))
    await confirm(world, id)
    await untilImport(world, id, 'completed')
    const { json } = await call(world, 'GET', `/v1/invoices?import=${id}`)
    const invoices = (json['data'] as Invoice[]).toSorted((a, b) => a.amount - b.amount)
    const made = await customersWith(world, fresh)
    expect(made.length).toBe(1)
    expect(invoices.map(({ customer }) => customer.id)).toEqual([made[0]?.id, made[0]?.id, known])
    const { language, name: _, ...others } = body
    expect(invoices[2]).toMatchObject({ customer: { name: 'Ada', ...others }, language })
    expect(await customerTimeline(world, made[0]?.id ?? '')).toEqual([
      ['customer.created', 'api_key', 'import', {}],
    ])
  })

  it('shares new customers with another import of the same addresses at the same time', async () => {
    const tag = randomUUID().slice(0, 8)
    const lines = csvOf(8, tag).split('\r\n')
    const [header = '', ...rows] = lines.filter(Boolean)
    const changed = rows.toReversed().map((line) => line.replace('.50,GBP', '.75,GBP'))
    const imports = [
      await review(world, [header, ...rows].join('\n')),
      await review(world, [header, ...changed].join('\n')),
    ]
    await Promise.all(imports.map(({ id }) => confirm(world, id)))
    for (const { id } of imports) await untilImport(world, id, 'completed')
    const [count] = await world.em.fork().execute<{ customers: number; invoices: number }[]>(
      `select count(distinct c.id)::int as customers, count(i.id)::int as invoices
         from customer c join invoice i on i.customer_id = c.id where c.email like ?`,
      [`%.${tag}@customer.example`],
    )
    expect(count).toEqual({ customers: 8, invoices: 16 })
  })
})

describe('a recurring invoice', () => {
  it('makes the customer at the first occurrence, and takes over later changes', async () => {
    const email = newEmail()
    const { id } = await createRecurring(world, { customer: { name: 'Ada', email } })
    expect(await customersWith(world, email)).toEqual([])
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P2D' })
    const [customer] = await customersWith(world, email)
    expect(await customerTimeline(world, customer?.id ?? '')).toEqual([
      ['customer.created', 'system', 'schedule', {}],
    ])
    const cc = [newEmail('books')]
    const later = { cc, company_number: 'C1', tax_number: 'X1' }
    await call(world, 'PATCH', `/v1/customers/${customer?.id}`, { ...later, name: 'Other' })
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P1M' })
    const invoices = (await invoicesOf(world, id)) as unknown as Invoice[]
    expect(invoices.map((invoice) => invoice.customer)).toMatchObject([
      { id: customer?.id, name: 'Ada', cc: [], company_number: null, tax_number: null },
      { id: customer?.id, name: 'Ada', ...later },
    ])
  })

  it('follows the customer that it names by id', async () => {
    const { id: customerId } = await createCustomer(world, details())
    const { id } = await createRecurring(world, { customer: { id: customerId } })
    const changes = { name: 'Ada Lovelace', email: newEmail(), cc: [], phone: null }
    await call(world, 'PATCH', `/v1/customers/${customerId}`, changes)
    const read = await call(world, 'GET', `/v1/recurring_invoices/${id}`)
    expect(read.json['customer']).toMatchObject({ id: customerId, ...changes })
    expect((await call(world, 'PATCH', `/v1/recurring_invoices/${id}`, { amount: 900 })).status).toBe(200)
    await mustSendRecurringCommand(world, id, 'clock', { advance: 'P2D' })
    const [invoice] = (await invoicesOf(world, id)) as unknown as Invoice[]
    expect(invoice).toMatchObject({ customer: { id: customerId, ...changes }, amount: 900 })
    const plain = { customer: { name: 'Ada', email: newEmail() } }
    const refused = await call(world, 'PATCH', `/v1/recurring_invoices/${id}`, { customer: { name: 'X' } })
    expect(refused.json['errors']).toMatchObject([{ pointer: '/customer/name', code: 'conflict' }])
    const { id: later } = await createRecurring(world, plain)
    const unknown = await call(world, 'PATCH', `/v1/recurring_invoices/${later}`, { customer: { id: 'x' } })
    expect([unknown.status, unknown.json['errors']]).toMatchObject([
      422,
      [{ pointer: '/customer/id', code: 'unknown_customer' }],
    ])
    const named = await call(world, 'PATCH', `/v1/recurring_invoices/${later}`, {
      customer: { id: customerId },
    })
    expect(named.json['customer']).toMatchObject({ id: customerId, ...changes })
  })
})

import { beforeAll, expect, it } from 'vitest'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { call, createInvoice, inboxFor, mustCommand, readInvoice } from '../../clients/client.ts'
import { fieldsOf, submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf } from '../../clients/identity-client.ts'
import { dayFromNow } from '../../clients/import-client.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()
let owner: Browser
beforeAll(async () => {
  owner = await memberOf(world, 'owner@drafts.example', 'owner')
})

const BASE = '/dashboard/test'
const idOf = (location: string) => /inv_\w+/.exec(location)?.[0] ?? ''
const content = {
  'customer.name': 'Grace Hopper',
  'customer.email': 'grace@drafts.example',
  description: 'Compiler',
  amount: '1.250,50',
  currency: 'GBP',
  due_date: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
}

async function seen(path: string): Promise<string> {
  const { status, text } = await owner.get(path)
  expect(status).toBe(200)
  return textOf(text)
}

it('writes a draft line by line, saves it once, shows, changes, sends and clones it, without JavaScript', async () => {
  const path = `${BASE}/invoices/new`
  const form = { ...fieldsOf((await owner.get(path)).text, path), ...content }
  const split = await owner.post(path, { ...form, do: 'add_line' })
  const lines = { ...fieldsOf(split.text, path), 'lines.0.quantity': '2', 'lines.0.tax_rate': '20' }
  expect(lines).toMatchObject({ 'lines.0.description': 'Compiler', 'lines.0.unit_amount': '1.250,50' })
  const totals = await owner.post(path, { ...lines, do: 'update' })
  expect(textOf(totals.text)).toContain('Total 3,001.20 GBP')

  const saved = await Promise.all([1, 2].map(() => owner.post(path, { ...lines, do: 'save' })))
  expect(new Set(saved.map(({ location }) => location)).size).toBe(1)
  const id = idOf(saved[0]?.location ?? '')
  expect(await readInvoice(world, id)).toMatchObject({ status: 'draft', amount: 300_120 })

  const page = `${BASE}/invoices/${id}`
  expect(await seen(`${page}?done=saved`)).toContain('The draft is saved. Draft for Grace Hopper')
  expect(await seen(`${page}/email`)).toContain('Dear Grace Hopper,')
  const html = await owner.get(`${page}/email.html`)
  expect(html.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups; default-src 'none'/)
  expect((await owner.get(`${page}/invoice.pdf`)).text).toMatch(/^%PDF/)
  const preview = await owner.get((await owner.get(`${page}/customer-view`)).location)
  expect(textOf(preview.text)).toContain('3,001.20 GBP')

  const editing = fieldsOf((await owner.get(`${page}/edit`)).text, `${page}/edit`)
  const edited = { ...editing, 'lines.0.quantity': '1', instructions: 'Mention your name', do: 'save' }
  expect((await owner.post(`${page}/edit`, edited)).location).toBe(`${page}?done=saved`)
  const late = await owner.post(`${page}/edit`, { ...edited, description: 'Lost' })
  expect([late.status, textOf(late.text)]).toEqual([412, expect.stringContaining('It was changed meanwhile')])

  expect((await submit(owner, page, `${page}/send`)).location).toBe(`${page}?done=send`)
  await waitFor(async () => (await inboxFor(world, content['customer.email'])).length > 0)
  expect(await seen(page)).toContain('Mention your name')
  expect((await owner.get(`${page}/edit`)).location).toBe(page)
  const clone = fieldsOf((await owner.get(`${path}?from=${id}`)).text, path)
  expect(clone).toMatchObject({
    'customer.email': 'grace@drafts.example',
    'lines.0.tax_rate': '20',
    number: '',
  })
})

it('refuses a form with the field and the words, and keeps what was typed', async () => {
  const path = `${BASE}/invoices/new`
  const wrong = { ...content, 'customer.email': 'nobody', amount: '10', due_date: '2020-01-01', do: 'save' }
  const { status, text } = await submit(owner, path, path, wrong)
  expect(status).toBe(422)
  expect(textOf(text)).toContain('This must be an e-mail address')
  expect(text).toMatch(
    /id="customer.email"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*customer.email-mistake"/,
  )
  expect(fieldsOf(text, path)).toMatchObject({ description: 'Compiler', amount: '10' })
  const unclear = await submit(owner, path, path, { ...content, amount: '1,250', do: 'save' })
  expect(textOf(unclear.text)).toContain('write 1250.00 if it is 1250')
})

it('saves a draft while it is typed, keeps what another tab saved, and has every field of an invoice', async () => {
  const path = `${BASE}/invoices/new`
  const form = fieldsOf((await owner.get(path)).text, path)
  const keep = (fields: Record<string, string>) => owner.post(path, { ...form, ...fields, do: 'keep' })
  const early = await keep({ description: 'Compiler' })
  expect([early.status, textOf(early.text)]).toEqual([
    200,
    expect.stringContaining('To be filled in or corrected: amount'),
  ])
  const first = await keep({ ...content, amount: '10' })
  const id = form['id'] ?? ''
  const page = `${BASE}/invoices/${id}`
  expect([first.status, first.headers.get('hx-replace-url')]).toEqual([200, `${page}/edit`])
  expect(first.text).toContain(`href="${page}/email"`)
  const { tag = '' } = fieldsOf(first.text, path)
  const second = await keep({ ...content, amount: '20', tag })
  expect(await readInvoice(world, id)).toMatchObject({ status: 'draft', amount: 2_000 })

  const other = await keep({ ...content, amount: '30', tag })
  expect([other.status, textOf(other.text)]).toEqual([
    412,
    expect.stringContaining('Not saved. It was changed meanwhile.'),
  ])
  expect((await keep({ ...content, amount: '20', tag })).status).toBe(200)
  const forced = { ...form, ...content, amount: '30', tag, do: 'replace' }
  expect((await owner.post(path, forced)).location).toBe(`${page}?done=saved`)
  const stale = fieldsOf(second.text, path)['tag'] ?? ''
  const planned = await owner.post(path, { ...form, ...content, tag: stale, do: 'own_reminders' })
  const plan = fieldsOf(planned.text, path)
  expect(plan).toMatchObject({ 'reminders.steps.0.days': '3', 'reminders.steps.0.when': 'before' })
  const more = await owner.post(path, { ...plan, do: 'add_reminder' })
  const all = {
    ...fieldsOf(more.text, path),
    amount: '30',
    deposit: '30 %',
    language: 'da',
    'customer.billing_address': '1 Mill Lane\nYork',
    'customer.company_number': '01234567',
    'customer.tax_number': 'GB 123',
    'customer.vat_number': 'GB 980 7806 84',
    'customer.einvoice_format': 'peppol',
    'customer.electronic_address.scheme': '9932',
    'customer.electronic_address.value': 'GB980780684',
    purchase_order: 'PO-1',
    buyer_reference: 'Ada',
    delivery_address: '2 Mill Lane\nYork',
    delivery_date: '2026-11-03',
    'service_period.from': '2026-11-01',
    'service_period.to': '2026-11-30',
    issue_date: dayFromNow(-5),
    amount_paid: '4',
    number: 'OLD-1',
    'customer.cc': 'one@drafts.example; two@drafts.example',
    'customer.phone': '+447700900123',
    instructions: 'Thirty days',
    sms: 'yes',
    'reminders.time': '10:30',
    'reminders.steps.5.days': '21',
    'reminders.steps.5.text': 'Now',
    send_on: content.due_date,
    send_time: '08:30',
    link_expires_on: content.due_date,
    metadata: 'order: PO-7: a\n\nsite:north',
  }
  const past = await owner.post(path, { ...all, send_on: '2026-01-01', do: 'replace' })
  expect([past.status, textOf(past.text)]).toEqual([422, expect.stringContaining('must be later than now')])
  const unclear = await owner.post(path, { ...all, metadata: 'PO-7', do: 'replace' })
  expect([unclear.status, textOf(unclear.text)]).toEqual([
    422,
    expect.stringContaining('must have lines such as order: PO-7'),
  ])
  expect((await owner.post(path, { ...all, do: 'replace' })).location).toBe(`${page}?done=saved`)
  expect(await readInvoice(world, id)).toMatchObject({
    deposit: { amount: 900 },
    language: 'da',
    instructions: 'Thirty days',
    metadata: { order: 'PO-7: a', site: 'north' },
    purchase_order: 'PO-1',
    buyer_reference: 'Ada',
    delivery_address: { text: '2 Mill Lane\nYork' },
    delivery_date: '2026-11-03',
    service_period: { from: '2026-11-01', to: '2026-11-30' },
    issue_date: dayFromNow(-5),
    amount_paid: 400,
    send_at: expect.stringMatching(`^${content.due_date}T0[78]:30:00`),
    reminders: {
      time: '10:30',
      steps: expect.arrayContaining([{ days: 21, channel: 'email', text: 'Now' }]),
    },
    customer: {
      phone: '+447700900123',
      company_number: '01234567',
      tax_number: 'GB 123',
      vat_number: 'GB980780684',
      electronic_address: { scheme: '9932', value: 'GB980780684' },
      einvoice_format: 'peppol',
      billing_address: { text: '1 Mill Lane\nYork' },
      cc: ['one@drafts.example', 'two@drafts.example'],
    },
  })
  const clone = fieldsOf((await owner.get(`${path}?from=${id}`)).text, path)
  expect(clone).toMatchObject({
    sms: 'yes',
    deposit: '9.00',
    language: 'da',
    'reminders.steps.5.text': 'Now',
    send_on: '',
    number: '',
    metadata: '',
    link_expires_on: '',
    issue_date: '',
    amount_paid: '',
    delivery_date: '',
    purchase_order: 'PO-1',
    'customer.einvoice_format': 'peppol',
  })
  const metadata = { order: 'PO-7\nand PO-8' }
  const linkExpiresAt = new Date(`${content.due_date}T10:30:30Z`)
  const changes = { metadata, link_expires_at: linkExpiresAt.toISOString() }
  expect((await call(world, 'PATCH', `/v1/invoices/${id}`, changes)).status).toBe(200)
  const again = fieldsOf((await owner.get(`${page}/edit`)).text, `${page}/edit`)
  expect(again).toMatchObject({ link_expires_on: content.due_date, metadata: 'order: PO-7\nand PO-8' })
  expect((await owner.post(`${page}/edit`, { ...again, do: 'save' })).status).toBe(303)
  expect(await world.em.fork().findOne(InvoiceRow, { id })).toMatchObject({ metadata, linkExpiresAt })
  expect((await submit(owner, page, `${page}/delete`)).status).toBe(303)
  const gone = await owner.post(`${page}/edit`, { ...all, tag: stale, do: 'keep' })
  expect([gone.status, textOf(gone.text)]).toEqual([
    404,
    expect.stringContaining('It does not exist any more.'),
  ])
})

it('finds known customers by address and name, and takes their details over', async () => {
  const path = `${BASE}/invoices/new`
  const customer = {
    name: 'Hedy Lamarr',
    email: 'hedy@drafts.example',
    billing_address: { line1: '1 Frequency Road', city: 'Vienna', country: 'AT' },
  }
  await createInvoice(world, { customer, send: 'draft' })
  const lookUp = async (query: string) => (await owner.get(`${path}/customers?${query}`)).text
  expect(await lookUp('customer.email=lamarr')).toContain('<option value="hedy@drafts.example">Hedy Lamarr<')
  expect(await lookUp('customer.name=HEDY')).toContain('<option value="Hedy Lamarr">hedy@drafts.example<')
  expect(await lookUp('customer.name=nobody')).not.toContain('<option')
  for (const typed of [{ 'customer.email': 'HEDY@drafts.example' }, { 'customer.name': 'hedy lamarr' }]) {
    const { text, headers } = await submit(owner, path, path, { ...typed, do: 'customer' })
    expect(headers.get('hx-trigger')).toBe('filled')
    expect(fieldsOf(text, path)).toMatchObject({
      'customer.email': 'hedy@drafts.example',
      'customer.name': 'Hedy Lamarr',
      'customer.billing_address': '1 Frequency Road\nVienna\nAustria',
    })
  }
  const filled = await submit(owner, path, path, { 'customer.email': customer.email, do: 'customer' })
  const form = {
    ...fieldsOf(filled.text, path),
    ...content,
    'customer.email': customer.email,
    amount: '10',
  }
  const { location } = await owner.post(path, { ...form, do: 'save' })
  expect(await readInvoice(world, idOf(location))).toMatchObject({
    customer: { billing_address: customer.billing_address },
  })
})

it('takes the name of a known customer, sends a form at once, and deletes a draft', async () => {
  const path = `${BASE}/invoices/new`
  await createInvoice(world, {
    customer: { name: 'Known Name', email: 'known@drafts.example' },
    send: 'draft',
  })
  const known = { ...content, 'customer.name': '', 'customer.email': 'known@drafts.example', amount: '10' }
  const sent = await submit(owner, path, path, { ...known, do: 'send' })
  expect(sent.location).toMatch(/\?done=send$/)
  expect(await seen(sent.location)).toContain('Known Name')
  const { location } = await submit(owner, path, path, { ...known, do: 'save' })
  const page = location.replace(/\?.*/, '')
  expect((await submit(owner, page, `${page}/delete`)).location).toBe(`${BASE}/invoices`)
  expect((await owner.get(page)).status).toBe(404)
})

it('offers the exchange rate of the tax where a currency can be another than that of the seller’s country', async () => {
  const shop = await withNewMerchant(world)
  const seller = await memberOf(shop, 'owner@national.example', 'owner')
  const path = `${BASE}/invoices/new`
  const taxed = { ...content, currency: 'EUR', do: 'add_line' }
  const start = (await seller.get(path)).text
  expect(start).not.toContain('tax_exchange_rate')
  const address = { line1: '12 High Street', city: 'London', country: 'GB' }
  expect((await call(inLiveMode(shop), 'PATCH', '/v1/profile', { address })).status).toBe(200)
  const split = await seller.post(path, { ...fieldsOf(start, path), ...taxed })
  expect(textOf(split.text)).toContain('Exchange rate to GBP')
  const form = { ...fieldsOf(split.text, path), 'lines.0.tax_rate': '20' }
  const wrong = await seller.post(path, { ...form, tax_exchange_rate: 'much', do: 'save' })
  expect(wrong.text).toMatch(/id="tax_exchange_rate"[^>]*aria-invalid="true"/)
  const id = idOf((await seller.post(path, { ...form, tax_exchange_rate: '0,8432', do: 'save' })).location)
  // 1,250.50 with 20 %: 250.10 × 0.8432 = 210.88432.
  const national = { currency: 'GBP', exchange_rate: '0.8432', amount: 21_088 }
  expect(await readInvoice(shop, id)).toMatchObject({ national_tax: national })
  const page = `${BASE}/invoices/${id}`
  expect(textOf((await seller.get(page)).text)).toContain('Tax in GBP (1 EUR = 0.8432 GBP) 210.88 GBP')
  const editing = fieldsOf((await seller.get(`${page}/edit`)).text, `${page}/edit`)
  expect(editing).toMatchObject({ tax_exchange_rate: '0.8432' })
  const clone = fieldsOf((await seller.get(`${path}?from=${id}`)).text, path)
  expect(clone).toMatchObject({ 'lines.0.tax_rate': '20', tax_exchange_rate: '' })
  const move = (country: string) =>
    call(inLiveMode(shop), 'PATCH', '/v1/profile', { address: { ...address, country } })
  await move('DK')
  const moved = fieldsOf((await seller.get(`${page}/edit`)).text, `${page}/edit`)
  expect(moved).toMatchObject({ tax_exchange_rate: '' })
  await move('GB')
  await seller.post(`${page}/edit`, { ...editing, tax_exchange_rate: '', do: 'save' })
  expect(await readInvoice(shop, id)).toMatchObject({ national_tax: null })
  expect(textOf((await seller.get(page)).text)).toContain('the law wants the tax in GBP too')
})

it('shows a deposit that is asked for, in form, draft and list, and in none once it is paid', async () => {
  const path = `${BASE}/invoices/new`
  const first = await owner.post(path, {
    ...fieldsOf((await owner.get(path)).text, path),
    ...content,
    amount: '1676.07',
    deposit: '30 %',
    do: 'add_line',
  })
  const form = fieldsOf(first.text, path)
  const totals = textOf((await owner.post(path, { ...form, do: 'update' })).text)
  expect(totals).toContain('Total 1,676.07 GBP Deposit now 502.82 GBP')
  const id = idOf((await owner.post(path, { ...form, do: 'save' })).location)
  const page = await seen(`${BASE}/invoices/${id}`)
  expect(page).toContain('Deposit now 502.82 GBP')
  expect(page).toContain('Total 1,676.07 GBP Deposit now 502.82')
  expect(await seen(`${BASE}/invoices`)).toContain('deposit now 502.82 GBP')
  await mustCommand(world, id, 'send')
  expect(await seen(`${BASE}/invoices/${id}`)).toContain('Deposit now 502.82 GBP')
  await mustCommand(world, id, 'payments', { amount: 50_282, method: 'cash' })
  expect(await seen(`${BASE}/invoices/${id}`)).not.toContain('Deposit now')
  const csv = await call<{ text: string }>(world, 'GET', `/v1/invoices.csv?q=${content.description}`)
  const [header = '', ...rows] = csv.json.text.split('\r\n').map((row) => row.split(','))
  const row = rows.find(([cell]) => cell === id) ?? []
  const cells = (column: string) => row.at(header.indexOf(column) - header.length)
  expect([cells('deposit'), cells('amount_requested')]).toEqual(['502.82', '1173.25'])
})

it('takes a tax rate with its sign, and names the line that its totals are without', async () => {
  const path = `${BASE}/invoices/new`
  const form = {
    ...fieldsOf((await owner.get(path)).text, path),
    ...content,
    'lines.0.description': 'Work',
    'lines.0.unit_amount': '100',
    'lines.0.tax_rate': '8.1 %',
    'lines.1.description': 'Travel',
    'lines.1.unit_amount': '50',
    'lines.1.tax_rate': 'eight',
    'lines.2.quantity': '1',
  }
  const totals = async (changes: Record<string, string>) =>
    textOf((await owner.post(path, { ...form, ...changes, do: 'update' })).text)
  expect(await totals({})).toContain('Total without line 2, which cannot be read yet 108.10 GBP')
  expect(await totals({ 'lines.1.tax_rate': '8,1%' })).toContain('Total 162.15 GBP')
  expect(await totals({ 'lines.1.tax_rate': '0', discount: 'much' })).toContain(
    'Total without the discount on everything',
  )
})

it('writes units, discounts, reasons for no tax and prices with tax, and keeps what a program wrote', async () => {
  const path = `${BASE}/invoices/new`
  const split = await owner.post(path, {
    ...fieldsOf((await owner.get(path)).text, path),
    ...content,
    do: 'add_line',
  })
  const form = {
    ...fieldsOf(split.text, path),
    'lines.0.unit_amount': '0.0035',
    'lines.0.quantity': '12500',
    'lines.0.unit': 'HUR',
    'lines.0.discount': '10 %',
    'lines.0.tax_rate': '20',
    discount: '1.00',
    prices_include_tax: 'yes',
  }
  expect(form).toMatchObject({ prices_include_tax: 'yes' })
  const totals = textOf((await owner.post(path, { ...form, do: 'update' })).text)
  expect(totals).toContain('Discount -1.00')
  expect(totals).toContain('Tax 20 % on 31.97 6.40 Total 38.37 GBP')
  const wrong = await owner.post(path, { ...form, 'lines.0.discount': 'much', discount: '150 %', do: 'save' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toMatch(/id="lines.0.discount"[^>]*aria-invalid="true"/)
  const id = idOf((await owner.post(path, { ...form, do: 'save' })).location)
  expect(await readInvoice(world, id)).toMatchObject({
    amount: 3_837,
    prices_include_tax: true,
    discounts: [{ amount: 100 }],
    lines: [{ unit: 'HUR', unit_amount_decimal: '0.35', discounts: [{ percent: '10' }] }],
  })

  const charges = [{ amount: 500, description: 'Delivery' }]
  const line = { description: 'Advice', unit_amount: 10_000, tax_category: 'reverse_charge', charges }
  const known = await createInvoice(world, { amount: undefined, send: 'draft', lines: [line], charges })
  const edit = `${BASE}/invoices/${known.id}/edit`
  const editing = fieldsOf((await owner.get(edit)).text, edit)
  expect((await owner.post(edit, { ...editing, instructions: 'Soon', do: 'save' })).status).toBe(303)
  expect(await readInvoice(world, known.id)).toMatchObject({
    instructions: 'Soon',
    amount: 11_000,
    charges,
    lines: [{ tax_category: 'reverse_charge', charges }],
  })
})

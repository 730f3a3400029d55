import { inflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { executePrepared } from '../../../db/prepared.ts'
import { call, createInvoice, inboxFor, type InvoiceJson, mustCommand } from '../../clients/client.ts'
import { textOf } from '../../clients/dashboard-client.ts'
import { confirm, dayFromNow, review, untilImport } from '../../clients/import-client.ts'
import { memberOf } from '../../clients/identity-client.ts'
import { wrongSums } from '../../support/einvoice-sums.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { readEInvoice } from '../../support/read-einvoice.ts'
import { readAttachment, readPdf } from '../../support/read-pdf.ts'
import { replaceForTest } from '../../support/replace.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'

const world = useWorld()

const SELLER = {
  legal_name: 'Larkspur Studio GmbH',
  address: { line1: 'Lindenstraße 12', city: 'Berlin', postal_code: '10969', country: 'DE' },
  vat_number: 'DE136695976',
  electronic_address: { scheme: '9930', value: 'DE136695976' },
  einvoice_contact: { name: 'Ada', phone: '+49301234567', email: 'rechnung@larkspur.example' },
}
const BUYER = {
  name: 'Pfeiffer & Söhne <Bau> KG',
  email: 'pfeiffer@einvoice.example',
  billing_address: { line1: 'Hafenweg 3', city: 'Hamburg', postal_code: '20457', country: 'DE' },
  electronic_address: { scheme: '0204', value: '04011000-12345-34' },
}
/** The e-mail has the file that the customer takes. */
const TAKES = { einvoice_format: 'xrechnung' }
const LINES = {
  amount: undefined,
  currency: 'EUR',
  lines: [
    { description: 'Design', quantity: '8', unit: 'HUR', unit_amount: 9_500, tax_rate: '19' },
    { description: 'Requests', quantity: '12500', unit_amount_decimal: '0.35', tax_rate: '7' },
  ],
}

interface Overview {
  formats: { format: string; missing: { field: string }[] }[]
  clearance: { system: string; replaces_pdf: boolean } | null
}

async function shopWith(profile: object): Promise<World> {
  const shop = await withNewMerchant(world)
  expect((await call(inLiveMode(shop), 'PATCH', '/v1/profile', profile)).status).toBe(200)
  return shop
}

async function fileOf(shop: World, path: string): Promise<{ type: string; bytes: Uint8Array; name: string }> {
  const headers = { authorization: `Bearer ${shop.apiKey}` }
  const response = await fetch(`${shop.publicUrl}${path}`, { headers })
  expect(response.status).toBe(200)
  return {
    type: response.headers.get('content-type') ?? '',
    name: response.headers.get('content-disposition') ?? '',
    bytes: new Uint8Array(await response.arrayBuffer()),
  }
}

const xmlOf = async (shop: World, path: string) => Buffer.from((await fileOf(shop, path)).bytes).toString()

const embeddedIn = (pdf: Uint8Array) => readAttachment(pdf, 'factur-x.xml')

async function missingOf(shop: World, id: string): Promise<Record<string, string[]>> {
  const { json } = await call<Overview>(shop, 'GET', `/v1/invoices/${id}/einvoice`)
  return Object.fromEntries(
    json.formats.map(({ format, missing }) => [format, missing.map(({ field }) => field)]),
  )
}

it('attaches to the e-mails of an import what each customer asks for', async () => {
  const shop = await shopWith(SELLER)
  const header =
    'customer_name,customer_email,amount,currency,due_date,description,buyer_reference,einvoice_format,tax_rate'
  const row = (format: string) => {
    const email = `${format}.import@einvoice.example`
    return `Ada,${email},10.00,EUR,${dayFromNow(14)},Work,04011000-12345-34,${format},19`
  }
  for (const format of ['xrechnung', 'factur_x']) {
    const customer = { ...BUYER, email: `${format}.import@einvoice.example` }
    expect((await call(shop, 'POST', '/v1/customers', customer)).status).toBe(201)
  }
  const { id } = await review(shop, [header, row('xrechnung'), row('factur_x'), row('none')].join('\n'))
  expect((await confirm(shop, id)).status).toBe(202)
  await untilImport(shop, id, 'completed')
  const mailOf = (format: string) =>
    waitFor(async () => (await inboxFor(shop, `${format}.import@einvoice.example`))[0])
  const [xrechnung, hybrid, none] = [
    await mailOf('xrechnung'),
    await mailOf('factur_x'),
    await mailOf('none'),
  ]
  expect(xrechnung.attachments.map(({ name }) => name.slice(-4))).toEqual(['.xml'])
  const xml = await (await fetch(xrechnung.attachments[0]?.url ?? '')).text()
  expect(readEInvoice(xml).terms).toMatchObject({ 'BT-10': '04011000-12345-34', 'BT-115': '11.90' })
  expect(xrechnung.text).toContain('As a PDF:')
  expect(hybrid.attachments.map(({ name }) => name.slice(-4))).toEqual(['.pdf'])
  const pdf = new Uint8Array(await (await fetch(hybrid.attachments[0]?.url ?? '')).arrayBuffer())
  expect(await embeddedIn(pdf)).toContain('11.90')
  expect(hybrid.text).toContain('Please find attached')
  expect(none.attachments).toEqual([])
})

it('sends the other e-mails of an import when the files of one invoice cannot be made', async () => {
  const shop = await shopWith(SELLER)
  const header =
    'customer_name,customer_email,amount,currency,due_date,description,buyer_reference,einvoice_format,tax_rate'
  const addressOf = (name: string) => `${name}.unmade@einvoice.example`
  const rows = ['broken', 'whole', 'plain'].map((name) => {
    const format = name === 'plain' ? 'none' : 'factur_x'
    return `${name},${addressOf(name)},10.00,EUR,${dayFromNow(14)},Work,04011000-12345-34,${format},19`
  })
  for (const [name, copied] of [
    ['broken', 'ada'],
    ['whole', 'grace'],
  ] as const) {
    const customer = { ...BUYER, name, email: addressOf(name), cc: [addressOf(copied)] }
    expect((await call(shop, 'POST', '/v1/customers', customer)).status).toBe(201)
  }
  const { pdfs } = shop.deps
  const render = pdfs.invoice.bind(pdfs)
  const repair = replaceForTest(pdfs, {
    invoice: (document) =>
      document.customer.name === 'broken' ? Promise.reject(new Error('no font')) : render(document),
  })
  const { id } = await review(shop, [header, ...rows].join('\n'))
  expect((await confirm(shop, id)).status).toBe(202)
  const sent = ['whole', 'plain', 'grace']
  const mailsOf = (names: string[]) =>
    Promise.all(names.map(async (name) => (await inboxFor(shop, addressOf(name))).length))
  await waitFor(async () => (await mailsOf(sent)).every((count) => count === 1))
  const { json: list } = await call<{ data: (InvoiceJson & { customer: { email: string } })[] }>(
    shop,
    'GET',
    '/v1/invoices',
  )
  const whole = list.data.find(({ customer }) => customer.email === addressOf('whole'))
  await untilInvoice(shop, whole?.id ?? '', ({ delivery }) => delivery.status === 'delivered')
  expect(await mailsOf(['broken', 'ada'])).toEqual([0, 0])
  repair()
  await untilImport(shop, id, 'completed')
  expect(await mailsOf([...sent, 'broken', 'ada'])).toEqual([1, 1, 1, 1, 1])
})

it('gives out the figures of the issue in each format when the invoice is amended and paid later', async () => {
  const shop = await shopWith(SELLER)
  const draft = await createInvoice(shop, { ...LINES, customer: { ...BUYER, ...TAKES }, send: 'draft' })
  expect(await missingOf(shop, draft.id)).toEqual({
    factur_x: [],
    xrechnung: ['buyer_reference'],
    peppol: ['buyer_reference'],
  })
  const path = `/v1/invoices/${draft.id}/einvoice?format=xrechnung`
  expect((await call(shop, 'GET', path)).json).toMatchObject({ code: 'not_issued' })
  const changes = { buyer_reference: '04011000-12345-34' }
  expect((await call(shop, 'PATCH', `/v1/invoices/${draft.id}`, changes)).status).toBe(200)
  const { number, amount } = await mustCommand(shop, draft.id, 'send')
  // 8 × 95.00 at 19 %, and 12,500 × 0.0035 at 7 %: 760.00 + 144.40 + 43.75 + 3.06
  expect(amount).toBe(95_121)

  const first = await fileOf(shop, path)
  expect(first).toMatchObject({
    type: 'application/xml',
    name: expect.stringContaining(`xrechnung-${number}.xml`) as string,
  })
  const xml = Buffer.from(first.bytes).toString()
  const read = readEInvoice(xml)
  expect(wrongSums(read)).toEqual([])
  expect(read.terms).toMatchObject({
    'BT-1': number,
    'BT-10': '04011000-12345-34',
    'BT-27': 'Larkspur Studio GmbH',
    'BT-44': 'Pfeiffer & Söhne <Bau> KG',
    'BT-109': '803.75',
    'BT-110': '147.46',
    'BT-115': '951.21',
  })
  const peppol = await xmlOf(shop, path.replace('xrechnung', 'peppol'))
  expect(readEInvoice(peppol).terms['BT-24']).toContain('peppol')
  const owner = await memberOf(shop, 'owner@complete.example', 'owner')
  const page = `/dashboard/test/invoices/${draft.id}`
  const { text } = await owner.get(page)
  const links = [...text.matchAll(/href="([^"]+\/einvoice\/\w+)"/g)].map(([, link]) => link)
  expect(links).toEqual(['factur_x', 'xrechnung', 'peppol'].map((format) => `${page}/einvoice/${format}`))
  expect((await owner.get(`${page}/einvoice/peppol`)).text).toBe(peppol)
  const hybrid = await fileOf(shop, path.replace('xrechnung', 'factur_x'))
  expect(hybrid.type).toBe('application/pdf')
  const cii = await embeddedIn(hybrid.bytes)
  expect(readEInvoice(cii ?? '').terms['BT-115']).toBe('951.21')
  expect((await readPdf(hybrid.bytes)).text).toContain('951.21')

  const mail = await waitFor(async () => (await inboxFor(shop, BUYER.email))[0])
  expect(mail.attachments.map(({ name }) => name)).toEqual([`invoice-${number}.pdf`, `invoice-${number}.xml`])
  const attached = await fetch(mail.attachments[1]?.url ?? '')
  expect(await attached.text()).toBe(xml)

  await call(inLiveMode(shop), 'PATCH', '/v1/profile', {
    legal_name: 'Delphinium',
    address: null,
    vat_number: null,
  })
  const later = { due_date: dayFromNow(60) }
  expect((await call(shop, 'PATCH', `/v1/invoices/${draft.id}`, later)).status).toBe(200)
  await mustCommand(shop, draft.id, 'payments', { amount: 50_000, method: 'cash', paid_on: dayFromNow(0) })
  expect(await xmlOf(shop, path)).toBe(xml)
  expect(await xmlOf(shop, path.replace('xrechnung', 'peppol'))).toBe(peppol)
  const pdf = await fileOf(shop, `/v1/invoices/${draft.id}/pdf`)
  expect(await embeddedIn(pdf.bytes)).toBe(cii)
  expect((await readPdf(pdf.bytes)).text).toContain('500.00 EUR of 951.21 EUR has been received.')

  const kept = await executePrepared<{ format: string; content: Uint8Array }>(
    world.em.fork(),
    'select format, content from issued_file where document_id = ? order by format',
    [draft.id],
  )
  expect(kept.map(({ format }) => format)).toEqual(['factur_x', 'peppol', 'xrechnung'])
  expect(kept.map(({ content }) => inflateRawSync(content).toString())).toEqual([cii, peppol, xml])
})

it('writes a credit note with the invoice that it takes back', async () => {
  const shop = await shopWith(SELLER)
  const order = { buyer_reference: 'REF-1' }
  const invoice: InvoiceJson = await createInvoice(shop, { ...LINES, ...order, customer: BUYER })
  const { status, json } = await call<{ credit_notes: { id: string; number: string }[] }>(
    shop,
    'POST',
    `/v1/invoices/${invoice.id}/credit_notes`,
    { lines: [{ line: 1, quantity: '4' }] },
  )
  expect(status).toBeLessThan(300)
  const { data } = (
    await call<{ data: { id: string; number: string }[] }>(
      shop,
      'GET',
      `/v1/invoices/${invoice.id}/credit_notes`,
    )
  ).json
  const [note] = data
  expect(json).toBeDefined()
  for (const format of ['xrechnung', 'peppol']) {
    const read = readEInvoice(await xmlOf(shop, `/v1/credit_notes/${note?.id}/einvoice?format=${format}`))
    expect(wrongSums(read)).toEqual([])
    expect(read.terms).toMatchObject({ 'BT-1': note?.number, 'BT-3': '381', 'BT-115': '452.20' })
    expect(read.credited[0]?.['BT-25']).toBe(invoice.number)
  }
  const hybrid = await fileOf(shop, `/v1/credit_notes/${note?.id}/einvoice?format=factur_x`)
  const read = readEInvoice((await embeddedIn(hybrid.bytes)) ?? '')
  expect(read.terms).toMatchObject({ 'BT-3': '381', 'BT-115': '452.20' })
})

it('refuses a file that would be wrong with the names of what is missing, and names the clearance', async () => {
  const shop = await shopWith({
    address: { line1: 'Via Roma 1', city: 'Milano', postal_code: '20121', country: 'IT' },
  })
  const customer = {
    name: 'Ada',
    email: 'ada@einvoice.example',
    billing_address: { line1: 'Via Po 2', city: 'Torino', postal_code: '10123', country: 'IT' },
  }
  const invoice = await createInvoice(shop, { ...LINES, customer })
  const path = `/v1/invoices/${invoice.id}/einvoice`
  const refused = await call<{ code: string; errors: { pointer: string }[] }>(
    shop,
    'GET',
    `${path}?format=peppol`,
  )
  expect(refused.status).toBe(409)
  expect(refused.json.code).toBe('einvoice_incomplete')
  expect(refused.json.errors.map(({ pointer }) => pointer)).toEqual([
    '/profile/vat_number',
    '/profile/electronic_address',
    '/customer/electronic_address',
    '/buyer_reference',
  ])
  const { json } = await call<Overview>(shop, 'GET', path)
  expect(json.clearance).toMatchObject({ system: 'Sistema di Interscambio (SdI)', replaces_pdf: true })
  expect(await embeddedIn((await fileOf(shop, `/v1/invoices/${invoice.id}/pdf`)).bytes)).toBeUndefined()
  const owner = await memberOf(shop, 'owner@einvoice.example', 'owner')
  const page = `/dashboard/test/invoices/${invoice.id}`
  const shown = textOf((await owner.get(page)).text)
  expect(shown).toContain(
    'In Italy, the invoice to a business has to go through Sistema di Interscambio (SdI).',
  )
  expect(shown).toContain('the customer’s address in the Peppol network')
  expect((await owner.get(`${page}/einvoice/peppol`)).status).toBe(409)
  expect((await call(shop, 'GET', `${path}?format=other`)).json).toMatchObject({ code: 'invalid_query' })
})

it('states what was paid before the invoice was taken over, and asks for the rest, after a payment too', async () => {
  const shop = await shopWith(SELLER)
  const { id } = await createInvoice(shop, {
    ...LINES,
    customer: BUYER,
    buyer_reference: '04011000-12345-34',
    number: 'OLD-4711',
    issue_date: dayFromNow(-40),
    due_date: dayFromNow(-10),
    amount_paid: 40_000,
  })
  await untilStatus(shop, id, 'overdue')
  await mustCommand(shop, id, 'payments', { amount: 10_000, method: 'cash' })
  const read = readEInvoice(await xmlOf(shop, `/v1/invoices/${id}/einvoice?format=xrechnung`))
  expect(wrongSums(read)).toEqual([])
  expect(read.terms).toMatchObject({ 'BT-112': '951.21', 'BT-113': '400.00', 'BT-115': '551.21' })
})

it('gives out the same files when the customer whom they name is erased', async () => {
  const shop = await shopWith(SELLER)
  const buyer = {
    ...BUYER,
    billing_address: { line1: 'Rue Cler 4', city: 'Paris', postal_code: '75007', country: 'FR' },
    vat_number: 'FR40303265045',
  }
  const { id } = await createInvoice(shop, {
    ...LINES,
    lines: [{ description: 'Chairs', quantity: '4', unit_amount: 9_500, tax_category: 'intra_community' }],
    customer: buyer,
    buyer_reference: 'REF-2',
    delivery_date: dayFromNow(0),
    delivery_address: buyer.billing_address,
  })
  const { credit_notes: notes } = await mustCommand(shop, id, 'credit_notes', { lines: [{ line: 1 }] })
  const [note] = notes as { id: string }[]
  const paths = [`/v1/invoices/${id}`, `/v1/credit_notes/${note?.id}`]
  const filesOf = async () => {
    const files = []
    for (const path of paths) {
      for (const format of ['xrechnung', 'peppol']) {
        files.push(await xmlOf(shop, `${path}/einvoice?format=${format}`))
      }
      for (const pdf of [`${path}/einvoice?format=factur_x`, `${path}/pdf`]) {
        files.push(await embeddedIn((await fileOf(shop, pdf)).bytes))
      }
    }
    return files
  }
  const before = await filesOf()
  expect(before).not.toContain(undefined)
  const other = await createInvoice(shop, { ...LINES, customer: buyer })
  const { json } = await call<{ customer: { id: string } }>(shop, 'GET', `/v1/invoices/${id}`)
  const erase = `/v1/customers/${json.customer.id}/erase`
  expect((await call(shop, 'POST', erase, { force: true })).status).toBe(200)
  expect(await filesOf()).toEqual(before)
  expect(await missingOf(shop, id)).toEqual({ factur_x: [], xrechnung: [], peppol: [] })
  expect((await missingOf(shop, other.id))['xrechnung']).toContain('customer.electronic_address')
})

it.each([
  ['NL', '73512832', '12345678', '0106', 'NL91ABNA0417164300'],
  ['IS', '450174-0519', '430269-4459', '0196', 'IS140159260076545510730339'],
])(
  'makes the Peppol file of a customer in %s once their company number is given',
  async (country, own, number, scheme, iban) => {
    const place = { line1: 'Street 1', city: 'Town', postal_code: '1234', country }
    const shop = await shopWith({
      address: place,
      company_number: own,
      tax_number: '12345',
      electronic_address: { scheme, value: own.replace('-', '') },
      bank_details: { account_name: 'Larkspur', iban, reference: 'number', show_on_documents: true },
    })
    const customer = { ...BUYER, email: `${country}@einvoice.example`, billing_address: place }
    const order = { purchase_order: 'PO-1', send: 'draft' }
    const { id } = await createInvoice(shop, { ...LINES, ...order, customer })
    expect((await missingOf(shop, id))['peppol']).toEqual(['customer.company_number'])
    const change = { customer: { ...customer, company_number: number } }
    expect((await call(shop, 'PATCH', `/v1/invoices/${id}`, change)).json).toMatchObject(change)
    expect((await missingOf(shop, id))['peppol']).toEqual([])
    await mustCommand(shop, id, 'send')
    const path = `/v1/invoices/${id}/einvoice`
    const cii = (await embeddedIn((await fileOf(shop, `${path}?format=factur_x`)).bytes)) ?? ''
    for (const xml of [await xmlOf(shop, `${path}?format=peppol`), cii]) {
      const { terms } = readEInvoice(xml)
      expect(terms).toMatchObject({
        'BT-30': own.replace('-', ''),
        'BT-47': number.replace('-', ''),
        'BT-47-1': scheme,
      })
    }
    const pdf = await readPdf((await fileOf(shop, `/v1/invoices/${id}/pdf`)).bytes)
    expect(pdf.text).toContain(`Company number ${number}`)
  },
)

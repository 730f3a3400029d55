import { expect, it } from 'vitest'
import { call, createInvoice, inboxFor, type InvoiceJson, mustCommand } from '../../clients/client.ts'
import { confirm, dayFromNow, review, untilImport } from '../../clients/import-client.ts'
import { createRecurring, inDays, invoicesOf, moveNextOccurrence } from '../../clients/recurring-client.ts'
import { wrongSums } from '../../support/einvoice-sums.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { readEInvoice } from '../../support/read-einvoice.ts'
import { pdfTextAt, readAttachment } from '../../support/read-pdf.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()

const BRITISH = { line1: '12 High Street', city: 'London', postal_code: 'SW1A 1AA', country: 'GB' }
const SELLER = {
  address: BRITISH,
  vat_number: 'GB980780684',
  electronic_address: { scheme: '9932', value: 'GB980780684' },
  einvoice_contact: { name: 'Ada', phone: '+442012345678', email: 'books@national.example' },
}
const BUYER = {
  name: 'Pfeiffer KG',
  email: 'pfeiffer@national.example',
  billing_address: { line1: 'Hafenweg 3', city: 'Hamburg', postal_code: '20457', country: 'DE' },
  electronic_address: { scheme: '0204', value: '04011000-12345-34' },
}
const LINES = {
  amount: undefined,
  currency: 'EUR',
  lines: [{ description: 'Design', quantity: '2', unit_amount: 50_000, tax_rate: '20' }],
}
const ROW = 'Tax in GBP (1 EUR = 0.8432 GBP)'

const profile = async (shop: World, changes: object) =>
  expect((await call(inLiveMode(shop), 'PATCH', '/v1/profile', changes)).status).toBe(200)

async function refusal(shop: World, method: string, path: string, body: object) {
  const { status, json } = await call<{ errors?: { pointer: string; code: string; detail: string }[] }>(
    shop,
    method,
    path,
    body,
  )
  expect(status).toBeGreaterThanOrEqual(400)
  return json.errors?.map(({ pointer, code, detail }) => `${pointer} ${code} ${detail}`).join('\n')
}

async function termsOf(shop: World, path: string, format: string) {
  const headers = { authorization: `Bearer ${shop.apiKey}` }
  const response = await fetch(`${shop.publicUrl}${path}?format=${format}`, { headers })
  expect(response.status).toBe(200)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const xml =
    format === 'factur_x' ? await readAttachment(bytes, 'factur-x.xml') : Buffer.from(bytes).toString()
  const read = readEInvoice(xml ?? '')
  expect(wrongSums(read)).toEqual([])
  const { 'BT-5': currency, 'BT-110': tax, 'BT-6': national, 'BT-111': nationalTax } = read.terms
  return { currency, tax, national, nationalTax }
}

const plain = (text: string) => text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

it('states the tax in the currency of the seller’s country on every rendering, and on the credit note by the same rate', async () => {
  const shop = await withNewMerchant(world)
  await profile(shop, { address: null })
  const wanted = { ...LINES, customer: BUYER, buyer_reference: 'REF-1', send: 'draft' }
  const create = (more: object) =>
    refusal(shop, 'POST', '/v1/invoices', {
      ...wanted,
      due_date: dayFromNow(20),
      description: 'Design',
      ...more,
    })
  expect(await create({ tax_exchange_rate: '0.8432' })).toMatch(
    /^\/tax_exchange_rate no_national_currency needs the country of the seller/,
  )
  await profile(shop, SELLER)
  expect(await create({ tax_exchange_rate: '1', currency: 'GBP' })).toMatch(
    /^\/tax_exchange_rate no_national_currency must be left out: the invoice is in GBP/,
  )
  expect(await create({ tax_exchange_rate: '0' })).toContain('/tax_exchange_rate out_of_range')
  expect(await create({ tax_exchange_rate: '0.8432123' })).toContain('/tax_exchange_rate invalid_decimal')
  const huge = { tax_exchange_rate: '9999999999', lines: [{ ...LINES.lines[0], unit_amount: 10 ** 14 }] }
  expect(await create(huge)).toContain('/tax_exchange_rate too_large')

  const draft = await createInvoice(shop, wanted)
  const path = `/v1/invoices/${draft.id}`
  const read = async () => (await call(shop, 'GET', path)).json
  const change = async (changes: object) => (await call(shop, 'PATCH', path, changes)).json
  const lacking = async () =>
    (await call<{ formats: { missing: object[] }[] }>(shop, 'GET', `${path}/einvoice`)).json.formats.map(
      ({ missing }) => missing,
    )
  expect(await read()).toMatchObject({ tax: 20_000, national_tax: null })
  const detail = 'the exchange rate from EUR to GBP: the law wants the tax in GBP too'
  const rate = { field: 'tax_exchange_rate', detail }
  expect(await lacking()).toEqual([[rate], [rate], [rate]])
  // 200.00 × 0.8432
  const nationalTax = { currency: 'GBP', exchange_rate: '0.8432', amount: 16_864 }
  expect(await change({ tax_exchange_rate: '0.84320' })).toMatchObject({ national_tax: nationalTax })
  expect(await change({ instructions: 'Thanks' })).toMatchObject({ national_tax: nationalTax })
  expect(await lacking()).toEqual([[], [], []])
  const half = [{ ...LINES.lines[0], quantity: '1' }]
  expect(await change({ lines: half })).toMatchObject({ national_tax: { amount: 8_432 } })
  expect(await change({ lines: LINES.lines, currency: 'GBP' })).toMatchObject({ national_tax: null })
  await change({ currency: 'EUR', tax_exchange_rate: 7.46 })
  await profile(shop, { address: { ...BRITISH, country: 'DK' } })
  expect(await change({ instructions: 'Thank you' })).toMatchObject({ national_tax: null })
  await profile(shop, { address: BRITISH })
  expect(await change({ tax_exchange_rate: '0.8432' })).toMatchObject({ national_tax: nationalTax })

  const { number, amount, link } = await mustCommand(shop, draft.id, 'send')
  expect(amount).toBe(120_000)
  await profile(shop, { address: { ...BRITISH, country: 'NO' } })
  expect(await read()).toMatchObject({ number, national_tax: nationalTax })
  expect((await call(shop, 'PATCH', path, { tax_exchange_rate: '0.9' })).status).toBeGreaterThanOrEqual(400)

  const page = plain(await (await fetch(link?.url ?? '')).text())
  const mail = await waitFor(async () => (await inboxFor(shop, BUYER.email))[0])
  const pdf = plain(await pdfTextAt(`${shop.publicUrl}${path}/pdf`, shop.apiKey))
  for (const text of [page, plain(mail.text), pdf]) {
    expect(text).toContain(ROW)
    expect(text).toContain('168.64 GBP')
  }
  const stated = { currency: 'EUR', tax: '200.00', national: 'GBP', nationalTax: '168.64' }
  for (const format of ['factur_x', 'xrechnung', 'peppol']) {
    expect(await termsOf(shop, `${path}/einvoice`, format)).toEqual(stated)
  }

  const lines = [{ line: 1, quantity: '1' }]
  const credited = await call<{ credit_note: string }>(shop, 'POST', `${path}/credit_notes`, { lines })
  const note = `/v1/credit_notes/${credited.json.credit_note}`
  const creditedTax = { ...nationalTax, amount: 8_432 }
  expect((await call(shop, 'GET', note)).json).toMatchObject({ tax: 10_000, national_tax: creditedTax })
  const ofNote = { ...stated, tax: '100.00', nationalTax: '84.32' }
  for (const format of ['factur_x', 'xrechnung', 'peppol']) {
    expect(await termsOf(shop, `${note}/einvoice`, format)).toEqual(ofNote)
  }
  const creditPdf = plain(await pdfTextAt(`${shop.publicUrl}${note}/pdf`, shop.apiKey))
  expect(creditPdf).toContain(ROW)
  expect(creditPdf).toContain('84.32 GBP')
})

it('issues a taxed invoice without a rate, and takes the rate of an imported row', async () => {
  const shop = await withNewMerchant(world)
  await profile(shop, SELLER)
  const invoice: InvoiceJson = await createInvoice(shop, { ...LINES, customer: BUYER })
  expect(invoice).toMatchObject({ status: 'sent', national_tax: null })
  const refused = await call(shop, 'GET', `/v1/invoices/${invoice.id}/einvoice?format=factur_x`)
  expect(refused.json).toMatchObject({ code: 'einvoice_incomplete' })
  expect(JSON.stringify(refused.json)).toContain('/tax_exchange_rate')
  const { id: exempt } = await createInvoice(shop, { customer: BUYER, currency: 'EUR', amount: 100 })
  const { json } = await call(shop, 'GET', `/v1/invoices/${exempt}/einvoice`)
  expect(JSON.stringify(json)).not.toContain('tax_exchange_rate')

  const csv = [
    'customer_name,customer_email,unit_price,currency,due_date,description,tax_rate,VAT rate of exchange,invoice_number',
    `Ada,ada@national.example,1000.00,EUR,${dayFromNow(14)},Work,20,0.8432,N-1`,
    `Ada,ada@national.example,10.00,EUR,${dayFromNow(14)},Post,20,0.8432,N-1`,
    `Bob,bob@national.example,10.00,GBP,${dayFromNow(14)},Work,20,1,N-2`,
    `Cyd,cyd@national.example,10.00,GBP,${dayFromNow(14)},Work,20,1.1,N-3`,
  ].join('\n')
  const imported = await review(shop, csv)
  expect(imported).toMatchObject({ unknown_columns: [], questions: [], invoices: { valid: 2 } })
  expect(imported.first_invalid_rows).toMatchObject([
    { errors: [{ column: 'VAT rate of exchange', code: 'no_national_currency' }] },
  ])
  // 1,010.00 with 20 %: 202.00 × 0.8432 = 170.3264.
  const national = { currency: 'GBP', exchange_rate: '0.8432', amount: 17_033 }
  expect(imported.first_valid_rows[0]?.invoice).toMatchObject({ amount: 121_200, national_tax: national })
  expect((await confirm(shop, imported.id)).status).toBeLessThan(300)
  await untilImport(shop, imported.id, 'completed')
  const { data } = (await call<{ data: object[] }>(shop, 'GET', `/v1/invoices?import=${imported.id}`)).json
  const stated = Object.fromEntries(
    (data as { number: string; national_tax: object | null }[]).map((one) => [one.number, one.national_tax]),
  )
  expect(stated).toEqual({ 'N-1': national, 'N-2': null })
})

it('states the tax of each recurring invoice by the rate that was set, until it is changed', async () => {
  const shop = await withNewMerchant(world)
  await profile(shop, SELLER)
  const recurring = await createRecurring(shop, {
    ...LINES,
    customer: BUYER,
    buyer_reference: 'REF-1',
    schedule: { unit: 'month', start: dayFromNow(1) },
    tax_exchange_rate: '0.84320',
  })
  const path = `/v1/recurring_invoices/${recurring.id}`
  const change = async (body: object) => (await call(shop, 'PATCH', path, body)).json
  const rate = { tax_exchange_rate: '0.8432', tax_exchange_rate_set_on: inDays(0) }
  expect(recurring).toMatchObject(rate)
  const issued = (occurrence: number) =>
    waitFor(async () =>
      (await invoicesOf(shop, recurring.id)).find(
        (one) => one.recurring?.occurrence === occurrence && one.issued_at,
      ),
    )

  await moveNextOccurrence(shop, recurring.id, 1_000)
  const first = await issued(1)
  expect(first).toMatchObject({
    national_tax: { currency: 'GBP', exchange_rate: '0.8432', amount: 16_864 },
  })
  expect(await termsOf(shop, `/v1/invoices/${first?.id}/einvoice`, 'peppol')).toEqual({
    currency: 'EUR',
    tax: '200.00',
    national: 'GBP',
    nationalTax: '168.64',
  })

  const later = await call(shop, 'POST', `${path}/clock`, { advance: 'P3D' })
  expect(later.status).toBe(200)
  expect(await change({ tax_exchange_rate: '0.8432', instructions: 'Thanks' })).toMatchObject(rate)
  const set = { tax_exchange_rate: '0.85', tax_exchange_rate_set_on: inDays(3) }
  expect(await change({ tax_exchange_rate: '0.85' })).toMatchObject(set)
  await moveNextOccurrence(shop, recurring.id, 1_000)
  expect(await issued(2)).toMatchObject({ national_tax: { exchange_rate: '0.85', amount: 17_000 } })

  expect(await refusal(shop, 'PATCH', path, { currency: 'GBP', tax_exchange_rate: '1' })).toContain(
    '/tax_exchange_rate no_national_currency',
  )
  const none = { tax_exchange_rate: null, tax_exchange_rate_set_on: null }
  expect(await change({ currency: 'GBP' })).toMatchObject({ currency: 'GBP', ...none })
  expect(await change({ currency: 'EUR', tax_exchange_rate: '0.86' })).toMatchObject({
    tax_exchange_rate: '0.86',
  })
  await profile(shop, { address: { ...BRITISH, country: 'NO' } })
  await moveNextOccurrence(shop, recurring.id, 1_000)
  expect(await issued(3)).toMatchObject({ national_tax: null })
  expect(await change({ instructions: 'Thank you' })).toMatchObject(none)
})

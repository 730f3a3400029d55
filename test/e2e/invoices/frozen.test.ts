import { expect, it } from 'vitest'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { advance, call, createInvoice, inboxFor, mustCommand } from '../../clients/client.ts'
import { memberOf } from '../../clients/identity-client.ts'
import { createCustomer } from '../../clients/customer-client.ts'
import { expectFiguresOfLogs } from '../../support/figures.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { pdfTextAt } from '../../support/read-pdf.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, waitFor } from '../../support/wait.ts'

const world = useWorld()

const PROFILE = {
  name: 'Larkspur',
  email: 'studio@frozen.example',
  legal_name: 'Larkspur GmbH',
  address: { line1: '1 Alte Straße', city: 'Berlin', postal_code: '10115', country: 'DE' },
  phone: '+4930123456',
  website: 'https://larkspur.example',
  company_number: 'HRB 1234',
  tax_number: '30/123/45678',
  vat_number: 'DE136695976',
  electronic_address: { scheme: '9930', value: 'DE136695976' },
  einvoice_contact: { name: 'Buchhaltung', phone: '+4930123457', email: 'books@frozen.example' },
  bank_details: {
    account_name: 'Larkspur GmbH',
    iban: 'DE89370400440532013000',
    bic: 'COBADEFFXXX',
    reference: 'rf',
    show_on_documents: true,
  },
  small_business_note: 'Kein Ausweis von Umsatzsteuer.',
  terms: 'Zahlbar sofort.',
}
const OTHER_PROFILE = {
  name: 'Delphinium',
  email: 'new@frozen.example',
  legal_name: 'Delphinium AG',
  address: { line1: '9 New Street', city: 'Oslo', country: 'NO' },
  phone: null,
  website: null,
  company_number: null,
  tax_number: null,
  vat_number: 'NO995525828MVA',
  electronic_address: null,
  einvoice_contact: null,
  bank_details: null,
  small_business_note: null,
  terms: 'Another rule.',
}
const CUSTOMER = {
  name: 'Ada Byron',
  email: 'ada@frozen.example',
  language: 'de',
  phone: '+447700900123',
  tax_number: '12/345',
  vat_number: 'FR40303265045',
  billing_address: { line1: '2 Rue Vieille', city: 'Paris', postal_code: '75001', country: 'FR' },
  purchase_order: 'PO-1',
  buyer_reference: 'LW-99',
  delivery_address: { line1: '3 Quai', city: 'Lyon', country: 'FR' },
  electronic_address: { scheme: '9957', value: 'FR40303265045' },
  einvoice_format: 'factur_x',
}
const OTHER_CUSTOMER = {
  name: 'Grace',
  email: 'grace@frozen.example',
  language: 'fi',
  phone: null,
  tax_number: null,
  vat_number: null,
  billing_address: { text: 'Elsewhere' },
  purchase_order: 'PO-2',
  buyer_reference: null,
  delivery_address: null,
  electronic_address: null,
  einvoice_format: 'none',
}

async function renderingsOf(shop: World, id: string, url: string) {
  const pdf = await pdfTextAt(`${shop.publicUrl}/v1/invoices/${id}/pdf`, shop.apiKey)
  const {
    updated_at: _,
    viewed_at: __,
    status: ___,
    ...api
  } = (await call(shop, 'GET', `/v1/invoices/${id}`)).json
  const page = await (await fetch(url)).text()
  return {
    api,
    page: page.replaceAll(/nonce="[^"]*"/g, ''),
    pdf,
  }
}

it('keeps profile, customer, dates, zone, language and reference in renderings, figures and later documents when all of them change', async () => {
  const shop = await withNewMerchant(world, { time_zone: 'Pacific/Kiritimati' })
  expect((await call(inLiveMode(shop), 'PATCH', '/v1/profile', PROFILE)).status).toBe(200)
  const { id: customerId } = await createCustomer(shop, CUSTOMER)
  const { id, link } = await createInvoice(shop, {
    customer: { id: customerId },
    currency: 'EUR',
    delivery_date: '2026-10-31',
    service_period: { from: '2026-10-01', to: '2026-10-31' },
  })
  await untilEvent(shop, id, 'delivered')
  await mustCommand(shop, id, 'payments', { amount: 100, method: 'cash', receipt: false })
  const url = link?.url ?? ''
  const before = await renderingsOf(shop, id, url)
  for (const text of [before.page, before.pdf]) {
    for (const part of ['Larkspur GmbH', 'DE136695976', 'PO-1', 'LW-99', 'RF', 'Leistungszeitraum']) {
      expect(text).toContain(part)
    }
  }
  expect(before.api).toMatchObject({
    purchase_order: 'PO-1',
    customer: { vat_number: 'FR40303265045', einvoice_format: 'factur_x' },
  })

  expect((await call(inLiveMode(shop), 'PATCH', '/v1/profile', OTHER_PROFILE)).status).toBe(200)
  const changed = await call(shop, 'PATCH', `/v1/customers/${customerId}`, OTHER_CUSTOMER)
  expect(changed.json).toMatchObject({ name: 'Grace', einvoice_format: 'none' })
  const zone = await call(inLiveMode(shop), 'PATCH', '/v1/settings', {
    time_zone: 'Pacific/Pago_Pago',
    number_prefix: 'NEW',
    link_lifetime_days: 5,
  })
  expect(zone.status).toBe(200)
  expect(await renderingsOf(shop, id, url)).toEqual(before)
  await mustCommand(shop, id, 'remind', {})
  const [, reminder] = await waitFor(async () => {
    const mails = await inboxFor(shop, CUSTOMER.email)
    return mails.length === 2 && mails
  })
  expect(reminder?.text).toContain('Larkspur GmbH')
  for (const text of ['Delphinium', 'Grace']) expect(reminder?.text).not.toContain(text)

  const later = await createInvoice(shop, { customer: { id: customerId }, currency: 'EUR' })
  expect((await call(shop, 'GET', `/v1/invoices/${later.id}`)).json).toMatchObject({
    purchase_order: 'PO-2',
    customer: { name: 'Grace', vat_number: null },
  })

  const days = { paid_on: dateInZone(Date.now(), 'Pacific/Kiritimati') }
  const owner = await memberOf(shop, 'owner@frozen.example', 'owner')
  const { text: form } = await owner.get(`/dashboard/test/invoices/${id}`)
  expect(/<input[^>]*name="paid_on"[^>]*>/.exec(form)?.[0]).toContain(`value="${days.paid_on}"`)
  const { payments } = await mustCommand(shop, id, 'payments', { amount: 100, method: 'cash', ...days })
  for (const payment of payments) await mustCommand(shop, id, `payments/${payment.id}/undo`)
  await expectFiguresOfLogs(shop)

  const year = new Date().getUTCFullYear() + 2
  const noonBefore = Date.UTC(year, 0, 0, 12)
  await advance(shop, id, `PT${Math.ceil((noonBefore - Date.now()) / 60_000)}M`)
  const { credit_notes: notes } = await mustCommand(shop, id, 'credit_notes', { lines: [{ line: 1 }] })
  expect(notes).toMatchObject([{ number: `CN-${year}-0001` }])
})

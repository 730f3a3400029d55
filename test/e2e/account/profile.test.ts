import { expect, it } from 'vitest'
import { call, createInvoice, inboxFor, mustCommand, readInvoice } from '../../clients/client.ts'
import { confirm, review, untilImport } from '../../clients/import-client.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { pdfTextAt } from '../../support/read-pdf.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, waitFor } from '../../support/wait.ts'

const world = useWorld()

interface Profile {
  version: number
  name: string
  changed_by?: object | null
}

const OLD = {
  name: 'Larkspur',
  email: 'old@larkspur.example',
  legal_name: 'Larkspur Studio Limited',
  address: { line1: '1 Old Street', city: 'London', postal_code: 'E1 1AA', country: 'GB' },
  phone: '+442071234567',
  company_number: '01234567',
  tax_number: 'GB123456789',
  terms: 'Payable within 30 days.\nInterest of 8 %.',
}
const NEW = { name: 'Delphinium', email: 'new@delphinium.example', address: null, terms: null }
const SHOWN = ['Larkspur Studio Limited', '1 Old Street', 'E1 1AA London', '01234567', 'GB123456789']

async function change(shop: World, body: object): Promise<Profile> {
  const { status, json } = await call<Profile>(inLiveMode(shop), 'PATCH', '/v1/profile', body)
  expect(status).toBe(200)
  return json
}

const pdfOf = (shop: World, id: string) => pdfTextAt(`${shop.publicUrl}/v1/invoices/${id}/pdf`, shop.apiKey)

it('shows page, PDF, e-mail and reminder of an invoice with the profile of its issue', async () => {
  const shop = await withNewMerchant(world)
  const { version } = await change(shop, OLD)
  const customer = { name: 'Ada', email: 'ada@profile.example' }
  const { id, link } = await createInvoice(shop, { customer })
  await untilEvent(shop, id, 'delivered')
  await change(shop, NEW)
  expect(await readInvoice(shop, id)).toMatchObject({ profile_version: version })
  const page = await (await fetch(link?.url ?? '')).text()
  await mustCommand(shop, id, 'remind', {})
  const mails = await waitFor(async () => {
    const found = await inboxFor(shop, customer.email)
    return found.length === 2 && found
  })
  for (const text of [page, await pdfOf(shop, id), ...mails.map((mail) => mail.text)]) {
    expect(text).not.toContain('Delphinium')
    for (const part of ['Larkspur', ...SHOWN]) expect(text).toContain(part)
  }
  expect(page).toContain('Interest of 8 %.')
  const later = await createInvoice(shop)
  const laterPdf = await pdfOf(shop, later.id)
  expect(laterPdf).toContain('Delphinium')
  expect(laterPdf).not.toContain('Old Street')
})

it('keeps the profile of the issue for the invoices of an import', async () => {
  const shop = await withNewMerchant(world)
  const { version } = await change(shop, OLD)
  const csv =
    'Name,Email,Amount,Currency,Due date,Description\nAda,i@profile.example,10.00,GBP,2030-01-31,Work'
  const { id } = await review(shop, csv)
  await confirm(shop, id)
  await untilImport(shop, id, 'completed')
  const [mail] = await inboxFor(shop, 'i@profile.example')
  expect(mail?.text).toContain('Larkspur Studio Limited')
  const list = await call<{ data: { profile_version: number }[] }>(shop, 'GET', '/v1/invoices')
  expect(list.json.data.map((invoice) => invoice.profile_version)).toEqual([version])
})

it('numbers each change once, and keeps every version with its actor', async () => {
  const shop = await withNewMerchant(world)
  const first = await call<Profile>(shop, 'GET', '/v1/profile')
  expect(first.json).toMatchObject({ version: 1, name: 'Larkspur Studio', terms: null })
  expect((await change(shop, { terms: 'A' })).version).toBe(2)
  expect((await change(shop, { terms: 'A' })).version).toBe(2)
  expect((await change(shop, { name: 'Renamed' })).version).toBe(3)
  const concurrent = await Promise.all(['B', 'C', 'D'].map((terms) => change(shop, { terms })))
  expect(new Set(concurrent.map(({ version }) => version)).size).toBeGreaterThan(0)
  const { json } = await call<{ data: Profile[] }>(shop, 'GET', '/v1/profile/versions')
  expect(json.data.map(({ version }) => version)).toEqual([6, 5, 4, 3, 2, 1])
  expect(json.data[0]?.changed_by).toMatchObject({ type: 'api_key' })
  const third = await call<Profile>(shop, 'GET', '/v1/profile/versions/3')
  expect(third.json).toMatchObject({ version: 3, name: 'Renamed' })
  for (const unknown of ['7', '0', 'x', '1e1']) {
    expect((await call(shop, 'GET', `/v1/profile/versions/${unknown}`)).status).toBe(404)
  }
})

it('alone has the name and the e-mail address of the merchant', async () => {
  const shop = await withNewMerchant(world)
  for (const [name, value] of Object.entries({ name: 'Renamed', email: 'other@larkspur.example' })) {
    const { status, json } = await call(inLiveMode(shop), 'PATCH', '/v1/settings', { [name]: value })
    expect([status, json['errors']]).toEqual([
      422,
      [expect.objectContaining({ pointer: `/${name}`, code: 'unknown_field' })],
    ])
    expect((await call(shop, 'GET', '/v1/settings')).json).not.toHaveProperty(name)
    expect(await change(shop, { [name]: value })).toMatchObject({ [name]: value })
  }
})

it.each([
  [{ website: 'larkspur.example' }, '/website'],
  [{ address: { line1: '1 Street', city: 'London', country: 'England' } }, '/address/country'],
  [{ legal_name: '' }, '/legal_name'],
  [{ colour: 'red' }, '/colour'],
])('refuses the profile %j', async (body, pointer) => {
  const { status, json } = await call<{ errors: { pointer: string }[] }>(
    inLiveMode(world),
    'PATCH',
    '/v1/profile',
    body,
  )
  expect(status).toBe(422)
  expect(json.errors[0]?.pointer).toBe(pointer)
})

import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../db/ids.ts'
import { call, createInvoice, mustCommand, readInvoice, timeline } from '../../clients/client.ts'
import { submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf, openBrowser, ownerOf } from '../../clients/identity-client.ts'
import { csvOf, readImport, review } from '../../clients/import-client.ts'
import { createRecurring, readRecurring } from '../../clients/recurring-client.ts'
import { createEndpoint, listDeliveries, readEndpoint, sendTest } from '../../clients/webhook-client.ts'
import { type Address, type AddressedRecords, dashboardAddresses } from '../../support/dashboard-addresses.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
const ADA = { name: 'Ada Secret', email: 'ada@walls.example' }
const COMMANDS = /method="post"|href="[^"]*\/(?:(?:invoices|recurring|customers)\/new|edit|confirm|erase)\b/
let people: Record<'owner' | 'member' | 'accountant', Browser>
let stranger: Browser
let invoice: string
let draft: string
let imported: string
let recurring: string
let customer: string
let endpoint: string
let records: AddressedRecords
beforeAll(async () => {
  people = {
    owner: await memberOf(world, 'owner@walls.example', 'owner'),
    member: await memberOf(world, 'member@walls.example', 'member'),
    accountant: await memberOf(world, 'accountant@walls.example', 'accountant'),
  }
  stranger = await memberOf(await withNewMerchant(world), 'stranger@walls.example', 'owner')
  const created = await createInvoice(world, { customer: ADA })
  invoice = created.id
  const { json } = await call(world, 'GET', `/v1/customers?email=${ADA.email}`)
  customer = (json['data'] as { id: string }[])[0]?.id ?? ''
  await mustCommand(world, invoice, 'payments', { amount: 100, method: 'cash' })
  const credit = await mustCommand(world, invoice, 'credit_notes', { amount: 100, notify: false })
  recurring = (await createRecurring(world, { customer: ADA })).id
  draft = (await createInvoice(world, { send: 'draft' })).id
  imported = (await review(world, csvOf(1).replaceAll('Customer 0', 'Ada Secret'))).id
  // Nothing listens on this port.
  endpoint = (await createEndpoint(world, 'http://127.0.0.1:9/secret', { events: ['customer.erased'] })).id
  records = {
    invoices: [invoice, draft],
    creditNotes: [String(credit['credit_note'])],
    imports: [imported],
    recurring: [recurring],
    customers: [customer],
    endpoints: [endpoint],
    deliveries: [(await sendTest(world, endpoint)).id],
  }
})

/** Pages whose only purpose is to write ask for these permissions. */
const FOR_WRITERS = /\/(?:new|new\/customers|edit|confirm|erase|payout-accounts\/\w+)$|\/settings\/webhooks/

const addressesOf = (mode: string) => dashboardAddresses(world, mode, records)
const pagesOf = (mode: string) => addressesOf(mode).filter(({ method }) => method === 'GET')
const formsOf = (mode: string) => addressesOf(mode).filter(({ method }) => method === 'POST')

async function untouched(): Promise<void> {
  expect((await readInvoice(world, draft)).status).toBe('draft')
  expect(await readRecurring(world, recurring)).toMatchObject({ status: 'active', skipped: 0 })
  const { json } = await call(world, 'GET', `/v1/customers/${customer}`)
  expect(json).toMatchObject({ ...ADA, erased_at: null })
  expect((await readImport(world, imported)).status).toBe('review')
  expect(await timeline(world, invoice)).not.toContain('voided')
  expect(await timeline(world, invoice)).not.toContain('reminder_requested')
  expect(await readEndpoint(world, endpoint)).toMatchObject({
    status: 'enabled',
    earlier_secret_expires_at: null,
  })
  expect(await listDeliveries(world, `endpoint=${endpoint}`)).toHaveLength(1)
}

describe('the dashboard', () => {
  it.each(['stranger', 'other mode', 'nobody'])('shows and changes nothing for: %s', async (who) => {
    const browser = who === 'stranger' ? stranger : who === 'nobody' ? openBrowser(world) : people.owner
    const [mode, refused] = who === 'other mode' ? ['live', 404] : ['test', who === 'nobody' ? 303 : 404]
    const answered = (hasId: boolean) =>
      hasId || who === 'nobody' ? refused : (expect.any(Number) as number)
    for (const { path, hasId } of pagesOf(mode)) {
      const { status, text } = await browser.get(path)
      expect([path, status]).toEqual([path, answered(hasId)])
      expect(text).not.toMatch(/Ada Secret|127\.0\.0\.1:9/)
    }
    for (const { path, hasId } of formsOf(mode))
      expect([path, (await browser.post(path)).status]).toEqual([path, answered(hasId)])
    const list = `/dashboard/${mode}/invoices`
    for (const path of [
      `${list}?q=secret`,
      `${list}/export.csv`,
      `${list}/selected?action=void&invoice=${invoice}`,
      `${list}/new?from=${invoice}`,
      `/dashboard/${mode}/imports`,
      `/dashboard/${mode}/recurring`,
      `/dashboard/${mode}/customers?q=secret`,
      `${list}/new?customer=${customer}`,
      `/dashboard/${mode}/recurring/new?customer=${customer}`,
      `${list}/new/customers?customer.name=secret`,
    ])
      expect((await browser.get(path)).text).not.toContain('Ada Secret')
    await browser.post(`${list}/selected`, { action: 'void', invoice })
    await untouched()
  })

  it('shows an accountant every page and no command, and refuses each form', async () => {
    const { accountant } = people
    for (const { path } of pagesOf('test')) {
      const { status, text } = await accountant.get(path)
      const isForWriters = FOR_WRITERS.test(path)
      expect([path, status === 403]).toEqual([path, isForWriters])
      if (!isForWriters) expect([path, text]).toEqual([path, expect.not.stringMatching(COMMANDS)])
    }
    const forms = formsOf('test')
    expect(forms.length).toBeGreaterThan(20)
    for (const { path } of forms) expect([path, (await accountant.post(path)).status]).toEqual([path, 403])
    await untouched()
  })

  it('lets a member do all but refund', async () => {
    const page = `/dashboard/test/invoices/${invoice}`
    expect((await people.member.get(page)).text).not.toContain(`${page}/refund`)
    expect((await people.owner.get(page)).text).toContain(`${page}/refund`)
    expect((await people.member.post(`${page}/refund`, { amount: '1', method: 'cash' })).status).toBe(403)
    expect((await submit(people.member, page, `${page}/pause`)).status).toBe(303)
  })

  it('shows settings to a member without forms, and refuses each form', async () => {
    const isSettings = ({ path }: Address) => path.startsWith('/dashboard/test/settings')
    for (const { path } of pagesOf('test').filter(isSettings)) {
      const { status, text } = await people.member.get(path)
      const isForWriters = FOR_WRITERS.test(path)
      expect([path, status, /method="post"/.test(text)]).toEqual([path, isForWriters ? 403 : 200, false])
    }
    for (const { path } of formsOf('test').filter(isSettings))
      expect([path, (await people.member.post(path)).status]).toEqual([path, 403])
    await untouched()
  })

  it('refuses each form of another site, and one that another merchant’s tab left behind', async () => {
    const { owner } = people
    for (const { path } of formsOf('test')) {
      for (const origin of ['https://evil.example', 'null', '']) {
        const { status, text } = await owner.post(path, {}, { origin })
        expect([path, origin, status]).toEqual([path, origin, 403])
        expect(textOf(text)).toContain('This form cannot be used')
      }
    }
    const { browser, merchant } = await ownerOf(world, 'two@walls.example')
    expect(merchant).not.toBe(world.merchantId)
    const left = await browser.post('/dashboard/test/invoices/new', {
      merchant: world.merchantId,
      do: 'save',
    })
    expect([left.status, textOf(left.text)]).toEqual([
      409,
      expect.stringContaining('Another merchant is chosen'),
    ])
    await untouched()
  })

  it('answers an unknown page, id, command and mode with a page that says so', async () => {
    for (const path of [
      '',
      '/nothing',
      '/invoices/inv_1',
      `/invoices/${newId('inv')}`,
      `/imports/${newId('imp')}`,
      `/recurring/${newId('rec')}`,
      `/customers/${newId('cus')}`,
      '/invoices/selected?action=burn',
    ]) {
      const { status, text, headers } = await people.owner.get(
        `/dashboard/${path === '' ? 'both' : 'test'}${path}`,
      )
      expect([path, status, textOf(text)]).toEqual([
        path,
        404,
        expect.stringContaining('This page does not exist'),
      ])
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('cache-control')).toBe('no-store')
    }
    expect((await people.owner.post(`/dashboard/test/invoices/${invoice}/burn`)).status).toBe(404)
  })
})

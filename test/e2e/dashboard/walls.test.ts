import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../db/ids.ts'
import { createInvoice, mustCommand, readInvoice, timeline } from '../../clients/client.ts'
import { submit, textOf } from '../../clients/dashboard-client.ts'
import { createEndpoint, listDeliveries, readEndpoint, sendTest } from '../../clients/webhook-client.ts'
import { type Browser, memberOf, openBrowser, ownerOf } from '../../clients/identity-client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
let people: Record<'owner' | 'member' | 'accountant', Browser>
let stranger: Browser
let invoice: string
let draft: string
let endpoint: string
let delivery: string
beforeAll(async () => {
  people = {
    owner: await memberOf(world, 'owner@walls.example', 'owner'),
    member: await memberOf(world, 'member@walls.example', 'member'),
    accountant: await memberOf(world, 'accountant@walls.example', 'accountant'),
  }
  stranger = await memberOf(await withNewMerchant(world), 'stranger@walls.example', 'owner')
  const created = await createInvoice(world, { customer: { name: 'Ada Secret', email: 'ada@walls.example' } })
  invoice = created.id
  await mustCommand(world, invoice, 'payments', { amount: 100, method: 'cash' })
  draft = (await createInvoice(world, { send: 'draft' })).id
  // Nothing listens on this port.
  endpoint = (await createEndpoint(world, 'http://127.0.0.1:9/secret', { events: ['customer.erased'] })).id
  delivery = (await sendTest(world, endpoint)).id
})

const PAGES = ['', '/customer-view', '/invoice.pdf', '/email', '/email.html', '/edit']
const FORMS = [
  'send',
  'delete',
  'change',
  'edit',
  'remind',
  'pause',
  'resume',
  'void',
  'link',
  'payment',
  'undo',
  'refund',
  'clock',
]

const SETTINGS = [
  '',
  '/payout-accounts',
  '/profile',
  '/branding',
  '/invoicing',
  '/reminders',
  '/messages',
  '/messages/invoice',
  '/notices',
  '/changes',
]
const SETTINGS_FORMS = [
  '/payout-accounts/GBP',
  '/payout-accounts/GBP/remove',
  '/profile',
  '/branding',
  '/branding/logo',
  '/branding/logo/remove',
  '/invoicing',
  '/reminders',
  '/messages/invoice',
  '/messages/invoice/email.html',
  '/notices',
]

function webhookPaths(mode: string) {
  const base = `/dashboard/${mode}/settings/webhooks`
  const commands = ['edit', 'test', 'enable', 'disable', 'rotate', 'redeliver', 'delete']
  return {
    pages: [`${base}/${endpoint}`, `${base}/${endpoint}/edit`, `${base}/deliveries/${delivery}`],
    forms: [
      ...commands.map((command) => `${base}/${endpoint}/${command}`),
      `${base}/deliveries/${delivery}/redeliver`,
    ],
  }
}

const pathsOf = (mode: string, id: string) => ({
  pages: PAGES.map((page) => `/dashboard/${mode}/invoices/${id}${page}`),
  forms: FORMS.map((form) => `/dashboard/${mode}/invoices/${id}/${form}`),
})

async function untouched(): Promise<void> {
  expect((await readInvoice(world, draft)).status).toBe('draft')
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
    for (const { pages, forms } of [pathsOf(mode, invoice), pathsOf(mode, draft), webhookPaths(mode)]) {
      for (const path of pages) {
        const { status, text } = await browser.get(path)
        expect([path, status]).toEqual([path, refused])
        expect(text).not.toMatch(/Ada Secret|127\.0\.0\.1:9/)
      }
      for (const path of forms) expect([path, (await browser.post(path)).status]).toEqual([path, refused])
    }
    const list = `/dashboard/${mode}/invoices`
    for (const path of [
      `${list}?q=secret`,
      `${list}/export.csv`,
      `${list}/selected?action=void&invoice=${invoice}`,
      `${list}/new?from=${invoice}`,
    ])
      expect((await browser.get(path)).text).not.toContain('Ada Secret')
    await browser.post(`${list}/selected`, { action: 'void', invoice })
    await untouched()
  })

  it('shows an accountant everything and no command, and refuses each form', async () => {
    const { accountant } = people
    for (const path of [
      '/dashboard/test',
      '/dashboard/test/invoices',
      `/dashboard/test/invoices/${invoice}`,
      `/dashboard/test/invoices/${draft}`,
    ]) {
      const { status, text } = await accountant.get(path)
      expect([path, status]).toEqual([path, 200])
      expect(text).not.toMatch(/method="post"|invoices\/new/)
    }
    for (const id of [invoice, draft]) {
      for (const path of pathsOf('test', id).forms)
        expect([path, (await accountant.post(path)).status]).toEqual([path, 403])
      expect((await accountant.get(`/dashboard/test/invoices/${id}/edit`)).status).toBe(403)
    }
    for (const path of ['new', 'selected'])
      expect((await accountant.post(`/dashboard/test/invoices/${path}`)).status).toBe(403)
    expect((await accountant.get('/dashboard/test/invoices/new')).status).toBe(403)
    await untouched()
  })

  it('shows settings to members and accountants without forms, and refuses each form', async () => {
    for (const browser of [people.member, people.accountant]) {
      for (const path of SETTINGS.map((page) => `/dashboard/test/settings${page}`)) {
        const { status, text } = await browser.get(path)
        expect([path, status, /method="post"/.test(text)]).toEqual([path, 200, false])
      }
      for (const path of SETTINGS_FORMS.map((form) => `/dashboard/test/settings${form}`))
        expect([path, (await browser.post(path)).status]).toEqual([path, 403])
      const { pages, forms } = webhookPaths('test')
      const webhooks = '/dashboard/test/settings/webhooks'
      for (const path of [
        ...pages,
        webhooks,
        `${webhooks}/new`,
        '/dashboard/test/settings/payout-accounts/GBP',
      ])
        expect([path, (await browser.get(path)).status]).toEqual([path, 403])
      for (const path of [...forms, `${webhooks}/new`])
        expect([path, (await browser.post(path)).status]).toEqual([path, 403])
    }
  })

  it('escapes what an owner and a receiver of webhooks write, on every page of settings', async () => {
    const evil = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    const { browser } = await ownerOf(world, 'evil@walls.example')
    const base = '/dashboard/test/settings'
    const forms: [string, Record<string, string>][] = [
      ['/profile', { name: evil, legal_name: evil, terms: evil }],
      [
        '/payout-accounts/GBP',
        { type: 'sort_code', sort_code: '040004', account_number: '12345678', holder: evil },
      ],
      ['/messages/invoice', { subject: evil, text: evil, sms_text: evil }],
      ['/reminders', { 'steps.0.text': evil }],
    ]
    for (const [path, fields] of forms) {
      const { status } = await submit(browser, base + path, base + path, { do: 'save', ...fields })
      expect([path, status]).toEqual([path, 303])
    }
    const created = await submit(browser, `${base}/webhooks/new`, `${base}/webhooks/new`, {
      url: `http://127.0.0.1:9/${encodeURIComponent(evil)}`,
      description: evil,
    })
    const { status: shown, text: endpoints } = await browser.get(`${base}/webhooks`)
    expect([created.status, shown, endpoints]).toEqual([201, 200, expect.stringContaining('&lt;script')])
    const paths = [...SETTINGS, '/payout-accounts/GBP', `/webhooks?done=${encodeURIComponent(evil)}`]
    for (const path of [...paths, '/branding/customer-page', '/changes?setting=profile']) {
      const { status, text } = await browser.get(base + path)
      expect([path, status]).toEqual([path, 200])
      expect([path, text]).toEqual([path, expect.not.stringMatching(/<img src=x|<script(?! src="\/)/)])
    }
  })

  it('lets a member do all but refund', async () => {
    const page = `/dashboard/test/invoices/${invoice}`
    expect((await people.member.get(page)).text).not.toContain(`${page}/refund`)
    expect((await people.owner.get(page)).text).toContain(`${page}/refund`)
    expect((await people.member.post(`${page}/refund`, { amount: '1', method: 'cash' })).status).toBe(403)
    expect((await submit(people.member, page, `${page}/pause`)).status).toBe(303)
  })

  it('refuses a form of another site, and one that another merchant’s tab left behind', async () => {
    const path = `/dashboard/test/invoices/${draft}/send`
    const { owner } = people
    for (const origin of ['https://evil.example', 'null'])
      expect((await owner.post(path, {}, { origin })).status).toBe(403)
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

  it('writes what customers and merchants enter as text, on every page', async () => {
    const evil = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
    const { id } = await createInvoice(world, {
      send: 'draft',
      customer: { name: evil, email: 'evil@walls.example' },
      description: evil,
      instructions: evil,
      number: evil.slice(0, 40),
      amount: undefined,
      lines: [{ description: evil, unit_amount: 100 }],
    })
    const base = '/dashboard/test/invoices'
    const paths = [
      '',
      `/${id}`,
      `/${id}/edit`,
      `/${id}/email`,
      `/new?from=${id}`,
      `/selected?action=send&invoice=${id}`,
    ]
    for (const path of [...paths, `?q=${encodeURIComponent(evil)}`]) {
      const { status, text } = await people.owner.get(base + path)
      expect([path, status]).toEqual([path, 200])
      expect(text).not.toMatch(/<img|<script(?! src="\/assets\/)/)
    }
  })
})

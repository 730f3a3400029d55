import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../db/ids.ts'
import { call, createInvoice, mustCommand, readInvoice, timeline } from '../../clients/client.ts'
import { submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf, openBrowser, ownerOf } from '../../clients/identity-client.ts'
import { csvOf, readImport, review } from '../../clients/import-client.ts'
import { createRecurring, readRecurring } from '../../clients/recurring-client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
const ADA = { name: 'Ada Secret', email: 'ada@walls.example' }
let people: Record<'owner' | 'member' | 'accountant', Browser>
let stranger: Browser
let invoice: string
let draft: string
let imported: string
let recurring: string
let customer: string
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
  recurring = (await createRecurring(world, { customer: ADA })).id
  draft = (await createInvoice(world, { send: 'draft' })).id
  imported = (await review(world, csvOf(1).replaceAll('Customer 0', 'Ada Secret'))).id
})

/** The addresses of one thing: pages for all roles, pages that only writers need, forms. */
const FOLDERS = {
  invoices: {
    pages: ['', '/customer-view', '/invoice.pdf', '/email', '/email.html'],
    writers: ['/edit'],
    forms: [
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
    ],
  },
  imports: {
    pages: ['', '/rows', '/errors.csv'],
    writers: ['/confirm'],
    forms: ['settings', 'confirm', 'pause', 'resume', 'cancel'],
  },
  recurring: {
    pages: [''],
    writers: ['/edit'],
    forms: ['edit', 'pause', 'resume', 'skip', 'end', 'retry', 'clock'],
  },
  customers: {
    pages: [''],
    writers: ['/edit', '/erase'],
    forms: ['edit', 'erase'],
  },
} as const

type Folder = keyof typeof FOLDERS
const things = (): [Folder, string][] => [
  ['invoices', invoice],
  ['invoices', draft],
  ['imports', imported],
  ['recurring', recurring],
  ['customers', customer],
]

function pathsOf(mode: string, folder: Folder, id: string) {
  const { pages, writers, forms } = FOLDERS[folder]
  const path = `/dashboard/${mode}/${folder}/${id}`
  return {
    pages: pages.map((page) => path + page),
    writers: writers.map((page) => path + page),
    forms: forms.map((form) => `${path}/${form}`),
  }
}

async function untouched(): Promise<void> {
  expect((await readInvoice(world, draft)).status).toBe('draft')
  expect(await readRecurring(world, recurring)).toMatchObject({ status: 'active', skipped: 0 })
  const { json } = await call(world, 'GET', `/v1/customers/${customer}`)
  expect(json).toMatchObject({ ...ADA, erased_at: null })
  expect((await readImport(world, imported)).status).toBe('review')
  expect(await timeline(world, invoice)).not.toContain('voided')
  expect(await timeline(world, invoice)).not.toContain('reminder_requested')
}

describe('the dashboard', () => {
  it.each(['stranger', 'other mode', 'nobody'])('shows and changes nothing for: %s', async (who) => {
    const browser = who === 'stranger' ? stranger : who === 'nobody' ? openBrowser(world) : people.owner
    const [mode, refused] = who === 'other mode' ? ['live', 404] : ['test', who === 'nobody' ? 303 : 404]
    for (const [folder, id] of things()) {
      const { pages, writers, forms } = pathsOf(mode, folder, id)
      for (const path of [...pages, ...writers]) {
        const { status, text } = await browser.get(path)
        expect([path, status]).toEqual([path, refused])
        expect(text).not.toContain('Ada Secret')
      }
      for (const path of forms) expect([path, (await browser.post(path)).status]).toEqual([path, refused])
    }
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
    ])
      expect((await browser.get(path)).text).not.toContain('Ada Secret')
    await browser.post(`${list}/selected`, { action: 'void', invoice })
    await untouched()
  })

  it('shows an accountant everything and no command, and refuses each form', async () => {
    const { accountant } = people
    for (const path of [
      '/dashboard/test',
      ...['invoices', 'imports', 'recurring', 'customers'].map((folder) => `/dashboard/test/${folder}`),
      ...things().map(([folder, id]) => `/dashboard/test/${folder}/${id}`),
    ]) {
      const { status, text } = await accountant.get(path)
      expect([path, status]).toEqual([path, 200])
      expect(text).not.toMatch(/method="post"|\/(new|confirm|edit|erase)\b/)
    }
    for (const [folder, id] of things()) {
      const { writers, forms } = pathsOf('test', folder, id)
      for (const path of forms) expect([path, (await accountant.post(path)).status]).toEqual([path, 403])
      for (const path of writers) expect([path, (await accountant.get(path)).status]).toEqual([path, 403])
    }
    expect((await accountant.upload('/dashboard/test/imports', csvOf(1))).status).toBe(403)
    for (const path of ['invoices/new', 'invoices/selected', 'recurring/new', 'customers/new'])
      expect((await accountant.post(`/dashboard/test/${path}`)).status).toBe(403)
    for (const path of ['invoices/new', 'recurring/new', 'customers/new'])
      expect((await accountant.get(`/dashboard/test/${path}`)).status).toBe(403)
    await untouched()
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

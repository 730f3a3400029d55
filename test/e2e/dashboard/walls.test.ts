import { beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../../api/app.ts'
import { PAGE_COMMANDS } from '../../../api/dashboard/invoices/one/page-commands.ts'
import { newId } from '../../../db/ids.ts'
import { createInvoice, mustCommand, readInvoice, timeline } from '../../clients/client.ts'
import { submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf, openBrowser, ownerOf } from '../../clients/identity-client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()
const COMMANDS = /method="post"|invoices\/new/
let people: Record<'owner' | 'member' | 'accountant', Browser>
let stranger: Browser
let invoice: string
let draft: string
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
})

/** Values of parameters by folder. A new folder whose routes have parameters needs a row. */
const PARAMETERS: Record<string, () => Record<string, readonly string[]>> = {
  invoices: () => ({ id: [invoice, draft], command: Object.keys(PAGE_COMMANDS) }),
  live: () => ({ id: [invoice, draft] }),
}
/** Pages whose only purpose is to write, and what they ask for. */
const FOR_WRITERS = /\/(?:new|new\/customers|edit)$/

interface Address {
  method: string
  path: string
  hasParameter: boolean
}

/** Every address of the app's route table. */
function addressesOf(mode: string): Address[] {
  const base = `/dashboard/${mode}`
  const routes = createApp(world.deps)
    .routes.filter(({ method, path }) => method !== 'ALL' && `${path}/`.startsWith(`${base}/`))
    .map(({ method, path }) => `${method} ${path}`)
  return [...new Set(routes)].flatMap((route) => {
    const [method = '', path = ''] = route.split(' ')
    if (method !== 'GET' && method !== 'POST') throw new Error(`no test for ${route}`)
    const [, folder = ''] = path.slice(base.length).split('/')
    const paths = filled(path, PARAMETERS[folder]?.() ?? {})
    return paths.map((one) => ({ method, path: one, hasParameter: path.includes(':') }))
  })
}

function filled(path: string, values: Record<string, readonly string[]>): string[] {
  const [, name] = /:(\w+)/.exec(path) ?? []
  if (name === undefined) return [path]
  const known = values[name]
  if (!known) throw new Error(`PARAMETERS has no value of ${name} for ${path}`)
  return known.flatMap((value) => filled(path.replace(`:${name}`, value), values))
}

const pagesOf = (mode: string) => addressesOf(mode).filter(({ method }) => method === 'GET')
const formsOf = (mode: string) => addressesOf(mode).filter(({ method }) => method === 'POST')

async function untouched(): Promise<void> {
  expect((await readInvoice(world, draft)).status).toBe('draft')
  expect(await timeline(world, invoice)).not.toContain('voided')
  expect(await timeline(world, invoice)).not.toContain('reminder_requested')
}

describe('the dashboard', () => {
  it.each(['stranger', 'other mode', 'nobody'])('shows and changes nothing for: %s', async (who) => {
    const browser = who === 'stranger' ? stranger : who === 'nobody' ? openBrowser(world) : people.owner
    const [mode, refused] = who === 'other mode' ? ['live', 404] : ['test', who === 'nobody' ? 303 : 404]
    const answered = (hasParameter: boolean) =>
      hasParameter || who === 'nobody' ? refused : (expect.any(Number) as number)
    for (const { path, hasParameter } of pagesOf(mode)) {
      const { status, text } = await browser.get(path)
      expect([path, status]).toEqual([path, answered(hasParameter)])
      expect(text).not.toContain('Ada Secret')
    }
    for (const { path, hasParameter } of formsOf(mode))
      expect([path, (await browser.post(path)).status]).toEqual([path, answered(hasParameter)])
    const list = `/dashboard/${mode}/invoices`
    for (const path of [
      `${list}?q=secret`,
      `${list}/export.csv`,
      `${list}/selected?action=void&invoice=${invoice}`,
      `${list}/new?from=${invoice}`,
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

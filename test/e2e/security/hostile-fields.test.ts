import { beforeAll, describe, expect, it } from 'vitest'
import { InvoiceEventRow, NotificationRow, PayLinkRow } from '../../../db/entities/index.ts'
import { TEMPLATE_KINDS } from '../../../domain/invoice/messages/own-words.ts'
import { call, createInvoice, type InvoiceJson, mustCommand, pressPay } from '../../clients/client.ts'
import { type Browser, memberOf } from '../../clients/identity-client.ts'
import { goThroughBank } from '../../support/bank-page-driver.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { readPdf } from '../../support/read-pdf.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus } from '../../support/wait.ts'

const world = useWorld()

/** Leaves an element, an attribute of either quote, and a script. */
const HOSTILE = `"'></title></script><x onload=1>`
const RAW = /<x onload|["']["']?><\/title><\/script>/
const evil = (name: string) => `${name}${HOSTILE}`

let shop: World
let owner: Browser
let invoice: InvoiceJson
let draft: InvoiceJson
let pay: string
let preview: string
let view: string

beforeAll(async () => {
  shop = await withNewMerchant(world)
  owner = await memberOf(shop, 'owner@hostile.example', 'owner')
  const address = {
    line1: evil('line1'),
    line2: evil('line2'),
    city: evil('city'),
    postal_code: 'BS1 4DJ',
    country: 'GB',
  }
  const profile = {
    name: evil('merchant'),
    legal_name: evil('legal'),
    company_number: evil('company'),
    terms: evil('terms'),
    address,
  }
  await must('PATCH', '/v1/profile', profile)
  for (const kind of TEMPLATE_KINDS) {
    const words = { subject: evil('subject'), text: `${evil('text')} {customer_name} {description}` }
    await must('PATCH', `/v1/email_templates/${kind}`, words)
  }
  await must('POST', '/v1/api_keys', { name: evil('key'), scopes: ['read'] }, shop)
  const fields = {
    customer: { name: evil('customer'), email: 'x+onload@hostile.example', billing_address: address },
    number: evil('number'),
    description: evil('description'),
    instructions: evil('instructions'),
    amount: undefined,
    lines: [{ description: evil('line'), quantity: 2, unit_amount: 5_000, tax_rate: 20 }],
  }
  draft = await createInvoice(shop, { ...fields, number: undefined, send: 'draft' })
  invoice = await createInvoice(shop, fields)
  pay = new URL(invoice.link?.url ?? '').pathname
  await untilEvent(shop, invoice.id, 'sent')
  await mustCommand(shop, invoice.id, 'remind', { text: evil('reminder') })
  await mustCommand(shop, invoice.id, 'pause', { note: evil('pause') })
  await mustCommand(shop, invoice.id, 'resume')
  preview = new URL(String((await mustCommand(shop, draft.id, 'preview'))['url'])).pathname
  view = new URL(String((await mustCommand(shop, invoice.id, 'preview'))['url'])).pathname
})

async function must(method: string, path: string, body: object, by = inLiveMode(shop)): Promise<void> {
  const { status, json } = await call(by, method, path, body)
  expect([path, status, json]).toEqual([path, expect.toSatisfy((code: number) => code < 300), json])
}

async function open(path: string): Promise<{ text: string; headers: Headers; status: number }> {
  const response = await fetch(new URL(path, world.publicUrl), { redirect: 'manual' })
  return { text: await response.text(), headers: response.headers, status: response.status }
}

const query = `?q=${encodeURIComponent(HOSTILE)}&country=${encodeURIComponent(HOSTILE)}&lang=${encodeURIComponent(HOSTILE)}&bank=${encodeURIComponent(HOSTILE)}`

describe('a hostile text in a field of merchant or customer', () => {
  it('is text in the customer’s pages, before and after each step of a payment', async () => {
    const shown = async (path: string, ...fields: string[]) => {
      const { text } = await open(path)
      expect([path, RAW.test(text)]).toEqual([path, false])
      for (const field of fields)
        expect([path, text]).toEqual([path, expect.stringContaining(`${field}&quot;`)])
    }
    const all = ['merchant', 'customer', 'description', 'instructions', 'line', 'legal', 'terms', 'number']
    await shown(pay, ...all)
    await shown(view, ...all)
    await shown(preview, 'merchant', 'customer', 'description', 'line')
    for (const path of [pay, view, preview]) await shown(path + query, 'merchant')
    for (const path of [`${pay}/banks`, `${preview}/banks`]) await shown(path + query, 'merchant')
    for (const path of [`/pay/${encodeURIComponent(HOSTILE)}`, `/pay/return${query}`, `/pay/x${query}`])
      await shown(path)
    const { location } = await pressPay(`${world.publicUrl}${pay}`, 'sandbox-pebble')
    await shown(pay, 'merchant')
    await goThroughBank(location, 'reject')
    await shown(pay, 'merchant')
    const again = await pressPay(`${world.publicUrl}${pay}`, 'sandbox-pebble')
    await goThroughBank(again.location)
    await untilStatus(shop, invoice.id, 'paid')
    await shown(pay, 'merchant', 'number')
  })

  it('is text in each e-mail and in the PDF, which runs nothing', async () => {
    for (const kind of TEMPLATE_KINDS) {
      const path = `/v1/email_templates/${kind}/preview`
      const { json } = await call<{ html: string; subject: string }>(shop, 'POST', path, {
        invoice: invoice.id,
      })
      expect([kind, RAW.test(json.html)]).toEqual([kind, false])
      for (const field of ['text', 'customer', 'description', 'merchant'])
        expect(json.html).toContain(`${field}&quot;`)
      expect(json.subject).not.toMatch(/[\r\n]/)
    }
    const bytes = new Uint8Array(await (await fetch(`${world.publicUrl}${pay}/invoice.pdf`)).arrayBuffer())
    const { text } = await readPdf(bytes)
    for (const field of ['merchant', 'customer', 'line', 'instructions'])
      expect(text.replaceAll(/[\u200B\u00AD]/g, '')).toContain(`${field}"`)
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(
      /\/(JavaScript|JS|Launch|OpenAction|SubmitForm)\b/,
    )
  })

  it('is text in the dashboard and the pages of keys, team and account', async () => {
    const base = '/dashboard/test'
    const page = `${base}/invoices/${invoice.id}`
    for (const [path, ...fields] of [
      [page, 'customer', 'description', 'line', 'pause'],
      [`${page}/email`, 'text'],
      [`${page}/email.html`, 'text', 'customer'],
      [`${base}/invoices`, 'customer'],
      [`${base}/invoices?q=${encodeURIComponent(HOSTILE)}`],
      [`${base}/invoices/${draft.id}/edit`, 'customer', 'line', 'description'],
      [`${base}/invoices/new?from=${invoice.id}`, 'line'],
      [base],
      ['/keys', 'key'],
      ['/team'],
      ['/account'],
      [`/sign-in?next=${encodeURIComponent(HOSTILE)}`],
    ] as const) {
      const { text } = await owner.get(path)
      expect([path, RAW.test(text)]).toEqual([path, false])
      for (const field of fields)
        expect([path, text]).toEqual([path, expect.stringContaining(`${field}&quot;`)])
    }
  })
})

describe('the customer’s pages', () => {
  it('forbid frames, caches and indexes, and load only what is ours', async () => {
    for (const path of [
      pay,
      `${pay}/banks`,
      `${pay}/qr.svg`,
      `${pay}/status`,
      `${pay}x`,
      '/pay/return',
      view,
      preview,
      `${pay}/invoice.pdf`,
    ]) {
      const { headers, text } = await open(path)
      const policy = headers.get('content-security-policy')
      expect([path, headers.get('x-frame-options'), headers.get('x-content-type-options')]).toEqual([
        path,
        'DENY',
        'nosniff',
      ])
      expect([path, headers.get('cache-control'), headers.get('x-robots-tag')]).toEqual([
        path,
        'no-store',
        'noindex',
      ])
      expect([path, policy]).toEqual([
        path,
        expect.stringMatching(/^default-src 'none';.*frame-ancestors 'none'/),
      ])
      expect(policy).not.toMatch(/unsafe-|data:|\*/)
      const addresses = text.startsWith('<!doctype')
        ? [...text.matchAll(/(?:src|<link[^>]*href)="([^"]*)"/g)]
        : []
      for (const [, address = ''] of addresses)
        expect([path, address]).toEqual([path, expect.stringMatching(/^\/(?!\/)/)])
    }
  })
})

describe('the return from a bank', () => {
  it.each([
    '/pay/return?payment_id=//evil.example',
    '/pay/return?payment_id=https://evil.example/',
    '/pay/return?state=https://evil.example&code=1',
    '/pay/return?redirect=https://evil.example&next=//evil.example',
    '/pay/return//evil.example',
    '/preview/return?payment_id=//evil.example',
  ])('leads to no other site: %s', async (path) => {
    const { status, headers } = await open(path)
    expect(status).toBeLessThan(500)
    expect(headers.get('location') ?? '/').toMatch(/^\/(?!\/)/)
  })

  it('leads to no other site by a header about a proxy', async () => {
    const { link } = await createInvoice(shop)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    const back = new URL(await goThroughBank(location, 'leave'))
    const address = `${world.publicUrl}${back.pathname}${back.search}`
    const answered = await fetch(address, {
      redirect: 'manual',
      headers: { 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' },
    })
    expect(`${answered.headers.get('location')} ${await answered.text()}`).not.toContain('evil.example')
  })
})

describe('a scanner of links', () => {
  it('changes nothing by GET or HEAD of any address of an invoice', async () => {
    const { id, link } = await createInvoice(shop)
    await untilEvent(shop, id, 'delivered')
    const url = link?.url ?? ''
    const stored = async () => {
      const em = world.em.fork()
      const events = (await em.find(InvoiceEventRow, { invoiceId: id })).map(({ type }) => type)
      const links = (await em.find(PayLinkRow, { invoiceId: id })).map(({ status }) => status)
      return { events, links, messages: await em.count(NotificationRow, { invoiceId: id }) }
    }
    const before = await stored()
    const paths = [
      '',
      '/banks',
      '/status',
      '/invoice.pdf',
      '/receipt.pdf',
      '/qr.svg',
      '/pay',
      '/viewed',
      '/request-link',
    ]
    for (const method of ['GET', 'HEAD']) {
      for (const path of paths) {
        const { status } = await fetch(`${url}${path}?bank=sandbox-pebble&amount=12500`, {
          method,
          redirect: 'manual',
        })
        expect([method, path, status < 400]).toEqual([method, path, true])
      }
    }
    expect(await stored()).toEqual(before)
  })
})

import type { BrowserContext, Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { advance, call, command, createInvoice, mustCommand, pressPay } from '../clients/client.ts'
import {
  type Browser,
  linkInMail,
  memberOf,
  ownerOf,
  PASSWORD,
  signedIn,
} from '../clients/identity-client.ts'
import { confirm, csvOf, review, untilImport } from '../clients/import-client.ts'
import { createRecurring } from '../clients/recurring-client.ts'
import { createEndpoint, sendTest } from '../clients/webhook-client.ts'
import { goThroughBank } from '../support/bank-page-driver.ts'
import { type AddressedRecords, dashboardAddresses } from '../support/dashboard-addresses.ts'
import { inLiveMode, withNewMerchant } from '../support/merchant.ts'
import { useWorld } from '../support/test-harness.ts'
import { someOf } from '../support/some-of.ts'
import { suspend } from '../support/trust.ts'
import { untilEvent, untilStatus } from '../support/wait.ts'
import { openPhone } from './browser.ts'
import { findBarriers } from './find-barriers.ts'
import { useBrowser } from './use-browser.ts'

const world = useWorld()
const browser = useBrowser()

const LONG = 'Versicherungsgesellschaftsgenossenschaftsverwaltungsrat'
const CUSTOMER = { name: `Ada ${LONG}`, email: `ada.${'long'.repeat(10)}@pages-of-a-customer.example` }
/** Files, fragments and streams are no pages. */
const NO_PAGE = /\.\w+$|\/live\b|\/new\/customers$|\/customer-view$|\/selected|\/einvoice\//

/** `press` acts on the page before the check. */
type Visit = string | [address: string, press: (page: Page) => Promise<void>]

let owner: Browser
beforeAll(async () => {
  owner = await memberOf(world, 'owner@pages-browser.example', 'owner')
})

async function barriersOf(visits: readonly Visit[], by?: Browser): Promise<string[]> {
  const context = await openPhone(browser(), { isMobile: false, deviceScaleFactor: 1 })
  if (by) await signIn(context, by)
  const page = await context.newPage()
  const found: string[] = []
  for (const [nth, visit] of someOf(visits, 2).entries()) {
    const [address, press] = typeof visit === 'string' ? [visit] : visit
    await page.goto(new URL(address, world.publicUrl).href)
    await press?.(page)
    found.push(...(await findBarriers(page, nth)))
  }
  await context.close()
  return found
}

async function signIn(context: BrowserContext, { jar }: Browser): Promise<void> {
  await context.addCookies([...jar].map(([name, value]) => ({ name, value, url: world.publicUrl })))
}

/** The server, and not the browser, answers to what is missing. */
function pressing(button: string, entered: Record<string, string> = {}) {
  return async (page: Page) => {
    for (const [label, value] of Object.entries(entered)) await page.getByLabel(label).first().fill(value)
    await page.evaluate('for (const form of document.forms) form.noValidate = true')
    await page.getByRole('button', { name: button, exact: true }).first().click()
    await page.waitForLoadState()
  }
}

/** Makes every kind of record, with long words and large amounts. */
async function makeRecords() {
  const terms = { customer: CUSTOMER, description: LONG, instructions: LONG, metadata: { order: LONG } }
  const lines = [{ description: LONG, quantity: '2', unit_amount: 99_999_999, tax_rate: '25' }]
  const open = await createInvoice(world, { ...terms, amount: undefined, lines })
  const paid = await createInvoice(world, terms)
  await mustCommand(world, paid.id, 'payments', { amount: 20_000, method: 'cash' })
  const reminders = { steps: [{ days: -3 }, { days: 7 }] }
  const contents = { ...terms, amount: undefined, lines, reminders, deposit: { percent: 30 } }
  const draft = await createInvoice(world, { ...contents, send: 'draft' })
  const { json } = await call(world, 'GET', `/v1/customers?email=${CUSTOMER.email}`)
  const [customer] = json['data'] as { id: string }[]
  const [header = '', ...rows] = csvOf(3).trim().split('\r\n')
  const wrong = `${LONG},nobody,${'9'.repeat(30)},GBP,soon,${LONG}`
  const csv = [header, ...rows, wrong, rows[1]].map((row) => `${row},`).join('\n')
  const reviewed = await review(world, csv.replace('description,', 'description,Extra'))
  const sent = await review(world, csvOf(2))
  await confirm(world, sent.id)
  await untilImport(world, sent.id, 'completed')
  const endpoint = (await createEndpoint(world, `http://127.0.0.1:9/${LONG}`)).id
  const unreadable = await review(world, 'a,b\n1,2\n')
  const records: AddressedRecords = {
    invoices: [draft.id],
    creditNotes: [],
    imports: [reviewed.id],
    recurring: [(await createRecurring(world, contents)).id],
    customers: [customer?.id ?? ''],
    endpoints: [endpoint],
    deliveries: [(await sendTest(world, endpoint)).id],
  }
  return { records, issued: [open.id, paid.id], imports: [sent.id, unreadable.id] }
}

it('has pages of the dashboard that axe accepts in light and dark, and that fit a narrow screen', async () => {
  const { records, issued, imports } = await makeRecords()
  const pages = dashboardAddresses(world, 'test', records)
    .filter(({ method, path }) => method === 'GET' && !NO_PAGE.test(path))
    .map(({ path }) => path)
  expect(pages.length).toBeGreaterThan(30)
  const list = '/dashboard/test/invoices'
  const selected = issued.map((id) => `invoice=${id}`).join('&')
  const hooks = { Address: 'https://pages.example/hooks' }
  const found = await barriersOf(
    [
      ...pages,
      ...issued.map((id) => `${list}/${id}`),
      ...imports.map((id) => `/dashboard/test/imports/${id}`),
      '/dashboard/live',
      '/dashboard/test/nothing',
      `${list}/selected?action=void&${selected}`,
      [`${list}/selected?action=remind&${selected}`, pressing('Remind 1 invoice')],
      [`${list}/new`, pressing('Send')],
      ['/dashboard/test/customers/new', pressing('Save the customer')],
      ['/dashboard/test/settings/webhooks/new', pressing('Create the endpoint', hooks)],
    ],
    owner,
  )
  const { browser: newcomer } = await ownerOf(world, 'newcomer@pages-browser.example')
  const empty = ['', '/invoices', '/recurring', '/customers', '/imports', '/settings/webhooks']
  const first = [...empty.map((path) => `/dashboard/test${path}`), '/dashboard/live']
  expect([...found, ...(await barriersOf(first, newcomer))]).toEqual([])
})

it('has pages of accounts that axe accepts in light and dark, and that fit a narrow screen', async () => {
  const invited = { merchant: world.merchantId, email: 'kim@pages-browser.example', role: 'member' }
  await owner.post('/team/invitations', invited)
  const invitation = await linkInMail(world, invited.email, 'invites you')
  const stranger = await signedIn(world, 'stranger@pages-browser.example')
  const person = { 'Your name': 'Kim', Email: 'new@pages-browser.example', Password: PASSWORD }
  const wrong = { Email: 'nobody@pages-browser.example', Password: 'wrong' }
  const found = [
    ...(await barriersOf([
      '/sign-up',
      ['/sign-up', pressing('Sign up')],
      ['/sign-up', pressing('Sign up', person)],
      '/confirm?token=x',
      '/confirm/again',
      '/sign-in?out',
      ['/sign-in', pressing('Sign in', wrong)],
      '/sign-in/two-factor',
      '/password',
      '/password/new?token=x',
      invitation,
      '/invitations/unknown',
    ])),
    ...(await barriersOf(
      [
        '/account',
        '/account/sessions',
        '/account/two-factor',
        '/sign-out',
        '/team',
        '/keys',
        ['/keys', pressing('Make the key')],
        ['/account/two-factor', pressing('Set it up', { 'Your password': PASSWORD })],
      ],
      owner,
    )),
    ...(await barriersOf(['/account/merchants', invitation], stranger)),
  ]
  expect(found).toEqual([])
})

it('has pages for customers that axe accepts in light and dark, and that fit a narrow screen', async () => {
  const link = async (changes: object = {}, of = world) => {
    const created = await createInvoice(of, { customer: CUSTOMER, description: LONG, ...changes })
    return { id: created.id, url: created.link?.url ?? '' }
  }
  const open = await link({ instructions: LONG, deposit: { amount: 5_000 } })
  const waiting = await link()
  await pressPay(waiting.url, 'sandbox-pebble')
  const failed = await link()
  await goThroughBank((await pressPay(failed.url, 'sandbox-pebble')).location, 'reject')
  await untilEvent(world, failed.id, 'payment_failed')
  const paid = await link()
  await goThroughBank((await pressPay(paid.url, 'sandbox-pebble')).location)
  await untilStatus(world, paid.id, 'paid')
  const voided = await link()
  await mustCommand(world, voided.id, 'void')
  const replaced = await link()
  await mustCommand(world, replaced.id, 'link')
  const expired = await link({ link_expires_at: new Date(Date.now() + 86_400_000).toISOString() })
  await advance(world, expired.id, 'P2D')
  const draft = await link({ send: 'draft' })
  const viewOf = async (id: string) => String((await command(world, id, 'preview')).json['url'])
  const preview = await viewOf(draft.id)
  const shop = inLiveMode(await withNewMerchant(world))
  const stopped = await link({}, shop)
  await suspend(shop)
  const found = await barriersOf([
    open.url,
    `${open.url}?bank=sandbox-pebble&lang=de`,
    `${open.url}/banks?q=zzz`,
    ...[waiting, failed, paid, voided, replaced, expired, stopped].map(({ url }) => url),
    [expired.url, pressing('Ask for a new link')],
    `${open.url}x`,
    '/pay/return',
    await viewOf(open.id),
    '/view/unknown',
    preview,
    `${preview}/banks`,
    '/preview/unknown',
  ])
  expect(found).toEqual([])
})

import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { launchBrowser, openPhone } from '../test/browser/browser.ts'
import { startThrowawayStack } from '../test/support/temporary-stack.ts'
import {
  brandMerchant,
  command,
  decide,
  pressPay,
  request,
  type Sender,
  sendInvoice,
  sendSeveral,
  untilStatus,
} from './screenshots/made-up.ts'
import type { StackFile } from './stack/file.ts'
import { ROOT } from './stack/paths.ts'

const FOLDER = path.join(ROOT, 'docs', 'screenshots')
const WIDE = { viewport: { width: 1280, height: 900 } }

/** Another folder and width are for a look at whole pages, and change no documentation. */
const folder = process.env['SCREENSHOTS_DIR'] ?? FOLDER
const width = Number(process.env['SCREENSHOTS_WIDTH'] ?? 390)
const isWhole = folder !== FOLDER

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const stack = await startThrowawayStack()
const browser = await launchBrowser()
try {
  const sender = { api: stack.file.api, key: stack.file.api_key }
  await brandMerchant({ ...sender, key: stack.file.live_api_key })
  await takeCustomerPages(browser, sender)
  await takeDashboardPages(browser, stack.file)
} finally {
  await browser.close()
  await stack.stop()
}

async function takeCustomerPages(on: Browser, sender: Sender): Promise<void> {
  const open = await sendInvoice(sender)
  await take(on, 'pay-invoice', open.url)
  await take(on, 'pay-invoice-dark', open.url, { colorScheme: 'dark' })
  await take(on, 'pay-invoice-wide', open.url, WIDE)
  await take(on, 'pay-banks', `${open.url}/banks?q=a`)
  const { html } = await request<{ html: string }>(sender, 'POST', '/v1/email_templates/invoice/preview', {
    invoice: open.id,
  })
  await take(on, 'email-invoice', `${sender.api}/healthz`, {}, (page) => page.setContent(html))
  const bankPage = await pressPay(open.url)
  await take(on, 'pay-waiting', open.url)
  await decide(bankPage, 'reject')
  await untilStatus(open.url, 'failed')
  await take(on, 'pay-failed', open.url)
  await decide(await pressPay(open.url), 'authorise')
  await untilStatus(open.url, 'paid')
  await take(on, 'pay-paid', open.url)
  const voided = await sendInvoice(sender)
  await command(sender, voided.id, 'void', {})
  await untilStatus(voided.url, 'void')
  await take(on, 'pay-void', voided.url)
}

async function takeDashboardPages(on: Browser, { api, api_key: key, login }: StackFile): Promise<void> {
  const sender = { api, key }
  await sendSeveral(sender)
  const invoice = await sendInvoice(sender, {
    customer: { name: 'Greta Holm', email: 'greta@customer.example' },
  })
  const context = await openWide(on)
  const page = await context.newPage()
  await page.goto(`${api}/sign-in`)
  await save(page, 'sign-in')
  await page.getByLabel('Email').fill(login.email)
  await page.getByLabel('Password').fill(login.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.waitForURL(/dashboard/)
  const test = `${api}/dashboard/test`
  for (const [name, address] of [
    ['dashboard-overview', test],
    ['dashboard-invoices', `${test}/invoices`],
    ['dashboard-invoice', `${test}/invoices/${invoice.id}`],
    ['dashboard-new-invoice', `${test}/invoices/new?from=${invoice.id}`],
    ['dashboard-branding', `${test}/settings/branding`],
  ] as const) {
    await page.goto(address)
    await save(page, name)
  }
  await context.close()
}

async function take(
  on: Browser,
  name: string,
  address: string,
  options: BrowserContextOptions = {},
  prepare?: (page: Page) => Promise<void>,
): Promise<void> {
  const phone = { viewport: { width, height: 844 }, ...options }
  const context = options.viewport ? await openWide(on) : await openPhone(on, phone)
  const page = await context.newPage()
  await page.goto(address)
  await prepare?.(page)
  await save(page, name)
  await context.close()
}

async function openWide(on: Browser) {
  return on.newContext(width === 390 ? WIDE : { viewport: { width, height: 844 } })
}

/** A palette makes the files of the repository small. */
async function save(page: Page, name: string): Promise<void> {
  // A page that follows events never becomes idle.
  await page.waitForLoadState('load')
  await page.evaluate('document.fonts.ready')
  const image = await page.screenshot({ fullPage: isWhole, animations: 'disabled' })
  await sharp(image)
    .png({ palette: true, effort: 10 })
    .toFile(path.join(folder, `${name}.png`))
}

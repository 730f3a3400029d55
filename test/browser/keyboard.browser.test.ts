import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { PayoutAccountRow } from '../../db/entities/index.ts'
import type { Currency } from '../../domain/shared/money.ts'
import { linkInMail, PASSWORD } from '../clients/identity-client.ts'
import { useWorld } from '../support/test-harness.ts'
import { openPhone } from './browser.ts'
import { useBrowser } from './use-browser.ts'

const world = useWorld()
const browser = useBrowser()

const MOST_STOPS = 60
/** Chrome marks the parts of a field of a date, not the field. */
const HAS_VISIBLE_FOCUS = `
  document.activeElement.matches('body, [type=date]') ||
  getComputedStyle(document.activeElement).outlineStyle !== 'none'`

it('leads from sign-up to the first paid invoice, and from its link to the receipt, by keyboard alone', async () => {
  const email = 'ada@keyboard.example'
  const context = await openPhone(browser(), { isMobile: false, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${world.publicUrl}/sign-up`)
  await write(page, 'Your name', 'Ada Byron')
  await write(page, 'Email', email)
  await write(page, 'Password', PASSWORD)
  await press(page, 'button', 'Sign up')
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
  await page.goto(world.publicUrl + (await linkInMail(world, email, 'Confirm')))
  await press(page, 'button', 'Confirm the address')
  await write(page, 'Email', email)
  await write(page, 'Password', PASSWORD)
  await press(page, 'button', 'Sign in')
  await write(page, 'Name on invoices', 'Keys & Co')
  await write(page, 'Time zone', 'Europe/London')
  await press(page, 'button', 'Create the merchant')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await addPayoutAccount('Keys & Co')

  await press(page, 'link', 'Write the first invoice')
  await write(page, 'Email', 'grace@keyboard.example')
  await write(page, 'Customer name', 'Grace Hopper')
  await write(page, 'Description', 'Compiler')
  await write(page, 'Amount', '12.50')
  await page.getByText('Saved as a draft at').waitFor()
  await page.route('**/invoices/new', (route) => route.fulfill({ status: 503, body: 'away' }))
  await write(page, 'Description', 'The ')
  await page.getByRole('alert').getByText('could not be saved at the moment').waitFor()
  await page.unroute('**/invoices/new')
  await press(page, 'button', 'Send')
  await page.getByRole('status').getByText('The invoice is issued').waitFor()

  const customer = await context.newPage()
  await customer.goto(await page.getByLabel('Payment link').inputValue())
  await press(customer, 'button', 'Pebble')
  await press(customer, 'button', 'Pay by bank')
  await press(customer, 'button', 'Log in')
  await press(customer, 'button', 'Authorise payment')
  await customer.getByRole('heading', { name: '12.50 GBP paid' }).waitFor()
  const downloaded = customer.waitForEvent('download')
  await press(customer, 'link', 'Receipt')
  expect((await downloaded).suggestedFilename()).toMatch(/\.pdf$/)

  await page.bringToFront()
  await page.getByRole('status').getByText('is paid: 12.50 GBP').waitFor()
  await press(page, 'link', 'Overview')
  await page.getByText('Paid in the period').waitFor()
  await context.close()
})

async function write(page: Page, label: string, text: string): Promise<void> {
  await reach(page, page.getByLabel(label, { exact: true }))
  await page.keyboard.type(text)
}

async function press(page: Page, role: 'button' | 'link', name: string): Promise<void> {
  await reach(page, page.getByRole(role, { name, exact: role === 'button' }).first())
  await page.keyboard.press('Enter')
}

/** Presses Tab until the element has the focus, which must be visible at each stop. */
async function reach(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor()
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await page.keyboard.press('Tab')
    const isVisible = await page.evaluate<boolean>(HAS_VISIBLE_FOCUS)
    const isReached = (await wanted.and(page.locator(':focus')).count()) === 1
    expect([page.url(), stops, isVisible]).toEqual([page.url(), stops, true])
    if (isReached) return
  }
  throw new Error(`no Tab reaches ${String(wanted)} on ${page.url()}`)
}

async function addPayoutAccount(name: string): Promise<void> {
  const em = world.em.fork()
  const [merchant] = await em.execute<{ id: string }[]>('select id from merchant where name = ?', [name])
  const at = { createdAt: new Date(), updatedAt: new Date() }
  const account = { type: 'merchant_account' } as const
  em.create(PayoutAccountRow, {
    merchantId: merchant?.id ?? '',
    mode: 'test',
    currency: 'GBP' as Currency,
    account,
    ...at,
  })
  await em.flush()
}

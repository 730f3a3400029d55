import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { memberOf, PASSWORD } from '../clients/identity-client.ts'
import { useWorld } from '../support/test-harness.ts'
import { launchBrowser, openPhone } from './browser.ts'
import { expectAccessible } from './expect-accessible.ts'

const world = useWorld()
let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser?.close())

const EMAIL = 'ada@dashboard.example'

it('leads from sign-in over a draft to a paid invoice, and every page is accessible', async () => {
  await memberOf(world, EMAIL, 'owner')
  const context = await openPhone(browser, { isMobile: false, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const blocked: string[] = []
  page.on('console', (message) => message.type() === 'error' && blocked.push(message.text()))
  page.on('pageerror', (error) => blocked.push(error.message))

  await page.goto(`${world.publicUrl}/dashboard`)
  await expectAccessible(page)
  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.getByRole('navigation', { name: 'Mode' }).getByRole('link', { name: 'Test' }).click()
  await page.getByText('Test mode.').waitFor()
  await page.getByRole('link', { name: 'Write the first invoice' }).click()

  await page.getByLabel('Email').fill('grace@customer.example')
  await page.getByLabel('Customer name').fill('Grace Hopper')
  await page.getByLabel('Description').fill('Compiler')
  await page.getByLabel('Amount').fill('1250.50')
  await page.getByLabel('Currency').selectOption('GBP')
  await page.getByRole('button', { name: 'Split into lines' }).click()
  await page.getByLabel('Tax in %').fill('20')
  await page.getByText('1,500.60 GBP').waitFor()
  await page.getByText('Saved as a draft at').waitFor()
  expect(page.url()).toMatch(/\/invoices\/inv_\w+\/edit$/)
  await page.getByText('Instructions, language').click()
  await page.getByLabel('Reminders').selectOption('By a plan of its own')
  await page.getByRole('group', { name: 'Reminder 5' }).waitFor()
  await page.getByText('Billing address, phone, copies').click()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByRole('status').getByText('The draft is saved.').waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('status').getByText('The invoice is issued').waitFor()
  await page.getByRole('button', { name: 'Copy link' }).waitFor()
  const list = await context.newPage()
  await list.goto(`${world.publicUrl}/dashboard/test/invoices`)
  await list.getByRole('checkbox', { name: 'Grace Hopper' }).check()

  const customer = await context.newPage()
  await customer.goto(await page.getByLabel('Payment link').inputValue())
  await customer.getByRole('button', { name: 'Pebble' }).click()
  await customer.getByRole('button', { name: 'Pay by bank' }).click()
  await customer.getByRole('button', { name: 'Log in' }).click()
  await customer.getByRole('button', { name: 'Authorise payment' }).click()
  await customer.getByRole('heading', { name: '1,500.60 GBP paid' }).waitFor()

  await page.getByRole('status').getByText('is paid: 1,500.60 GBP').waitFor()
  await page.getByText('Receipt sent by e-mail').waitFor()
  await page.getByText('Not sent: paid').first().waitFor()
  await list.getByRole('row', { name: 'Grace Hopper' }).getByText('Paid').last().waitFor()
  expect(await list.getByRole('checkbox', { name: 'Grace Hopper' }).isChecked()).toBe(true)
  await list.getByRole('status').getByText('Grace Hopper is paid').waitFor()
  await list.close()
  await page.locator('summary', { hasText: 'Refund' }).click()
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Invoices' }).click()
  await page.getByRole('row').getByText('Paid').last().waitFor()
  await page.getByLabel('Search').fill('nobody')
  await page.getByText('No invoice matches').waitFor()
  await page.getByLabel('Search').fill('compil')
  await page.getByLabel('Select all of this page').check()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Void' }).click()
  await page.getByText('It is already paid.').waitFor()
  await page.getByRole('link', { name: 'Overview' }).click()
  await page.getByText('Money in by week as a table').click()
  await expectAccessible(page)
  expect(blocked).toEqual([])
  await context.close()
})

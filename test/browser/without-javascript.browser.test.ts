import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { memberOf, PASSWORD } from '../clients/identity-client.ts'
import { withNewMerchant } from '../support/merchant.ts'
import { useWorld } from '../support/test-harness.ts'
import { openPhone } from './browser.ts'
import { useBrowser } from './use-browser.ts'

const world = useWorld()
const browser = useBrowser()

it('writes, looks at, sends, finds, reminds and voids invoices without JavaScript, on a narrow screen', async () => {
  const email = 'ada@plain.example'
  await memberOf(await withNewMerchant(world), email, 'owner')
  const context = await openPhone(browser(), {
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  })
  const page = await context.newPage()
  await page.goto(`${world.publicUrl}/sign-in?next=/dashboard/test/invoices/new`)
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await press(page, 'Sign in')

  await page.getByLabel('Email').fill('grace@plain.example')
  await page.getByLabel('Customer name').fill('Grace Hopper')
  await page.getByText('Billing address, phone, VAT number').click()
  await page.getByLabel('Billing address').fill('1 Mill Lane\nYork')
  await page.getByLabel('Description').fill('Compiler')
  await page.getByLabel('Amount').fill('1250.50')
  await page.getByLabel('Currency').selectOption('GBP')
  await page.getByLabel('Deposit').fill('30 %')
  await press(page, 'Split into lines')
  await press(page, 'Add a line')
  const second = page.getByRole('group', { name: 'Line 2' })
  await second.getByLabel('Item').fill('Manual')
  await second.getByLabel('Price').fill('49.50')
  await press(page, 'Update the totals')
  await page.getByText('1,300.00 GBP').waitFor()
  await page.getByText('Instructions, language').click()
  await press(page, 'Write its own plan')
  await press(page, 'Remove reminder 5')
  await page.getByRole('group', { name: 'Reminder 5' }).waitFor({ state: 'detached' })
  await press(page, 'Save draft')
  await page.getByText('1 Mill Lane').waitFor()
  await page.getByRole('link', { name: 'E-mail', exact: true }).click()
  await page.getByText('Dear Grace Hopper,').waitFor()
  await page.getByRole('link', { name: 'Back to the invoice' }).click()
  await page.getByRole('link', { name: 'Edit', exact: true }).click()
  await page.getByLabel('Description').fill('Compiler and manual')
  await press(page, 'Save draft')
  await page.getByRole('status').getByText('The draft is saved.').waitFor()
  await press(page, 'Send')
  await page.getByRole('status').getByText('The invoice is issued').waitFor()
  await page.getByText('Send a reminder').click()
  await press(page, 'Send the reminder')
  await page.getByRole('status').getByText('The reminder goes out now.').waitFor()

  await page.getByRole('link', { name: 'Invoices' }).click()
  await page.getByLabel('Search').fill('manual')
  await press(page, 'Show')
  await page.getByRole('checkbox').check()
  await press(page, 'Void')
  await page.getByText('This cannot be undone.').waitFor()
  await press(page, 'Void 1 invoice')
  await page.getByRole('heading', { name: '1 of 1 invoice voided' }).waitFor()
  await page.getByRole('link', { name: 'Overview' }).click()
  await page.getByText('Choose the dates').click()
  await press(page, 'Show')
  await page.getByText('Outstanding by age as a table').click()
  expect(await page.getByRole('table').count()).toBeGreaterThan(0)
  await context.close()
})

async function press(page: Page, name: string): Promise<void> {
  const width = await page.evaluate<number>('document.documentElement.scrollWidth')
  expect([page.url(), width > 320]).toEqual([page.url(), false])
  await page.getByRole('button', { name, exact: true }).click()
}

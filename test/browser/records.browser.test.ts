import { expect, it } from 'vitest'
import { memberOf, PASSWORD } from '../clients/identity-client.ts'
import { csvOf, dayFromNow } from '../clients/import-client.ts'
import { useWorld } from '../support/test-harness.ts'
import { openPhone } from './browser.ts'
import { useBrowser } from './use-browser.ts'

const world = useWorld()
const browser = useBrowser()

const EMAIL = 'ada@records.example'

it('imports a file, sets up a recurring invoice and changes a customer', async () => {
  await memberOf(world, EMAIL, 'owner')
  const context = await openPhone(browser(), { isMobile: false, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const blocked: string[] = []
  page.on('console', (message) => message.type() === 'error' && blocked.push(message.text()))
  page.on('pageerror', (error) => blocked.push(error.message))
  await page.goto(`${world.publicUrl}/sign-in`)
  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Mode' }).getByRole('link', { name: 'Test' }).click()
  const section = (name: string) =>
    page.getByRole('navigation', { name: 'Sections' }).getByRole('link', { name }).click()

  await section('Imports')
  await page.getByText('What each column means').click()
  const [header = '', ...rows] = csvOf(2, 'records').trim().split('\r\n')
  const wrong = `Nobody,nobody,5,GBP,${dayFromNow(9)},Work,yes`
  const buffer = Buffer.from([`${header},Extra`, ...rows.map((row) => `${row},`), wrong].join('\n'))
  await page.getByLabel('CSV file').setInputFiles({ name: 'May.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Upload the file' }).click()
  // The page of an import that is still being read loads itself again.
  await page.getByText('To be reviewed').waitFor()
  await page.getByLabel('Extra').selectOption('Leave it out')
  await page.getByRole('button', { name: 'Read the file again like this' }).click()
  await page.getByRole('button', { name: 'Continue: see what will happen' }).click()
  await page.getByRole('button', { name: 'Send 2 invoices' }).click()
  await page.getByText('2 of 2 invoices').waitFor()
  await page.getByRole('link', { name: 'Download what was left out' }).waitFor()

  await section('Recurring')
  await page
    .getByRole('link', { name: 'New recurring invoice' })
    .or(page.getByText('Set up the first'))
    .last()
    .click()
  await page.getByLabel('Description').fill('Rent for {month}')
  await page.getByLabel('Amount').fill('100')
  await page.getByText('Invoice 6 at 09:00').waitFor()
  await page.getByLabel('Unit').selectOption('weeks')
  await page.getByLabel('Email', { exact: true }).fill('c0.records@customer.example')
  await page.getByRole('button', { name: 'Start the recurring invoice' }).click()
  await page.getByRole('status').getByText('The recurring invoice is set up.').waitFor()
  await page.getByText('invoice 1 planned').waitFor({ state: 'attached' })
  await page.locator('summary', { hasText: 'Skip the next' }).click()
  await section('Recurring')

  await section('Customers')
  await page.getByLabel('Search').fill('customer 0')
  await page.getByText('Customer 1', { exact: true }).waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Customer 0' }).click()
  await page.getByRole('link', { name: 'Change', exact: true }).click()
  await page.getByLabel('City').first().fill('London')
  await page.getByRole('button', { name: 'Save the change' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByRole('link', { name: 'Back' }).click()
  await page.getByRole('link', { name: 'Erase the personal data' }).click()
  expect(blocked.filter((text) => !text.includes('422'))).toEqual([])
  await context.close()
})

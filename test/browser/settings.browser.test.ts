import { expect, it } from 'vitest'
import { ownerOf, PASSWORD } from '../clients/identity-client.ts'
import { useWorld } from '../support/test-harness.ts'
import { openPhone } from './browser.ts'
import { useBrowser } from './use-browser.ts'

const world = useWorld()
const browser = useBrowser()

const EMAIL = 'ada@settings-browser.example'
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30"/></svg>'

it('sets up a new merchant with live previews', async () => {
  await ownerOf(world, EMAIL)
  const context = await openPhone(browser(), { isMobile: false, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  const blocked: string[] = []
  page.on('console', (message) => message.type() === 'error' && blocked.push(message.text()))
  page.on('pageerror', (error) => blocked.push(error.message))
  const heading = (name: string) => page.getByRole('heading', { name, level: 1 }).waitFor()
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click()
  const openLink = (name: string) => page.getByRole('link', { name, exact: true }).click()
  const open = async (name: string) => {
    await page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name, exact: true }).click()
    await heading(name)
  }

  await page.goto(`${world.publicUrl}/sign-in`)
  await page.getByLabel('Email').fill(EMAIL)
  await page.getByLabel('Password').fill(PASSWORD)
  await press('Sign in')
  await page.getByText('0 of 4 steps are done.').waitFor()
  const typed = Promise.withResolvers<void>()
  const htmx = /\/assets\/htmx-/
  await page.route(htmx, (route) => typed.promise.then(() => route.continue()))
  await openLink('Logo and colour')
  await page.getByLabel('Colour of buttons and links').fill('#ffd400')
  typed.resolve()
  await page.getByText('#ffd400 is hard to read on light pages').waitFor()
  const sample = page.frameLocator('iframe')
  await sample.getByRole('button', { name: 'Pay by bank' }).waitFor()
  const badge = sample.getByRole('heading', { name: 'Secure payment' })
  await badge.waitFor()
  await page.getByLabel('Say on the page').uncheck()
  await badge.waitFor({ state: 'detached' })
  const file = { name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(LOGO) }
  await page.getByLabel('Image').setInputFiles(file)
  await press('Upload the logo')
  await page.getByRole('img', { name: 'Your logo' }).waitFor()
  await sample.locator('img.logo').waitFor()

  await open('Business profile')
  await open('Payout accounts')
  await openLink('Set the account for GBP, British Pound')
  await page.getByLabel('Account holder').fill('Byron & Daughter')
  await page.getByLabel('Sort code').fill('04-00-04')
  await page.getByLabel('Account number').fill('12345678')
  await press('Save the account')
  await page.getByRole('status').getByText('Saved.').waitFor()
  for (const name of ['Numbers, dates and money', 'Reminders', 'E-mails to you']) {
    await open(name)
  }

  await open('Texts of messages')
  await openLink('Invoice')
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await page.getByRole('link', { name: 'Texts of messages' }).waitFor()
  }
  await page.getByLabel('Subject').fill('Bill {invoice_number} for {nobody}')
  await page.getByText('The subject has {nobody}').waitFor()
  await page.getByLabel('Subject').fill('Bill for {customer_name}')
  await page.getByText('Bill for Ada Byron').waitFor()

  await open('Webhooks')
  await openLink('Add the first endpoint')
  await page.getByLabel('Address', { exact: true }).fill('https://byron.example/hooks')
  await page.getByText('Types of events').click()
  await press('Create the endpoint')
  await press('Copy the secret')
  await page.getByText('Send a test event', { exact: true }).click()
  await open('Who changed what')
  await page.setViewportSize({ width: 360, height: 900 })
  await openLink('All settings')
  await heading('Settings')
  expect(blocked.filter((text) => !text.includes('status of 422'))).toEqual([])
  await context.close()
})

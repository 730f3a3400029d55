import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { linkInMail, PASSWORD } from '../clients/identity-client.ts'
import { useWorld } from '../support/test-harness.ts'
import { openPhone } from './browser.ts'
import { useBrowser } from './use-browser.ts'

const world = useWorld()
const browser = useBrowser()

it('signs up, signs in, makes a merchant and invites without JavaScript, on a narrow screen', async () => {
  const email = 'ada@browser.example'
  const context = await openPhone(browser(), {
    javaScriptEnabled: false,
    viewport: { width: 320, height: 640 },
  })
  const page = await context.newPage()
  const blocked: string[] = []
  page.on('console', (message) => {
    if (!message.text().includes('status of 422')) blocked.push(message.text())
  })
  page.on('requestfailed', (request) => void blocked.push(request.url()))

  await page.goto(`${world.publicUrl}/sign-up`)
  await page.getByLabel('Your name').fill('Ada Byron')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await press(page, 'Sign up')
  // The e-mail can arrive before the page.
  await page.getByRole('heading', { name: 'Check your mail' }).waitFor()
  await page.goto(world.publicUrl + (await linkInMail(world, email, 'Confirm')))
  await press(page, 'Confirm the address')
  await page.getByRole('status').getByText('Your address is confirmed').waitFor()

  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill('a wrong pass phrase')
  await press(page, 'Sign in')
  await page.getByRole('alert').getByText('There is no account').waitFor()
  await page.getByLabel('Password').fill(PASSWORD)
  await press(page, 'Sign in')
  await page.waitForURL('**/account/merchants')

  await page.getByLabel('Name on invoices').fill('Byron & Daughter')
  await page.getByLabel('Time zone').fill('Europe/London')
  await press(page, 'Create the merchant')
  await page.waitForURL('**/dashboard/test')
  await openInMenu(page, 'Team')
  await page.getByLabel('Email').fill('kim@browser.example')
  await page.getByLabel('Role').last().selectOption('accountant')
  await press(page, 'Send the invitation')
  await page.getByText('Invited as accountant').waitFor()

  await openInMenu(page, 'Your account')
  await page.getByRole('link', { name: 'Two-factor sign-in' }).click()
  await page.getByLabel('Your password').fill(PASSWORD)
  await press(page, 'Set it up')
  await page.getByText('Keep these recovery codes').waitFor()
  await expectNoSidewaysScroll(page)
  await openInMenu(page, 'Sign out')
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await page.getByText('You are signed out.').waitFor()
  expect(blocked).toEqual([])
  await context.close()
})

async function press(page: Page, name: string): Promise<void> {
  await expectNoSidewaysScroll(page)
  await page.getByRole('button', { name, exact: true }).click()
}

async function openInMenu(page: Page, name: string): Promise<void> {
  await expectNoSidewaysScroll(page)
  await page.getByText('Account', { exact: true }).click()
  await page.getByRole('link', { name }).click()
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const width = (await page.locator('main').boundingBox())?.width ?? 0
  expect(width).toBeGreaterThan(0)
  expect(width).toBeLessThanOrEqual(320)
}

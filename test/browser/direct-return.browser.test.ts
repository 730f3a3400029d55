import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser, PHONE } from './browser.ts'
import { createInvoice, untilStatus } from '../support/client.ts'
import { createTestWorld } from '../support/test-harness.ts'
import type { World } from '../support/harness.ts'

let world: World
let browser: Browser
beforeAll(async () => {
  ;[world, browser] = await Promise.all([createTestWorld({ directReturn: true }), launchBrowser()])
})
afterAll(async () => {
  await browser.close()
  await world.close()
})

it('a British bank’s direct return, whose answer only the browser sees, pays the invoice', async () => {
  const { id, link } = await createInvoice(world)
  const context = await browser.newContext(PHONE)
  const page = await context.newPage()
  const failures: string[] = []
  page.on('pageerror', (error) => failures.push(error.message))
  await page.goto(link?.url ?? '')
  await page.getByText('By pressing Pay by bank you permit TrueLayer').waitFor()
  await page.getByRole('button', { name: 'Pebble' }).click()
  await page.getByRole('button', { name: 'Pay by bank' }).click()
  await page.waitForURL(`${world.sandbox.bankUrl}/**`)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('button', { name: 'Authorise payment' }).click()
  await page.getByRole('heading', { name: 'paid' }).waitFor()
  await untilStatus(world, id, 'paid')
  expect(failures).toEqual([])
  await context.close()
})

import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { openPhone } from './browser.ts'
import { useBrowser } from './use-browser.ts'
import { command, createInvoice, readInvoice } from '../clients/client.ts'
import { useWorld } from '../support/test-harness.ts'
import { untilStatus } from '../support/wait.ts'

const world = useWorld()
const browser = useBrowser()

async function visit(page: Page, url: string): Promise<string[]> {
  const sent: string[] = []
  page.on('request', (request) => {
    if (request.method() !== 'GET') sent.push(new URL(request.url()).pathname)
  })
  await page.clock.install()
  await page.goto(url)
  await page.clock.runFor(60_000)
  return sent
}

it('counts a visit by the customer’s link, and none by the merchant’s view', async () => {
  const invoice = await createInvoice(world)
  const { json } = await command(world, invoice.id, 'preview')
  const context = await openPhone(browser())

  const merchant = await context.newPage()
  expect(await visit(merchant, String(json['url']))).toEqual([])
  await merchant.getByText('Merchant’s view.').waitFor()
  expect(await merchant.getByRole('button', { name: 'Pay by bank' }).isDisabled()).toBe(true)
  await merchant.getByRole('button', { name: 'Pebble' }).click()
  expect((await readInvoice(world, invoice.id)).viewed_at).toBeNull()

  const customer = await context.newPage()
  const sent = await visit(customer, invoice.link?.url ?? '')
  expect(sent).toEqual([`${new URL(invoice.link?.url ?? '').pathname}/viewed`])
  await untilStatus(world, invoice.id, 'viewed')
  await context.close()
})

import { expect, it } from 'vitest'
import { openPhone } from './browser.ts'
import { useBrowser } from './use-browser.ts'
import { createInvoice } from '../clients/client.ts'
import { useOwnWorld } from '../support/test-harness.ts'
import { untilStatus } from '../support/wait.ts'

const world = useOwnWorld({ directReturn: true })
const browser = useBrowser()

it('pays the invoice when a British bank returns the payer with its answer in the fragment', async () => {
  const { id, link } = await createInvoice(world)
  const context = await openPhone(browser())
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

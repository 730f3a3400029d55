import { it } from 'vitest'
import { createInvoice } from '../clients/client.ts'
import { memberOf, PASSWORD } from '../clients/identity-client.ts'
import { useWorld } from '../support/test-harness.ts'
import { openPhone } from './browser.ts'
import { expectAccessible } from './expect-accessible.ts'
import { useBrowser } from './use-browser.ts'

const world = useWorld()
const browser = useBrowser()

it('takes pictures', async () => {
  await memberOf(world, 'zz@dashboard.example', 'owner')
  const context = await openPhone(browser(), { isMobile: false, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${world.publicUrl}/dashboard`)
  await page.getByLabel('Email').fill('zz@dashboard.example')
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  const { id, link } = await createInvoice(world, {
    amount: undefined,
    send: 'now',
    lines: [
      {
        description: 'Design of the site',
        quantity: '7.5',
        unit: 'HUR',
        unit_amount: 9000,
        tax_rate: 20,
        discounts: [{ percent: 10 }],
      },
      { description: 'Text messages', quantity: 12500, unit_amount_decimal: '0.35', tax_rate: 5 },
      { description: 'Advice', unit_amount: 10000, tax_category: 'reverse_charge' },
    ],
    discounts: [{ amount: 2000, description: 'Loyal customer' }],
    charges: [{ amount: 1500, description: 'Delivery' }],
  })
  const draft = await createInvoice(world, {
    amount: undefined,
    send: 'draft',
    prices_include_tax: true,
    lines: [
      {
        description: 'Design of the site',
        quantity: '7.5',
        unit: 'HUR',
        unit_amount: 9000,
        tax_rate: 20,
        discounts: [{ percent: 10 }],
      },
      { description: 'Hosting', unit_amount: 999, tax_rate: 20 },
    ],
    discounts: [{ percent: 5 }],
  })
  for (const [name, url] of [
    ['form', `/dashboard/test/invoices/${draft.id}/edit`],
    ['one', `/dashboard/test/invoices/${id}`],
    ['settings', `/dashboard/test/settings/invoicing`],
    ['pay', new URL(link?.url ?? '').pathname],
  ] as const) {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      await page.goto(`${world.publicUrl}${url}`)
      await page.screenshot({ path: `/tmp/h/s9l-${name}-${width}.png`, fullPage: true })
    }
    await expectAccessible(page)
  }
  const pdf = await fetch(`${link?.url}/invoice.pdf`)
  const { writeFileSync } = await import('node:fs')
  writeFileSync('/tmp/h/s9l.pdf', Buffer.from(await pdf.arrayBuffer()))
})

import { AxeBuilder } from '@axe-core/playwright'
import { beforeAll, expect, it } from 'vitest'
import { openPhone } from './browser.ts'
import { useBrowser } from './use-browser.ts'
import { call, createInvoice } from '../clients/client.ts'
import { useWorld } from '../support/test-harness.ts'
import { untilStatus } from '../support/wait.ts'

const world = useWorld()
const browser = useBrowser()
let addresses: Record<string, string>
beforeAll(async () => {
  const open = (await createInvoice(world)).link?.url ?? ''
  const voided = await createInvoice(world)
  await call(world, 'POST', `/v1/invoices/${voided.id}/void`, {})
  await untilStatus(world, voided.id, 'void')
  addresses = { open, banks: `${open}/banks`, void: voided.link?.url ?? '', unknown: `${open}x` }
})

it.each([
  ['light', 360],
  ['light', 1280],
  ['dark', 360],
  ['dark', 1280],
] as const)(
  'has pages that axe accepts when the scheme is %s and the width is %i px',
  async (colorScheme, width) => {
    const context = await openPhone(browser(), { colorScheme, viewport: { width, height: 800 } })
    const page = await context.newPage()
    const found: string[] = []
    for (const [name, address] of Object.entries(addresses)) {
      await page.goto(address)
      const { violations, passes } = await new AxeBuilder({ page }).analyze()
      expect(passes.length).toBeGreaterThan(10)
      for (const { id, nodes } of violations) found.push(`${name}: ${id} ${nodes[0]?.html}`)
    }
    expect(found).toEqual([])
    await context.close()
  },
)

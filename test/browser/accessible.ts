import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const WIDTHS = [360, 1280]

/** Tries each page narrow and wide, light and dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const width of WIDTHS) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
      expect([page.url(), width, colorScheme, found]).toEqual([page.url(), width, colorScheme, []])
      const isScrolled = await page.evaluate(
        'document.documentElement.scrollWidth > document.documentElement.clientWidth',
      )
      expect([page.url(), width, isScrolled]).toEqual([page.url(), width, false])
    }
  }
}

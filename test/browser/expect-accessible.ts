import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

type Screen = readonly [width: number, colorScheme: 'light' | 'dark']

const SCREENS: readonly Screen[] = [
  [360, 'light'],
  [1280, 'dark'],
]

/** Tries a page narrow and light, and wide and dark. A framed page has a test of its own. */
export async function expectAccessible(page: Page, screens: readonly Screen[] = SCREENS): Promise<void> {
  for (const [width, colorScheme] of screens) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze()
    const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])
    expect([page.url(), width, colorScheme, found]).toEqual([page.url(), width, colorScheme, []])
    await expectNoSidewaysScroll(page, width)
  }
}

export async function expectNoSidewaysScroll(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 900 })
  const isScrolled = await page.evaluate(
    'document.documentElement.scrollWidth > document.documentElement.clientWidth',
  )
  expect([page.url(), width, isScrolled]).toEqual([page.url(), width, false])
}

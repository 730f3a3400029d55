import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { ALL_CASES, someOf } from '../support/some-of.ts'

const WIDE = 1280
const PHONE = 360
const NARROWEST = 320
const SCREENS = [
  [WIDE, 'light'],
  [PHONE, 'dark'],
  [WIDE, 'dark'],
  [PHONE, 'light'],
] as const
/** Colours and widths can break these rules. The others run once. */
const BY_SCREEN = ['color-contrast', 'link-in-text-block', 'scrollable-region-focusable']

/**
 * Runs axe on every second page, on one of four screens by `nth`. The nightly run tries all on all four.
 * Finds what is too wide for 320 px.
 * A frame is left out.
 *
 * @see https://github.com/dequelabs/axe-core/blob/develop/doc/API.md
 */
export async function findBarriers(page: Page, nth: number): Promise<string[]> {
  await page.evaluate(OPEN_ALL)
  const found: string[] = []
  const screens = ALL_CASES || nth % 2 === 0 ? someOf(SCREENS, SCREENS.length, nth / 2) : []
  for (const [at, [width, scheme]] of screens.entries())
    found.push(...(await violationsAt(page, width, scheme, at === 0 ? undefined : BY_SCREEN)))
  await page.setViewportSize({ width: NARROWEST, height: 900 })
  found.push(...(await page.evaluate<string[]>(TOO_WIDE)).map((part) => `${NARROWEST} px: ${part}`))
  return found.map((barrier) => `${new URL(page.url()).pathname}: ${barrier}`)
}

/** Runs axe on what is shown. */
export async function violationsAt(
  page: Page,
  width: number,
  colorScheme: 'light' | 'dark',
  rules?: string[],
) {
  await page.setViewportSize({ width, height: 900 })
  await page.emulateMedia({ colorScheme })
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source)
  const options = { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) }
  const run = `axe.run({ exclude: ['iframe'] }, ${JSON.stringify(options)}).then(${SHORT})`
  const { violations, passes } = await page.evaluate<{ violations: string[]; passes: number }>(run)
  if (passes === 0) throw new Error(`axe has found nothing to look at on ${page.url()}`)
  return violations.map((violation) => `${width} px, ${colorScheme}: ${violation}`)
}

const SHORT = `({ violations, passes }) => ({
  passes: passes.length,
  violations: violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html.slice(0, 200))),
})`

const OPEN_ALL = `for (const details of document.querySelectorAll('main details')) details.open = true`

/** A part that scrolls must be a named region that the keyboard reaches. */
const TOO_WIDE = `(() => {
  const found = []
  const shown = (part) => part ? part.outerHTML.slice(0, 200) : ''
  const { scrollWidth, clientWidth } = document.documentElement
  const parts = [...document.querySelectorAll('body *')]
  if (scrollWidth > clientWidth) {
    const wide = parts.find((part) => part.getBoundingClientRect().right > clientWidth + 1)
    found.push('the page scrolls to ' + scrollWidth + ' px: ' + shown(wide))
  }
  for (const part of parts) {
    if (part.scrollWidth <= part.clientWidth || part.matches('input, textarea, select')) continue
    const isRegion = part.tabIndex === 0 && part.getAttribute('role') === 'region' && part.ariaLabel
    if (/auto|scroll/.test(getComputedStyle(part).overflowX) && !isRegion) found.push('scrolls: ' + shown(part))
  }
  return found
})()`

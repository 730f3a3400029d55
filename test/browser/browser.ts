import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** Chromium from an npm package: no installation is needed. */
export async function launchBrowser(): Promise<Browser> {
  // The package's own arguments crash pages here and turn web security off.
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox'],
    headless: true,
  })
}

/** A common phone. */
export const PHONE = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
}

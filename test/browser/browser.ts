import chromium from '@sparticuz/chromium'
import { type Browser, chromium as playwright } from 'playwright-core'

/** A Chromium from an npm package: nothing has to be installed beside the project. */
export async function launchBrowser(): Promise<Browser> {
  // Its own list of arguments is for functions in a cloud: with it pages crash and web security is off.
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

import type { Browser } from 'playwright-core'
import { beforeAll } from 'vitest'
import { launchBrowser } from './browser.ts'

let shared: Promise<Browser> | undefined

/** Gives the browser of the process, which ends with the process. */
export function useBrowser(): () => Browser {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await (shared ??= launchBrowser())
  })
  return () => {
    if (!browser) throw new Error('the browser starts before the tests, and not while they are collected')
    return browser
  }
}

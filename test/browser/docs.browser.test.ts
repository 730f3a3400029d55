import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openApiRoutes } from '../../api/openapi/routes.ts'
import { serveApp } from '../support/listen.ts'
import { someOf } from '../support/some-of.ts'
import { openPhone } from './browser.ts'
import { violationsAt } from './find-barriers.ts'
import { useBrowser } from './use-browser.ts'

const SCREENS = [
  [360, 'dark'],
  [1280, 'light'],
] as const

const NEXT_FRAME = 'new Promise((done) => requestAnimationFrame(() => done()))'

const browser = useBrowser()
let server: Awaited<ReturnType<typeof serveApp>>
beforeAll(async () => {
  server = await serveApp()
  server.mount(new Hono().route('/', openApiRoutes({ publicUrl: server.url })))
})
afterAll(async () => {
  await server?.close()
})

it('shows every operation and sends a request without a request to another server and without a violation of its policy', async () => {
  const context = await openPhone(browser(), { viewport: { width: 1280, height: 900 }, isMobile: false })
  const page = await context.newPage()
  const outside: string[] = []
  const violations: string[] = []
  page.on('request', (request) => {
    const url = request.url()
    if (!url.startsWith(server.url) && !url.startsWith('data:') && !url.startsWith('blob:')) outside.push(url)
  })
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) violations.push(message.text())
  })
  await page.goto(`${server.url}/docs`)
  await page.getByText('Create an invoice').first().waitFor()
  await page.getByText('Suppressed addresses').first().waitFor()
  expect(await page.getByText('Generate MCP').count()).toBe(0)
  const sent = page.waitForRequest((request) => request.method() === 'POST')
  await page
    .getByRole('button', { name: /Test Request/ })
    .first()
    .click()
  await page.getByRole('button', { name: /^Send/ }).first().click()
  expect((await sent).url()).toBe(`${server.url}/v1/invoices`)
  expect({ outside, violations }).toEqual({ outside: [], violations: [] })
  await context.close()
})

it('fits a narrow phone, and names the buttons below by what they show', async () => {
  const context = await openPhone(browser(), { viewport: { width: 360, height: 800 } })
  const page = await context.newPage()
  await page.goto(`${server.url}/docs`)
  const buttons = page.getByRole('button', { name: /^Show More: / })
  while ((await buttons.count()) < 5) {
    await page.mouse.wheel(0, 1_500)
    await page.evaluate(NEXT_FRAME)
  }
  expect(await page.getByRole('button', { name: /^Show all/ }).count()).toBe(0)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  await context.close()
})

it('begins with a page that axe accepts in light and dark', async () => {
  const context = await openPhone(browser(), { isMobile: false })
  const page = await context.newPage()
  const found: string[] = []
  for (const [width, scheme] of someOf(SCREENS, 2)) {
    await page.emulateMedia({ colorScheme: scheme })
    await page.goto(`${server.url}/docs`)
    await page.getByText('Amounts are integers in minor units').waitFor()
    await page.locator(`body.${scheme}-mode`).waitFor()
    found.push(...(await violationsAt(page, width, scheme)))
  }
  expect(found).toEqual([])
  await context.close()
})

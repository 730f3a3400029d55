import type { Page } from 'playwright-core'
import decodeQR from 'qr/decode.js'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { openPhone } from './browser.ts'
import { useBrowser } from './use-browser.ts'
import { call, createInvoice, inboxFor, readEvents, readInvoice } from '../clients/client.ts'
import { useWorld } from '../support/test-harness.ts'
import { untilInvoice, untilStatus, waitFor } from '../support/wait.ts'
import { inLiveMode } from '../support/merchant.ts'

const world = useWorld()
const browser = useBrowser()

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><rect width="40" height="10"/></svg>`

function brandOf(page: Page) {
  return page.evaluate<unknown>(`({
    accent: getComputedStyle(document.querySelector('button.primary')).backgroundColor,
    logo: [document.querySelector('img.logo').naturalWidth, document.querySelector('img.logo').naturalHeight],
  })`)
}

describe('the payment page, on a phone', () => {
  it('takes a customer from the e-mail through their bank to the receipt', async () => {
    const email = 'phone@customer.example'
    await call(inLiveMode(world), 'PATCH', '/v1/branding', { accent: '#ffd400' })
    await call(inLiveMode(world), 'PUT', '/v1/branding/logo', LOGO, { 'content-type': 'image/svg+xml' })
    const invoice = await createInvoice(world, {
      customer: { name: 'Ada Byron', email },
      amount: undefined,
      lines: [
        { description: 'Difference engine', quantity: 2, unit_amount: 50_000, tax_rate: 20 },
        { description: 'Delivery', unit_amount: 5_000 },
      ],
    })
    const mail = await waitFor(async () => (await inboxFor(world, email))[0])
    const context = await openPhone(browser())
    const page = await context.newPage()
    const failures: string[] = []
    page.on('console', (message) => message.type() === 'error' && failures.push(message.text()))
    page.on('pageerror', (error) => failures.push(error.message))

    const typed = Promise.withResolvers<void>()
    await page.route('**/pay/assets/pay.js', (route) => typed.promise.then(() => route.continue()))
    await page.goto(/Payment link: (\S+)/.exec(mail.text)?.[1] ?? '', { waitUntil: 'commit' })
    await page.getByRole('heading', { name: '1,250.00 GBP' }).waitFor()
    await page.getByText('Larkspur Studio').first().waitFor()
    await page.getByText('Difference engine').waitFor()
    await page.getByRole('searchbox', { name: 'Find your bank' }).fill('pebb')
    typed.resolve()
    await page.waitForLoadState()
    expect(await brandOf(page)).toEqual({ accent: 'rgb(128, 106, 0)', logo: [384, 96] })
    await untilStatus(world, invoice.id, 'viewed')

    await page.getByRole('button', { name: 'Harbour & Vale' }).waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: 'Pebble' }).click()
    await page.getByRole('button', { name: 'Pay by bank' }).click()

    await page.waitForURL(`${world.sandbox.bankUrl}/**`)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText(String(invoice.number)).waitFor()
    await page.getByRole('button', { name: 'Authorise payment' }).click()

    await page.getByRole('heading', { name: '1,250.00 GBP paid' }).waitFor()
    expect(page.url()).toContain('/pay/lnk_')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Download receipt' }).click()
    expect((await download).suggestedFilename()).toBe(`receipt-${invoice.number}.pdf`)
    expect((await readInvoice(world, invoice.id)).status).toBe('paid')
    expect(failures).toEqual([])
    await context.close()
  })

  it.each([
    ['by its event stream', 'fetch'],
    ['by polls where no event stream arrives', 'eventsource'],
  ])('updates the waiting page when the payment changes, %s', async (_, refused) => {
    const invoice = await createInvoice(world)
    const context = await openPhone(browser())
    const page = await context.newPage()
    await page.route('**/status', (route, request) =>
      request.resourceType() === refused ? route.fulfill({ status: 503 }) : route.continue(),
    )
    await page.goto(invoice.link?.url ?? '')
    await page.getByRole('button', { name: 'Pay by bank' }).click()
    await page.getByRole('heading', { name: 'Choose your bank' }).waitFor()
    await page.getByRole('button', { name: 'Lantern Bank' }).click()
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('combobox', { name: 'Pay from' }).selectOption('slow')
    await page.getByRole('button', { name: 'Authorise payment' }).click()
    await page.getByRole('heading', { name: 'Waiting for your bank' }).waitFor()
    const started = (await readEvents(world, invoice.id)).find(
      (event) => event.type === 'invoice.payment_authorizing',
    )
    await fetch(
      `${world.sandbox.bankUrl}/sandbox/payments/${String(started?.data['provider_payment_id'])}/settle`,
      { method: 'POST' },
    )
    await page.getByRole('heading', { name: 'paid' }).waitFor()
    await context.close()
  })

  it('keeps the language that the payer chose when the bank leads back', async () => {
    const invoice = await createInvoice(world, { language: 'da' })
    const context = await openPhone(browser())
    const page = await context.newPage()
    await page.goto(invoice.link?.url ?? '')
    await page.getByRole('navigation', { name: 'Sprog' }).getByRole('link', { name: 'Deutsch' }).click()
    await page.getByRole('searchbox', { name: 'Bank suchen' }).fill('zzz')
    await page.getByRole('status').getByText('keine Bank mit diesem Namen').waitFor()
    await page.getByRole('searchbox', { name: 'Bank suchen' }).fill('pebb')
    await page.getByRole('button', { name: 'Pebble' }).click()
    await page.getByText('über Pebble').waitFor()
    await page.getByRole('button', { name: 'Per Bank bezahlen' }).click()
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Authorise payment' }).click()
    await page.getByRole('heading', { name: '125,00 GBP bezahlt' }).waitFor()
    expect(new URL(page.url()).search).toBe('?lang=de')
    await context.close()
  })

  it('goes by keyboard alone from the link to the receipt, and lists the used bank first afterwards', async () => {
    const context = await openPhone(browser())
    const page = await context.newPage()
    const focus = async (name: string) => {
      const target = page.getByRole('main').getByText(name, { exact: true })
      await target.waitFor()
      for (let presses = 0; presses < 60; presses += 1) {
        const focused = page.locator(':focus')
        if ((await focused.count()) > 0 && (await focused.innerText()).split('\n').includes(name)) return
        await page.keyboard.press('Tab')
      }
      throw new Error(`the Tab key does not reach ${name}`)
    }
    const first = await createInvoice(world)
    await page.goto(first.link?.url ?? '')
    while ((await page.locator('#q:focus').count()) === 0) await page.keyboard.press('Tab')
    await page.keyboard.type('lantern')
    await page.getByRole('status').getByText('Banks shown: 1').waitFor()
    await focus('Lantern Bank')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('with Lantern Bank').waitFor()
    expect(await page.locator(':focus').getAttribute('aria-pressed')).toBe('true')
    await focus('Pay by bank')
    const { y, height } = (await page.locator(':focus').boundingBox()) ?? { y: 0, height: 0 }
    expect(y + height).toBeLessThanOrEqual(844)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Log in' }).press('Enter')
    await page.getByRole('button', { name: 'Authorise payment' }).press('Enter')
    await page.getByRole('heading', { name: '125.00 GBP paid' }).waitFor()
    await focus('Download receipt')
    const download = page.waitForEvent('download')
    await page.keyboard.press('Enter')
    expect((await download).suggestedFilename()).toBe(`receipt-${first.number}.pdf`)

    const second = await createInvoice(world)
    await page.goto(second.link?.url ?? '')
    await page.getByText('Used last on this device').waitFor()
    const button = page.locator('.banks button').first()
    expect((await button.innerText()).split('\n')).toEqual(['Lantern Bank', 'Used last on this device'])
    await context.close()
  })

  it('keeps words whole on a narrow phone, and the selected bank when the payer changes the country', async () => {
    const lines = [{ description: 'Photography', quantity: 2.5, unit_amount: 50_000_000 }]
    const { link } = await createInvoice(world, { amount: undefined, lines, currency: 'EUR' })
    const context = await openPhone(browser(), { viewport: { width: 320, height: 700 } })
    const page = await context.newPage()
    await page.goto(`${link?.url}?country=FR`)
    const boxesOfWord = `(() => {
      const range = document.createRange()
      range.setStart(document.querySelector('td').firstChild, 0)
      range.setEnd(document.querySelector('td').firstChild, 'Photography'.length)
      return range.getClientRects().length
    })()`
    expect(await page.evaluate(boxesOfWord)).toBe(1)
    const bank = page.locator('.banks button:enabled').first()
    const name = await bank.locator('.name').innerText()
    await bank.click()
    await page.getByRole('combobox', { name: 'Country' }).selectOption('all')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.waitForURL(/country=all/)
    expect(await page.locator('.chosen').innerText()).toBe(`with ${name}`)
    expect(await page.locator('[aria-pressed=true] .name').innerText()).toBe(name)
    await context.close()
  })

  it('offers a code for the phone on a wide screen, and loads none on a phone', async () => {
    const { link } = await createInvoice(world)
    const url = link?.url ?? ''
    const phone = await openPhone(browser())
    const small = await phone.newPage()
    const requested: string[] = []
    small.on('request', (request) => requested.push(new URL(request.url()).pathname))
    await small.goto(url, { waitUntil: 'networkidle' })
    expect(await small.locator('.phone').isVisible()).toBe(false)
    expect(requested.filter((path) => path.endsWith('qr.svg'))).toEqual([])
    await phone.close()

    const context = await browser().newContext({ viewport: { width: 1280, height: 800 } })
    const page = await context.newPage()
    await page.goto(`${url}?lang=de`)
    const code = page.getByRole('img', { name: 'QR-Code dieses Zahlungslinks' })
    await code.waitFor()
    const drawn = await code.screenshot()
    const { data, info } = await sharp(drawn).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
    expect(decodeQR({ ...info, data })).toBe(`${url}?lang=de`)
    await context.close()
  })

  it('shows the initial of a bank whose logo cannot be loaded', async () => {
    const { link } = await createInvoice(world)
    const context = await openPhone(browser())
    const page = await context.newPage()
    await page.route('**/pay/assets/banks/**', (route) => route.fulfill({ status: 204 }))
    await page.goto(link?.url ?? '')
    const logo = page.locator('.banks .initial', { has: page.locator('img') }).first()
    await page.locator('.banks').scrollIntoViewIfNeeded()
    await logo.waitFor({ state: 'detached' })
    await page.locator('.banks .initial[data-initial=P]').waitFor()
    await context.close()
  })

  it('works without JavaScript, except for automatic updates', async () => {
    const invoice = await createInvoice(world)
    const context = await openPhone(browser(), { javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(invoice.link?.url ?? '')
    await page.getByRole('searchbox', { name: 'Find your bank' }).fill('harb')
    await page.getByRole('searchbox', { name: 'Find your bank' }).press('Enter')
    await page.getByRole('button', { name: 'Pebble' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Harbour & Vale' }).click()
    await page.getByText('with Harbour & Vale').waitFor()
    await page.getByRole('button', { name: 'Pay by bank' }).click()
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('button', { name: 'Reject' }).click()
    await untilInvoice(world, invoice.id, ({ link }) => link?.status === 'active')
    await page.goto(invoice.link?.url ?? '')
    await page.getByRole('alert').getByText('Nothing has been paid').waitFor()
    await context.close()
  })
})

import { describe, expect, it } from 'vitest'
import { authorise, createInvoice, pressPay, timeline } from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilStatus } from '../../support/wait.ts'

const world = useWorld()

const of = (amount: number, changes: Record<string, unknown> = {}) =>
  createInvoice(world, { description: 'A boat', amount, ...changes })

async function buttons(address: string, bank: string): Promise<string[]> {
  const pages = await Promise.all([fetch(address), fetch(`${address}/banks`)])
  const texts = await Promise.all(pages.map(async (page) => page.text()))
  const button = new RegExp(`<button[^>]*value="${bank}"[^>]*>.*?</button>`, 's')
  return texts.map((text) => button.exec(text)?.[0] ?? '')
}

describe('the banks for an invoice in euros', () => {
  const names = (page: string) =>
    [...page.matchAll(/<li(?: hidden="")?><button.*?class="name">([^<]*)<.*?<\/li>/gs)].map(
      ([item, name]) => ({
        name,
        isHidden: item.startsWith('<li hidden'),
      }),
    )

  it('lists the banks of the customer’s country, and others by choice and by name', async () => {
    const billing_address = { line1: '1 Rue du Port', city: 'Lyon', country: 'FR' }
    const customer = { name: 'Ada Byron', email: 'ada@customer.example', billing_address }
    const { link } = await of(10_000, { currency: 'EUR', customer })
    const listed = async (query: string, language = 'en') => {
      const response = await fetch(`${link?.url}${query}`, { headers: { 'accept-language': language } })
      return names(await response.text())
    }
    const own = (await listed('', 'de')).map(({ name }) => name)
    expect(own).toEqual(['Banque du Moulin Bleu', 'Crédit de Garonne'])
    const all = (await listed('?country=all')).map(({ name }) => name)
    expect(all.length).toBeGreaterThan(own.length)
    expect(all).toEqual(all.toSorted((a = '', b = '') => a.localeCompare(b, 'en')))
    expect(await listed('?country=XX')).toHaveLength(own.length)
    const found = await listed('?country=all&q=ireland')
    expect(found.filter(({ isHidden }) => !isHidden).map(({ name }) => name)).toEqual([
      'Currach Bank',
      'Liffeyside Credit',
    ])
  })
})

describe('the logos of the banks', () => {
  it('come from our own server, and cannot run or load anything', async () => {
    const { link } = await of(10_000)
    const page = await fetch(link?.url ?? '')
    expect(page.headers.get('content-security-policy')).toContain("img-src 'self';")
    const images = [...(await page.text()).matchAll(/<img[^>]* src="([^"]+)"/g)].map(([, src = '']) => src)
    const logos = images.filter((src) => !src.endsWith('/qr.svg'))
    expect(logos.length).toBeGreaterThan(3)
    for (const src of logos) expect(src).toMatch(/^\/pay\/assets\/banks\/[\w.-]+$/)
    const [src = ''] = logos
    const logo = await fetch(`${world.publicUrl}${src}`)
    expect(logo.headers.get('content-type')).toBe('image/svg+xml')
    expect(logo.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    )
    expect(logo.headers.get('x-content-type-options')).toBe('nosniff')
    expect(await logo.text()).toMatch(/^<svg/)
    const [url = '', ...signature] = src.replace('/pay/assets/banks/', '').split('.')
    const other = Buffer.from('http://127.0.0.1/secret').toString('base64url')
    expect(url).not.toBe(other)
    for (const forged of [[other, ...signature], [url], [url, ...signature, 'x']]) {
      expect((await fetch(`${world.publicUrl}/pay/assets/banks/${forged.join('.')}`)).status).toBe(404)
    }
  })
})

describe('a bank whose limit is below the amount', () => {
  it('shows a bank with its limit and refuses a payment above it', async () => {
    const { id, link } = await of(500_001)
    const url = link?.url ?? ''
    for (const button of await buttons(url, 'sandbox-northgate'))
      expect(button).toMatch(/ disabled.*Takes at most 5,000\.00 GBP/s)
    for (const button of await buttons(url, 'sandbox-pebble')) expect(button).not.toMatch(/disabled|at most/)
    expect(await pressPay(url, 'sandbox-northgate')).toMatchObject({
      status: 303,
      location: expect.stringMatching(/\/banks$/),
    })
    expect(await timeline(world, id)).not.toContain('payment_started')
  })

  it('accepts a payment of exactly the bank’s limit', async () => {
    const { id, link } = await of(500_000)
    await authorise((await pressPay(link?.url ?? '', 'sandbox-northgate')).location)
    await untilStatus(world, id, 'paid')
  })

  it('accepts a deposit below the bank’s limit', async () => {
    const { link } = await of(500_001, { deposit: { amount: 100_000 } })
    for (const button of await buttons(link?.url ?? '', 'sandbox-northgate'))
      expect(button).not.toContain('disabled')
  })

  it('limits every bank where the payment scheme has a limit', async () => {
    const { link } = await of(100_000_001)
    for (const bank of ['sandbox-pebble', 'sandbox-northgate', 'sandbox-harbour'])
      for (const button of await buttons(link?.url ?? '', bank))
        expect(button).toMatch(/ disabled.*Takes at most/s)
  })
})

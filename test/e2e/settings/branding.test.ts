import sharp from 'sharp'
import { expect, it } from 'vitest'
import { call, createInvoice, inboxFor } from '../../clients/client.ts'
import { confirm, review, untilImport } from '../../clients/import-client.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent } from '../../support/wait.ts'

const world = useWorld()

interface Branding {
  accent: string | null
  accent_on_light: string
  accent_on_dark: string
  secure_badge: boolean
  logo: { url: string; width: number; height: number } | null
}

const PLAIN = {
  object: 'branding',
  accent: null,
  accent_on_light: '#14532d',
  accent_on_dark: '#86d9a4',
  secure_badge: true,
  logo: null,
}
const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"><script>alert(1)</script><rect width="40" height="10"/></svg>'

const branding = async (shop: World) => (await call<Branding>(shop, 'GET', '/v1/branding')).json

async function upload(shop: World, body: string | Uint8Array, type = 'image/svg+xml') {
  const response = await fetch(`${shop.publicUrl}/v1/branding/logo`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${shop.liveApiKey}`, 'content-type': type },
    body: Buffer.from(body),
  })
  const json = (await response.json()) as Branding & { code?: string }
  return { status: response.status, json }
}

async function get(url: string, apiKey?: string) {
  const response = await fetch(url, apiKey ? { headers: { authorization: `Bearer ${apiKey}` } } : {})
  const { status, headers } = response
  return { status, headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

it('shows logo and accent on page, PDF and e-mail of invoices, also of those issued before', async () => {
  const shop = await withNewMerchant(world)
  expect(await branding(shop)).toEqual(PLAIN)
  const customer = { name: 'Ada', email: 'ada@branding.example' }
  const early = await createInvoice(shop)
  const plainPdf = await get(`${shop.publicUrl}/v1/invoices/${early.id}/pdf`, shop.apiKey)

  const changes = { accent: '#FFD400', secure_badge: false }
  const { json: changed } = await call<Branding>(inLiveMode(shop), 'PATCH', '/v1/branding', changes)
  const colours = { accent: '#ffd400', accent_on_light: '#806a00', accent_on_dark: '#ffd400' }
  expect(changed).toEqual({ ...PLAIN, ...colours, secure_badge: false })
  const { status, json } = await upload(shop, SVG)
  expect([status, json.logo]).toMatchObject([200, { width: 384, height: 96 }])
  expect(await branding(shop)).toEqual(json)

  const page = await get(early.link?.url ?? '')
  const html = page.bytes.toString()
  const [, nonce = 'missing'] = /<style nonce="([^"]+)">/.exec(html) ?? []
  expect(page.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}'`)
  expect(html).toContain(':root{--accent:#806a00;--on-accent:#ffffff}')
  expect(html).toContain('@media (prefers-color-scheme:dark){:root{--accent:#ffd400;--on-accent:#000000}}')
  expect(html).not.toContain('Secure payment')
  const [, src = ''] = /<img class="logo" src="([^"]+)" alt="" width="192" height="48"\/>/.exec(html) ?? []
  expect(new URL(src, shop.publicUrl).href).toBe(json.logo?.url)
  const pdf = await get(`${shop.publicUrl}/v1/invoices/${early.id}/pdf`, shop.apiKey)
  expect(plainPdf.bytes.includes('/Subtype /Image')).toBe(false)
  expect(pdf.bytes.includes('/Subtype /Image')).toBe(true)

  const { id } = await createInvoice(shop, { customer })
  await untilEvent(shop, id, 'delivered')
  const { id: importId } = await review(
    shop,
    'Name,Email,Amount,Currency,Due date,Description\nAda,i@branding.example,10.00,GBP,2030-01-31,Work',
  )
  await confirm(shop, importId)
  await untilImport(shop, importId, 'completed')
  for (const address of [customer.email, 'i@branding.example']) {
    const [mail] = await inboxFor(shop, address)
    const text = (await get(`${world.sandbox.inboxUrl}/${mail?.id}/html`)).bytes.toString()
    expect(text).toContain('background:#806a00;color:#ffffff')
    expect(text.replaceAll(/\s+/g, ' ')).toContain(`<img src="${json.logo?.url}" width="192" height="48"`)
  }

  expect((await call(inLiveMode(shop), 'PATCH', '/v1/branding', { accent: null })).status).toBe(200)
  expect((await call(inLiveMode(shop), 'DELETE', '/v1/branding/logo')).status).toBe(204)
  expect((await call(inLiveMode(shop), 'DELETE', '/v1/branding/logo')).status).toBe(404)
  expect(await branding(shop)).toEqual({ ...PLAIN, secure_badge: false })
  const after = (await get(early.link?.url ?? '')).bytes.toString()
  expect(after).not.toMatch(/<style|class="logo"/)
})

it('answers with the logo as PNG, to the merchant in full and to others in small', async () => {
  const shop = await withNewMerchant(world)
  const full = `${shop.publicUrl}/v1/branding/logo`
  expect((await get(full, shop.apiKey)).status).toBe(404)
  const { json } = await upload(shop, SVG)
  const stored = await get(full, shop.apiKey)
  expect(stored.headers.get('content-type')).toBe('image/png')
  expect(await sharp(stored.bytes).metadata()).toMatchObject({ format: 'png', width: 800, height: 200 })
  const shown = await get(json.logo?.url ?? '')
  expect(await sharp(shown.bytes).metadata()).toMatchObject({ format: 'png', width: 384, height: 96 })
  expect(shown.headers.get('cache-control')).toContain('immutable')
  expect(shown.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  const second = await upload(shop, SVG.replace('width="40"', 'width="10"'))
  expect(second.json.logo?.url).not.toBe(json.logo?.url)
  const old = await get(json.logo?.url ?? '')
  expect(await sharp(old.bytes).metadata()).toMatchObject({ width: 96, height: 96 })
  expect(old.headers.get('cache-control')).toBe('public, max-age=300')
  const base = `${shop.publicUrl}/logos`
  for (const file of [`${world.merchantId}.png`, 'mer_x.png', `${shop.merchantId}.svg`, '..%2f..%2fetc']) {
    expect([file, (await get(`${base}/${file}`)).status]).toEqual([file, 404])
  }
})

it('keeps the earlier logo when an upload is refused', async () => {
  const { json: before } = await upload(world, SVG)
  const refused = [
    ['hello', 'image/png', 422, 'logo_unreadable'],
    ['', 'image/png', 422, 'file_missing'],
    [SVG, 'image/gif', 415, 'unsupported_media_type'],
    ['{}', 'application/json', 415, 'unsupported_media_type'],
    [new Uint8Array(6 * 1024 * 1024), 'image/png', 413, 'logo_too_large'],
  ] as const
  for (const [body, type, status, code] of refused) {
    const { status: given, json } = await upload(world, body, type)
    expect([given, json.code]).toEqual([status, code])
  }
  expect(await branding(world)).toEqual(before)
})

it.each([
  [{ accent: 'green' }, '/accent'],
  [{ accent: '#14532d;}' }, '/accent'],
  [{ accent: '#123' }, '/accent'],
  [{ secure_badge: 'no' }, '/secure_badge'],
  [{ logo: 'https://elsewhere.example/a.png' }, '/logo'],
])('refuses the branding %j', async (body, pointer) => {
  const { status, json } = await call<{ errors: { pointer: string }[] }>(
    inLiveMode(world),
    'PATCH',
    '/v1/branding',
    body,
  )
  expect([status, json.errors[0]?.pointer]).toEqual([422, pointer])
})

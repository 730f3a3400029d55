import { describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { call, createInvoice, invoiceBody } from '../../clients/client.ts'
import { csvOf, review } from '../../clients/import-client.ts'
import { sendRaw } from '../../support/raw-request.ts'
import { useWorld } from '../../support/test-harness.ts'
import { writingRoutes } from '../../support/writing-routes.ts'

const world = useWorld()

interface Refused {
  code: string
  errors?: { pointer: string; code: string }[]
}

async function refused(text: string | Uint8Array<ArrayBuffer>, status: number): Promise<Refused> {
  const before = await world.em.fork().count(InvoiceRow, {})
  const response = await fetch(`${world.publicUrl}/v1/invoices`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.apiKey}`, 'content-type': 'application/json' },
    body: text,
  })
  const json = (await response.json()) as Refused
  expect(response.status, JSON.stringify(json)).toBe(status)
  expect(await world.em.fork().count(InvoiceRow, {})).toBe(before)
  return json
}

const nested = (depth: number): unknown => (depth === 0 ? 'x' : { a: nested(depth - 1) })

describe('a JSON body', () => {
  it('is refused when a key is there twice, at any level', async () => {
    const text = JSON.stringify(invoiceBody({ metadata: { order: '1' } }))
    for (const [from, to, pointer] of [
      ['"currency":', '"currency":"EUR","currency":', '/currency'],
      ['"name":', '"name":"Eve","name":', '/customer/name'],
      ['"order":', '"order":"0","\\u006frder":', '/metadata/order'],
    ] as const) {
      const json = await refused(text.replace(from, to), 400)
      expect(json).toMatchObject({ code: 'invalid_json', errors: [{ pointer, code: 'duplicate_key' }] })
    }
  })

  it('is refused when it is nested 40 levels deep', async () => {
    const json = await refused(JSON.stringify(invoiceBody({ metadata: nested(40) })), 400)
    expect(json).toMatchObject({ code: 'invalid_json', errors: [{ pointer: '/metadata', code: 'too_deep' }] })
    await refused(`{"metadata":${'['.repeat(400_000)}${']'.repeat(400_000)}}`, 400)
  })

  it('is refused when its bytes are not UTF-8', async () => {
    const text = JSON.stringify(invoiceBody({ description: 'caf_' }))
    for (const bytes of [[0xe9], [0xed, 0xa0, 0x80], [0xc0, 0xaf], [0xf4, 0x90, 0x80, 0x80]]) {
      const [before = '', after = ''] = text.split('caf_')
      const body = Uint8Array.from([...Buffer.from(before), ...bytes, ...Buffer.from(after)])
      expect(await refused(body, 400)).toMatchObject({ code: 'invalid_json' })
    }
  })

  it('is refused when a command that takes no field has one', async () => {
    const { id } = await createInvoice(world, { send: 'draft' })
    const { id: file } = await review(world, csvOf(1))
    for (const path of [
      `/v1/invoices/${id}/send`,
      `/v1/invoices/${id}/preview`,
      `/v1/imports/${file}/cancel`,
    ]) {
      const { status, json } = await call<Refused>(world, 'POST', path, { at: 'once' })
      expect([path, status, json.errors]).toMatchObject([
        path,
        422,
        [{ pointer: '/at', code: 'unknown_field' }],
      ])
    }
    expect((await call(world, 'GET', `/v1/invoices/${id}`)).json['status']).toBe('draft')
  })
})

describe('a body of more than 1 MB', () => {
  const post = (method: string, target: string, headers: string[], body?: Buffer) =>
    sendRaw(world.publicUrl, {
      method,
      target,
      headers: [`authorization: Bearer ${world.liveApiKey}`, 'content-type: application/json', ...headers],
      ...(body ? { body } : {}),
    })

  it('is refused by every route that writes, before it is sent', async () => {
    const larger = ['POST /v1/imports', 'PUT /v1/branding/logo']
    const routes = writingRoutes(world).filter((route) => !larger.includes(route))
    expect(routes.length).toBeGreaterThan(30)
    for (const route of routes) {
      const [method = '', path = ''] = route.split(' ')
      const answer = await post(method, path.replace(/:\w+/g, 'x'), [`content-length: ${1024 * 1024 + 1}`])
      expect([route, answer.status]).toEqual([route, 413])
      expect(answer.body).toContain('"body_too_large"')
    }
  })

  it('is refused when it is sent in chunks', async () => {
    const chunk = `80000\r\n${'x'.repeat(0x80000)}\r\n`
    const body = Buffer.from(`${chunk.repeat(3)}0\r\n\r\n`)
    const answer = await post('POST', '/v1/invoices', ['transfer-encoding: chunked'], body)
    expect(answer.status).toBe(413)
  })
})

describe('a query', () => {
  it('is refused when a parameter is there twice', async () => {
    const { status, json } = await call(world, 'GET', '/v1/invoices?limit=1&limit=2')
    expect([status, json]).toMatchObject([
      422,
      { code: 'invalid_query', errors: [{ pointer: '/limit', code: 'repeated' }] },
    ])
  })
})

describe('a text that ends in a header', () => {
  it('adds no header to an answer', async () => {
    const number = 'INV "1"; x=y é'
    const { link } = await createInvoice(world, { number })
    const pdf = await fetch(`${link?.url}/invoice.pdf`)
    expect(pdf.status).toBe(200)
    expect(pdf.headers.get('content-disposition')).toBe('attachment; filename="invoice-INV__1___x_y__.pdf"')
    for (const text of ['a%0d%0aset-cookie:%20b=c', 'a%00b', 'a%E2%80%A8b']) {
      for (const path of [
        `/v1/invoices/${text}`,
        `/pay/${text}/`,
        `/v1/invoices?cursor=${text}`,
        `/pay/return?x=${text}`,
      ]) {
        const { status, headers } = await fetch(`${world.publicUrl}${path}`, { redirect: 'manual' })
        expect([path, status >= 300 && status < 500]).toEqual([path, true])
        expect(headers.get('set-cookie')).toBeNull()
      }
    }
  })
})

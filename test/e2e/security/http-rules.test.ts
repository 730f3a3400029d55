import { connect } from 'node:net'
import { pino } from 'pino'
import { beforeAll, describe, expect, it } from 'vitest'
import { signPreviewToken } from '../../../domain/payment/payment-link.ts'
import { call, createInvoice, type InvoiceJson, pressPay } from '../../clients/client.ts'
import { sendRaw } from '../../support/raw-request.ts'
import { replaceForTest } from '../../support/replace.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()
let invoice: InvoiceJson
let pay: string
let preview: string
beforeAll(async () => {
  invoice = await createInvoice(world)
  pay = new URL(invoice.link?.url ?? '').pathname
  const draft = await createInvoice(world, { send: 'draft' })
  preview = `/preview/${signPreviewToken(draft.id, Date.now() + 3_600_000, world.linkKeys)}`
})

async function open(path: string, method = 'GET') {
  const response = await fetch(`${world.publicUrl}${path}`, { method, redirect: 'manual' })
  const { status, headers } = response
  return { status, headers, location: headers.get('location'), page: await response.text() }
}

describe('the API', () => {
  it('leads from its root to the dashboard', async () => {
    expect(await open('/')).toMatchObject({ status: 303, location: '/dashboard' })
  })

  it('refuses a wrong method on a known path and lists the right ones', async () => {
    for (const [method, path, allowed] of [
      ['PUT', '/v1/invoices', 'POST, GET, HEAD'],
      ['DELETE', '/v1/settings', 'GET, HEAD, PATCH'],
      ['GET', `/v1/invoices/${invoice.id}/void`, 'POST'],
      ['POST', '/healthz', 'GET, HEAD'],
      ['GET', '/webhooks/truelayer', 'POST'],
      ['GET', '/webhooks/test/truelayer', 'POST'],
    ] as const) {
      const { status, json, headers } = await call(world, method, path)
      expect({ status, code: json['code'] }).toEqual({ status: 405, code: 'method_not_allowed' })
      expect(headers.get('allow')?.split(', ').toSorted()).toEqual(allowed.split(', ').toSorted())
    }
    expect(await call(world, 'GET', '/v1/unknown')).toMatchObject({ status: 404 })
  })

  it('names the authentication scheme in each 401', async () => {
    const wrong = { authorization: 'Bearer dw_test_wrong' }
    for (const [method, path, scheme] of [
      ['GET', '/v1/invoices', 'Bearer realm="duewell"'],
      ['PUT', '/v1/imports', 'Bearer realm="duewell"'],
      ['POST', '/webhooks/postmark', 'Basic realm="webhooks"'],
      ['POST', '/webhooks/truelayer', 'Signature realm="webhooks"'],
      ['POST', '/webhooks/twilio', 'Signature realm="webhooks"'],
    ] as const) {
      const body = method === 'POST' ? '{}' : undefined
      const { status, headers } = await call(world, method, path, body, wrong)
      expect({ status, scheme: headers.get('www-authenticate') }).toEqual({ status: 401, scheme })
    }
  })

  it('forbids caches to keep an answer that may hold a link', async () => {
    for (const path of [
      '/v1/invoices',
      `/v1/invoices/${invoice.id}`,
      `/v1/invoices/${invoice.id}/pdf`,
      '/v1/imports/template.csv',
      '/v1/settings',
      '/v1/invoices/unknown',
      '/v1/unknown',
    ]) {
      const { headers } = await call(world, 'GET', path)
      expect([path, headers.get('cache-control')]).toEqual([path, 'no-store'])
    }
  })

  it('reports no unavailable database when a client leaves within a body', async () => {
    const lines: string[] = []
    replaceForTest(world.deps, { log: pino({}, { write: (line: string) => void lines.push(line) }) })
    const counted = async () =>
      /http_requests_total\{method="PATCH",route="\/v1\/settings",status="400"[^}]*\} 1/.test(
        await (await fetch(world.metricsUrl)).text(),
      )
    const { hostname, port } = new URL(world.publicUrl)
    const socket = connect(Number(port), hostname)
    socket.write(
      `PATCH /v1/settings HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${world.liveApiKey}\r\n` +
        'content-type: application/json\r\ncontent-length: 100\r\n\r\n{',
      () => socket.destroy(),
    )
    await waitFor(counted)
    expect(lines).toEqual([])
  })

  it('serves metrics on another port only', async () => {
    expect((await open('/metrics')).status).toBe(404)
    expect(await (await fetch(world.metricsUrl)).text()).toContain('http_requests_total')
  })

  it('states the accepted content type when the content type is wrong', async () => {
    const post = async (path: string, type: string, body: string) =>
      (await call(world, 'POST', path, body, { 'content-type': type })).json
    expect(await post('/v1/invoices', 'text/plain', '{}')).toMatchObject({
      status: 415,
      title: 'Content type not supported',
      detail: 'Send application/json.',
    })
    expect(await post('/v1/invoices', 'application/json-patch', '{}')).toMatchObject({ status: 415 })
    expect(await post('/v1/imports', 'application/json', '{}')).toMatchObject({
      status: 415,
      detail: 'Send the file as text/csv, or in a form as multipart/form-data.',
    })
    expect(await post('/v1/imports', 'multipart/form-data', '--b')).toMatchObject({
      status: 400,
      code: 'invalid_form',
    })
    const bare = {
      method: 'POST',
      target: '/v1/invoices',
      headers: [`authorization: Bearer ${world.apiKey}`, 'content-length: 2'],
      body: Buffer.from('{}'),
    }
    const { body } = await sendRaw(world.publicUrl, bare)
    expect(JSON.parse(body)).toMatchObject({ status: 415, title: 'Content type missing' })
  })
})

describe('the pages of people', () => {
  it.each([
    'sign-up',
    'sign-in',
    'sign-out',
    'confirm',
    'password',
    'account',
    'team',
    'keys',
    'invitations',
  ])('answers an unknown address below /%s with a page', async (name) => {
    const { headers } = await open(`/${name}/un/known/%00`)
    expect(headers.get('content-type')).toContain('text/html')
  })
})

describe('the customer’s pages', () => {
  it('answers every address with a page or a redirect to one', async () => {
    for (const path of [
      '/pay',
      '/pay/',
      '/pay/unknown',
      '/pay/unknown/banks/more',
      '/pay/assets/unknown.css',
      `${pay}/unknown`,
      `${pay}/banks/more`,
      '/preview',
      '/preview/%0E/again',
      '/preview/unknown/again',
      `${preview}/unknown`,
      '/view',
      '/view/unknown',
      '/view/%0E/receipt.pdf',
    ]) {
      const { status, headers, page } = await open(path)
      expect([path, status]).toEqual([path, path === '/pay/' ? 308 : 404])
      if (status === 404) {
        expect(headers.get('content-type')).toContain('text/html')
        expect(page).toContain('<h1>')
        expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      }
    }
    const { page } = await open(`${pay}/unknown`)
    expect(page).toContain(`href="${pay}"`)
  })

  it('removes a slash at the end of an address', async () => {
    for (const path of [pay, `${pay}/banks`, preview, `${preview}/banks`]) {
      expect(await open(`${path}/?q=a`)).toMatchObject({ status: 308, location: `${path}?q=a` })
    }
  })

  it('redirects to no other site because of a slash at the end', async () => {
    for (const target of ['/pay/../..//example.com/', '/pay//example.com/', '/pay/%2e%2e//example.com/']) {
      const { head } = await sendRaw(world.publicUrl, { method: 'GET', target, headers: [] })
      expect(head).not.toMatch(/location: (?!\/pay\/)/i)
    }
  })

  it('leads back to the invoice when the address of a press is opened', async () => {
    await pressPay(`${world.publicUrl}${pay}`, 'no-such-bank')
    for (const action of ['pay', 'viewed', 'request-link']) {
      expect(await open(`${pay}/${action}`)).toMatchObject({ status: 303, location: pay })
    }
    expect(await open(`${preview}/pay`)).toMatchObject({ status: 303, location: preview })
    expect((await open('/pay/unknown/pay')).status).toBe(404)
  })

  it('refuses a wrong method with a page', async () => {
    const { status, headers, page } = await open(pay, 'POST')
    expect({ status, allow: headers.get('allow') }).toEqual({ status: 405, allow: 'GET, HEAD' })
    expect(page).toContain('<h1>This page cannot be used like this</h1>')
  })

  it('refuses a long form with a page', async () => {
    const response = await fetch(`${world.publicUrl}${pay}/pay`, { method: 'POST', body: 'x'.repeat(20_000) })
    expect(response.status).toBe(413)
    expect(response.headers.get('content-type')).toContain('text/html')
  })
})

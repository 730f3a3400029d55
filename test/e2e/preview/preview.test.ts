import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  InboundWebhookRow,
  InvoiceEventRow,
  InvoiceRow,
  PaymentAttemptRow,
} from '../../../db/entities/index.ts'
import {
  signPreviewToken,
  signPreviewSession,
  verifyPreviewSession,
} from '../../../domain/payment/payment-link.ts'
import {
  command,
  authorise,
  bankEvents,
  bankPayment,
  call,
  control,
  createInvoice,
  mustCommand,
  pressPay,
} from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()

const draft = (changes: Record<string, unknown> = {}) =>
  createInvoice(world, { send: 'draft', description: 'A boat', ...changes })

function browser() {
  const cookies = new Map<string, string>()
  return async (url: string, form?: Record<string, string>) => {
    const response = await fetch(new URL(url, world.publicUrl), {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const { status, headers } = response
    return { status, headers, location: headers.get('location') ?? '', text: await response.text() }
  }
}

async function previewOf(id: string): Promise<string> {
  const { status, json } = await command(world, id, 'preview')
  expect(status).toBe(201)
  return String(json['url'])
}

async function recorded(id: string) {
  const em = world.em.fork()
  const events = await em.find(InvoiceEventRow, { invoiceId: id })
  const { status, updatedAt, amountPaid } = await em.findOneOrFail(InvoiceRow, { id })
  const attempts = await em.count(PaymentAttemptRow, { invoiceId: id })
  return { events: events.map(({ type }) => type), status, updatedAt, amountPaid, attempts }
}

describe('the preview of a draft', () => {
  it('plays a preview from invoice to receipt and records nothing', async () => {
    const { id } = await draft()
    const before = await recorded(id)
    const [url, visit] = [await previewOf(id), browser()]
    const first = await visit(url)
    expect(first.status).toBe(200)
    for (const text of ['A boat', '125.00 GBP', 'Preview.', '<title>Preview: ', 'Pay by bank'])
      expect(first.text).toContain(text)
    expect((await visit(`${url}/banks`)).text).toContain('<title>Preview: Choose your bank')
    const { location } = await visit(`${url}/pay`, { bank: 'sandbox-pebble' })
    const payment = await control(world, `payments/${bankPayment(location)}`, 'GET')
    expect(payment).toMatchObject({ amount_in_minor: 12_500 })
    expect((await visit(url)).text).toMatch(/<title>Preview: Waiting for your bank.*Continue at Pebble/s)
    const back = new URL(await authorise(location))
    expect(back.pathname).toBe('/preview/return')
    expect((await visit(back.href)).location).toBe(new URL(url).pathname)
    await waitFor(async () => (await visit(`${url}/status`)).text === '{"status":"paid"}')
    const paid = await visit(url)
    expect(paid.text).toMatch(/<title>Preview: Invoice DRAFT is paid.*125\.00 GBP paid.*Download receipt/s)
    for (const file of ['invoice.pdf', 'receipt.pdf']) {
      const { status, headers, text } = await visit(`${url}/${file}`)
      expect([status, headers.get('content-type'), text.slice(0, 5)]).toEqual([
        200,
        'application/pdf',
        '%PDF-',
      ])
      expect(headers.get('content-disposition')).toContain(`preview-${file}`)
    }
    expect((await visit(`${url}/again`)).location).toBe(new URL(url).pathname)
    expect((await visit(url)).text).toContain('Pay by bank')
    expect(await recorded(id)).toEqual(before)
    expect(before).toMatchObject({ status: 'draft', attempts: 0 })
  })

  it('shows why a preview payment failed and accepts another bank', async () => {
    const { id } = await draft({ amount: 1_011 })
    const [url, visit] = [await previewOf(id), browser()]
    await authorise((await visit(`${url}/pay`, { bank: 'sandbox-pebble' })).location)
    await waitFor(async () => (await visit(`${url}/status`)).text === '{"status":"failed"}')
    expect((await visit(url)).text).toContain('There was not enough money in the account.')
    const again = await visit(`${url}/pay`, { bank: 'sandbox-harbour' })
    expect(again.status).toBe(303)
    await visit(`${url}/pay`, { bank: 'sandbox-pebble' })
    await waitFor(
      async () =>
        (await control(world, `payments/${bankPayment(again.location)}`, 'GET'))['status'] === 'failed',
    )
  })

  it('requests the deposit first and then the rest in a preview', async () => {
    const { id } = await draft({ deposit: { percent: 30 } })
    const [url, visit] = [await previewOf(id), browser()]
    expect((await visit(url)).text).toContain('Deposit, of')
    await authorise((await visit(`${url}/pay`, { bank: 'sandbox-pebble' })).location)
    const rest = await waitFor(async () => {
      const { text } = await visit(url)
      return text.includes('Your last payment has arrived') && text
    })
    expect(rest).toContain('<h1>87.50 GBP</h1>')
    const { location } = await visit(`${url}/pay`, { bank: 'sandbox-pebble' })
    expect(await control(world, `payments/${bankPayment(location)}`, 'GET')).toMatchObject({
      amount_in_minor: 8_750,
    })
    await authorise(location)
    await waitFor(async () => (await visit(`${url}/status`)).text === '{"status":"paid"}')
  })

  it('plays a preview in kroner over Token.io', async () => {
    const { id } = await draft({ currency: 'DKK' })
    const [url, visit] = [await previewOf(id), browser()]
    const { location } = await visit(`${url}/pay`, { bank: 'sandbox-klitbanken' })
    const [address = '', query = ''] = location.split('?')
    const decided = await fetch(`${address}/decision?${query}`, {
      method: 'POST',
      body: new URLSearchParams({ decision: 'authorise', account: 'current' }),
      redirect: 'manual',
    })
    expect(decided.headers.get('location')).toContain('/preview/return?')
    await waitFor(async () => (await visit(`${url}/status`)).text === '{"status":"paid"}')
  })

  it('shows changes of the draft in its preview, and ends the preview when the draft is sent', async () => {
    const { id } = await draft()
    const [url, visit] = [await previewOf(id), browser()]
    const changed = await call(world, 'PATCH', `/v1/invoices/${id}`, {
      description: 'A bigger boat',
      amount: 20_000,
    })
    expect(changed.status).toBe(200)
    expect((await visit(url)).text).toMatch(/200\.00 GBP.*A bigger boat/s)
    await mustCommand(world, id, 'send')
    const over = await visit(url)
    expect([over.status, over.text.includes('This invoice has been sent')]).toEqual([410, true])
    expect((await visit(`${url}/pay`, { bank: 'sandbox-pebble' })).status).toBe(410)
    expect(await previewOf(id)).toContain('/view/')
  })

  it('ignores the bank’s reports about a preview payment', async () => {
    const { id } = await draft()
    const [url, visit] = [await previewOf(id), browser()]
    const { location } = await visit(`${url}/pay`, { bank: 'sandbox-pebble' })
    await authorise(location)
    const paymentId = bankPayment(location)
    const reported = await waitFor(async () => {
      const eventId = await bankEvents(world, paymentId, 'payment_settled')
      const processed = { eventId, processedAt: { $ne: null } }
      return (await world.em.fork().findOne(InboundWebhookRow, processed)) ?? undefined
    })
    expect(reported.outcome).toBe('unknown_payment')
    expect(await recorded(id)).toMatchObject({ attempts: 0, amountPaid: 0 })
  })
})

describe('a preview’s link', () => {
  it('refuses a forged or expired preview link and a payment link', async () => {
    const { id } = await draft()
    const { link } = await createInvoice(world)
    const visit = browser()
    const token = signPreviewToken(id, Date.now() + 60_000, world.linkKeys)
    expect((await visit(`/preview/${token}`)).status).toBe(200)
    const over = signPreviewToken(id, Date.now() - 1_000, world.linkKeys)
    const stranger = signPreviewToken(id, Date.now() + 60_000, [
      { kid: 'k1', secret: createSecretKey(new Uint8Array(32)) },
    ])
    const payToken = new URL(link?.url ?? '').pathname.split('/').at(-1)
    for (const bad of [over, stranger, payToken, `${token}x`, 'x'])
      for (const page of ['', '/banks', '/status', '/invoice.pdf'])
        expect((await visit(`/preview/${bad}${page}`)).status, `${bad}${page}`).toBe(404)
    expect((await visit(`/pay/${token}`)).status).toBe(404)
  })

  it('refuses a preview link of another merchant’s draft', async () => {
    const { id } = await draft()
    const { status } = await call(
      world,
      'POST',
      `/v1/invoices/${id}/preview`,
      {},
      { authorization: 'Bearer dw_test_no' },
    )
    expect(status).toBe(401)
  })

  it('starts the preview again when the sandbox has no such payment', async () => {
    const url = await previewOf((await draft()).id)
    const visit = browser()
    const { location, headers } = await visit(`${url}/pay`, { bank: 'sandbox-pebble' })
    const cookie = /=([^;]+)/.exec(headers.getSetCookie()[0] ?? '')?.[1] ?? ''
    const session = verifyPreviewSession(decodeURIComponent(cookie), world.linkKeys) ?? ''
    const forgotten = session.replace(bankPayment(location), '00000000-0000-4000-8000-000000000000')
    expect(forgotten).not.toBe(session)
    const other = `duewell_preview=${encodeURIComponent(signPreviewSession(forgotten, world.linkKeys))}`
    const answer = await fetch(url, { headers: { cookie: other }, redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, new URL(url).pathname])
    expect(answer.headers.getSetCookie().join()).toContain('duewell_preview=;')
  })

  it('ignores a forged preview cookie', async () => {
    const { id } = await draft()
    const url = await previewOf(id)
    for (const value of ['x', '{}', encodeURIComponent('{"token":"../../x"}')]) {
      const response = await fetch(url, { headers: { cookie: `duewell_preview=${value}` } })
      expect([response.status, (await response.text()).includes('Pay by bank')]).toEqual([200, true])
    }
  })

  it('cancels only the preview’s own payment', async () => {
    const { link } = await createInvoice(world)
    const payment = bankPayment((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
    const url = await previewOf((await draft()).id)
    const { location, headers } = await browser()(`${url}/pay`, { bank: 'sandbox-pebble' })
    const cookie = /^([^;]+)/.exec(headers.getSetCookie()[0] ?? '')?.[1] ?? ''
    const forged = cookie.replace(bankPayment(location), payment)
    expect(forged).not.toBe(cookie)
    const { status } = await fetch(`${url}/pay`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: forged },
      body: new URLSearchParams({ bank: 'sandbox-harbour' }),
    })
    expect(status).toBe(303)
    for (const each of [payment, bankPayment(location)]) {
      expect((await control(world, `payments/${each}`, 'GET'))['status']).not.toBe('failed')
    }
  })
})

import { describe, expect, it } from 'vitest'
import { InvoiceEventRow } from '../../../db/entities/index.ts'
import { signPreviewToken, signViewToken } from '../../../domain/payment/payment-link.ts'
import {
  authorise,
  call,
  command,
  createInvoice,
  mustCommand,
  pressPay,
  readInvoice,
} from '../../clients/client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilInvoice, untilStatus } from '../../support/wait.ts'

const world = useWorld()

async function viewOf(id: string): Promise<string> {
  const { status, json } = await command(world, id, 'preview')
  expect(status).toBe(201)
  return String(json['url'])
}

async function open(url: string, method = 'GET') {
  const response = await fetch(url, { method, redirect: 'manual' })
  return { status: response.status, text: await response.text() }
}

describe('the merchant’s view', () => {
  it('shows what the customer sees, marked as a view, with no way to pay or to be counted', async () => {
    const { id, number, link } = await createInvoice(world, { description: 'A boat' })
    await untilInvoice(world, id, ({ delivery }) => delivery.status === 'delivered')
    const events = await world.em.fork().count(InvoiceEventRow, { invoiceId: id })
    const url = await viewOf(id)
    const { status, text } = await open(url)
    expect(status).toBe(200)
    for (const shown of ['Merchant’s view.', 'A boat', String(number), 'Pebble', '125.00 GBP']) {
      expect(text).toContain(shown)
    }
    expect(text).toMatch(/<body[^>]* data-preview/)
    expect(text).not.toContain('method="post"')
    expect(text).not.toContain(new URL(link?.url ?? '').pathname)
    for (const action of ['pay', 'viewed', 'request-link', 'banks']) {
      expect((await open(`${url}/${action}`, 'POST')).status).toBe(404)
    }
    expect(await readInvoice(world, id)).toMatchObject({ status: 'sent', viewed_at: null })
    expect(await world.em.fork().count(InvoiceEventRow, { invoiceId: id })).toBe(events)
    expect((await open(`${url}/invoice.pdf`)).text).toMatch(/^%PDF/)
  })

  it('shows the merchant when the invoice waits for the bank, is paid or is void', async () => {
    const { id, link } = await createInvoice(world)
    const url = await viewOf(id)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-pebble')
    const waiting = await open(url)
    expect(waiting.text).toContain('Waiting for your bank')
    expect(waiting.text).not.toContain(location)
    await authorise(location)
    await untilStatus(world, id, 'paid')
    expect((await open(url)).text).toContain('125.00 GBP paid')
    expect((await open(`${url}/receipt.pdf`)).text).toMatch(/^%PDF/)

    const other = await createInvoice(world)
    const view = await viewOf(other.id)
    await mustCommand(world, other.id, 'void')
    expect(await open(view)).toMatchObject({ status: 410 })
    expect((await open(view)).text).toContain('This invoice was cancelled')
  })

  it('offers no new link on the page of an expired link', async () => {
    const { id } = await createInvoice(world, {
      link_expires_at: new Date(Date.now() + 86_400_000).toISOString(),
    })
    const url = await viewOf(id)
    await mustCommand(world, id, 'clock', { advance: 'P2D' })
    const { text } = await open(url)
    expect(text).toContain('This link has expired')
    expect(text).not.toContain('Ask for a new link')
  })

  it('accepts only a view token, and only until its expiry', async () => {
    const { id, link } = await createInvoice(world)
    const token = String(new URL(link?.url ?? '').pathname.split('/').at(-1))
    const inAnHour = Date.now() + 3_600_000
    for (const wrong of [
      token,
      signPreviewToken(id, inAnHour, world.linkKeys),
      signViewToken(id, Date.now() - 1_000, world.linkKeys),
      signViewToken('inv_00000000000000000000000000', inAnHour, world.linkKeys),
      'unknown',
    ]) {
      const { status, text } = await open(`${world.publicUrl}/view/${wrong}`)
      expect([status, text.includes('This view has ended')]).toEqual([404, true])
    }
    const view = signViewToken(id, inAnHour, world.linkKeys)
    expect((await open(`${world.publicUrl}/view/${view}`)).status).toBe(200)
    expect((await open(`${world.publicUrl}/pay/${view}`)).status).toBe(404)
    expect((await open(`${world.publicUrl}/preview/${view}`)).status).toBe(404)
    const { json } = await call<{ expires_at: string }>(world, 'POST', `/v1/invoices/${id}/preview`)
    expect(Date.parse(json.expires_at)).toBeGreaterThan(Date.now())
  })
})

import { describe, expect, it } from 'vitest'
import {
  command,
  call,
  createInvoice,
  inboxFor,
  mustCommand,
  pressPay,
  readEvents,
  readInvoice,
  timeline,
} from '../../clients/client.ts'
import { tokenIoPayment } from '../../support/rail-fixtures.ts'
import { replaceForTest } from '../../support/replace.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilEvent, untilStatus, waitFor } from '../../support/wait.ts'
import { withNewMerchant } from '../../support/merchant.ts'

const world = useWorld()

const kroner = (changes: Record<string, unknown> = {}) =>
  createInvoice(world, { currency: 'DKK', ...changes })

async function decide(location: string, decision: string): Promise<string> {
  const [address = '', query = ''] = location.split('?')
  const response = await fetch(`${address}/decision?${query}`, {
    method: 'POST',
    body: new URLSearchParams({ decision, account: 'current' }),
    redirect: 'manual',
  })
  expect(response.status).toBe(303)
  return response.headers.get('location') ?? ''
}

const atTokenIo = async () => {
  const response = await fetch(`${world.sandbox.tokenio?.url}/sandbox/payments`)
  const { payments } = (await response.json()) as {
    payments: { id: string; status: string; initiation: Record<string, unknown> }[]
  }
  return payments
}

const bankWords = async (id: string, type: string) =>
  (await readEvents(world, id)).find((event) => event.type === `invoice.${type}`)?.data['rail_status']

describe('an invoice in Danish kroner', () => {
  it('shows unavailable Danish banks and refuses payments there', async () => {
    const { id, link } = await kroner()
    const page = await (await fetch(`${link?.url}/banks`)).text()
    const button = (bank: string) =>
      new RegExp(`<button[^>]*value="${bank}"[^>]*>.*?</button>`, 's').exec(page)?.[0]
    expect(button('sandbox-klitbanken')).not.toContain('disabled')
    expect(button('sandbox-fjordkassen')).toMatch(/disabled.*In maintenance/s)
    expect(button('sandbox-lyngsparekasse')).toMatch(/disabled.*Not available now/s)
    const pressed = await pressPay(link?.url ?? '', 'sandbox-fjordkassen')
    expect(pressed).toMatchObject({ status: 303, location: expect.stringMatching(/\/banks$/) })
    expect(await timeline(world, id)).not.toContain('payment_started')
  })

  it('pays an invoice in kroner from a Danish bank to the merchant’s own account', async () => {
    const { id, link } = await kroner()
    const page = await (await fetch(`${link?.url}/banks`)).text()
    expect(page).toContain('Klitbanken')
    expect(page).not.toContain('Granbanken')
    const { location } = await pressPay(link?.url ?? '', 'sandbox-klitbanken')
    const back = await decide(location, 'authorise')
    const returned = await fetch(back, { redirect: 'manual' })
    expect(new URL(returned.headers.get('location') ?? '', world.publicUrl).pathname).toBe(
      new URL(link?.url ?? '').pathname,
    )
    expect(await untilStatus(world, id, 'paid')).toMatchObject({ amount_paid: 12_500 })
    expect(await bankWords(id, 'payment_settled')).toMatch(/^INITIATION_COMPLETED\/AC(SC|CC)$/)
    const [payment] = await atTokenIo()
    expect(payment?.initiation).toMatchObject({
      amount: { value: '125.00', currency: 'DKK' },
      localInstrument: 'EU_DOMESTIC_NON_EURO_INSTANT',
      creditor: { iban: 'DK5000400440116243' },
    })
    expect(await command(world, id, 'refunds', { amount: 100 })).toMatchObject({
      status: 409,
      json: { code: 'refund_not_possible', detail: expect.stringContaining('`method`') },
    })
  })

  it('notifies the merchant of a reversal, who then reopens the invoice', async () => {
    const { id, link } = await kroner()
    const { location } = await pressPay(link?.url ?? '', 'sandbox-klitbanken')
    await decide(location, 'authorise')
    await untilStatus(world, id, 'paid')
    const payment = tokenIoPayment(location)
    await fetch(`${world.sandbox.tokenio?.url}/sandbox/payments/${payment}/status`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ status: 'INITIATION_REJECTED', bank_status: 'RJCT' }),
    })
    await untilEvent(world, id, 'merchant_notified')
    const invoice = await readInvoice(world, id)
    expect(invoice).toMatchObject({ status: 'paid', payments: [{ status: 'reversed' }] })
    const notices = await inboxFor(world, 'accounts@larkspur.example')
    expect(notices.map(({ subject }) => subject)).toContain(
      `Invoice ${invoice.number}: a payment may not have come`,
    )
    const path = `payments/${invoice.payments[0]?.id}/undo`
    expect(await mustCommand(world, id, path, {})).toMatchObject({ status: 'viewed', amount_due: 12_500 })
    expect((await pressPay(link?.url ?? '', 'sandbox-klitbanken')).status).toBe(303)
    expect((await timeline(world, id)).filter((type) => /paid|settled|revers/.test(type))).toEqual([
      'payment_settled',
      'paid',
      'payment_reversed',
      'payment_reversal_accepted',
    ])
  })

  it('records manual refunds up to the amount received', async () => {
    const email = 'given.back@customer.example'
    const { id, link } = await kroner({ customer: { name: 'Ada Byron', email } })
    await decide((await pressPay(link?.url ?? '', 'sandbox-klitbanken')).location, 'authorise')
    await untilStatus(world, id, 'paid')
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
    for (const [body, pointer] of [
      [{ amount: 100, method: 'transfer', refunded_on: tomorrow }, '/refunded_on'],
      [{ amount: 100, method: 'pigeon' }, '/method'],
      [{ amount: 100, refunded_on: '2026-11-01' }, '/method'],
    ] as const) {
      const { status, json } = await command(world, id, 'refunds', body)
      expect([status, json['errors']]).toMatchObject([422, [{ pointer }]])
    }
    const given = { amount: 5_000, method: 'transfer', note: 'half of it' }
    const key = { 'idempotency-key': 'given-back-once' }
    expect(await command(world, id, 'refunds', given, key)).toMatchObject({ status: 201 })
    expect(await command(world, id, 'refunds', given, key)).toMatchObject({ status: 201 })
    expect(await readInvoice(world, id)).toMatchObject({
      status: 'paid',
      amount_refunded: 5_000,
      refunds: [{ amount: 5_000, source: 'manual', method: 'transfer', status: 'executed', payment: null }],
    })
    expect(await command(world, id, 'refunds', { amount: 7_501, method: 'cash' })).toMatchObject({
      status: 422,
      json: { code: 'refund_exceeds_payment' },
    })
    const mail = await waitFor(async () =>
      (await inboxFor(world, email)).find(({ subject }) => /refund/i.test(subject)),
    )
    expect(mail.text).toContain('50.00')
    await untilEvent(world, id, 'refund_notice_sent')
    expect((await timeline(world, id)).filter((type) => type.includes('refund'))).toEqual([
      'manual_refund_recorded',
      'refund_notice_sent',
    ])
  })

  it('accepts signed Token.io webhooks only', async () => {
    const rail = world.deps.rails.test.get('tokenio')
    const verify = rail.verifyWebhook.bind(rail)
    const accepted: string[] = []
    replaceForTest(rail, {
      verifyWebhook: async (webhook) => {
        const verified = await verify(webhook)
        accepted.push(webhook.body)
        return verified
      },
    })
    const { id, link } = await kroner()
    const { location } = await pressPay(link?.url ?? '', 'sandbox-klitbanken')
    await decide(location, 'authorise')
    await untilStatus(world, id, 'paid')
    const [body] = await waitFor(async () => accepted.length > 0 && accepted)
    const forged = await fetch(`${world.publicUrl}/webhooks/test/tokenio`, {
      method: 'POST',
      headers: { 'token-signature': 'A'.repeat(86) },
      body: body ?? '',
    })
    expect(forged.status).toBe(401)
    expect(await forged.json()).toMatchObject({ code: 'forged_webhook' })
  })

  it('keeps the invoice payable after a decline, also by a manual payment', async () => {
    const { id, link } = await kroner()
    const { location } = await pressPay(link?.url ?? '', 'sandbox-klitbanken')
    await (await fetch(await decide(location, 'reject'), { redirect: 'manual' })).text()
    await untilEvent(world, id, 'payment_failed')
    expect(await bankWords(id, 'payment_failed')).toBe('INITIATION_DECLINED')
    expect((await readInvoice(world, id)).status).toBe('viewed')
    await mustCommand(world, id, 'payments', { amount: 12_500, method: 'transfer' })
    expect((await readInvoice(world, id)).status).toBe('paid')
  })

  it('refuses to issue in kroner after the payout account was removed', async () => {
    const shop = await withNewMerchant(world)
    expect((await call(shop, 'DELETE', '/v1/payout_accounts/DKK')).status).toBe(204)
    const { status, json } = await call(shop, 'POST', '/v1/invoices', { currency: 'DKK' })
    expect(status).toBe(422)
    expect(JSON.stringify(json)).toContain('no_payout_account')
  })
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InboundWebhookRow, PaymentAttemptRow } from '../../../db/entities/index.ts'
import type { Mode } from '../../../domain/shared/mode.ts'
import { createWebhookVerifier } from '../../../integrations/bank/truelayer/webhooks/verify.ts'
import {
  authorise,
  bankEvents,
  bankPayment,
  call,
  control,
  createInvoice,
  inboxFor,
  type InvoiceJson,
  mustCommand,
  pressPay,
  readEvents,
  readInvoice,
} from '../../clients/client.ts'
import { confirm, csvOf, review, untilImport, upload } from '../../clients/import-client.ts'
import { accountOf, payInKroner, reconcile } from '../../clients/reconciliation-client.ts'
import { createRecurring, inDays, readRecurring } from '../../clients/recurring-client.ts'
import { type Jwks, startJwks } from '../../support/jwks.ts'
import type { World } from '../../support/harness.ts'
import { inLiveMode, withNewMerchant } from '../../support/merchant.ts'
import { controlBank } from '../../support/rail-fixtures.ts'
import { useOwnWorld } from '../../support/test-harness.ts'
import { untilInvoice, untilStatus, waitFor } from '../../support/wait.ts'

const world = useOwnWorld({ returnPollsMs: [] })

const PATHS: Record<Mode, string> = { test: '/webhooks/test/truelayer', live: '/webhooks/truelayer' }

async function twoWorlds(): Promise<Record<Mode, World>> {
  const shop = await withNewMerchant(world)
  return { test: shop, live: inLiveMode(shop) }
}

async function paidIn(shop: World): Promise<{ id: string; payment: string }> {
  const { id, link } = await createInvoice(shop)
  const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
  await authorise(location)
  await untilStatus(shop, id, 'paid')
  return { id, payment: bankPayment(location) }
}

async function accountOfPayment(payment: string): Promise<string> {
  const { request } = await control<{
    request: { payment_method: { beneficiary: { merchant_account_id: string } } }
  }>(world, `payments/${payment}`, 'GET')
  return request.payment_method.beneficiary.merchant_account_id
}

async function moneyEvents(shop: World, id: string) {
  return (await readEvents(shop, id)).filter(({ type }) => /payment|refund/.test(type))
}

async function listed(shop: World, path: string): Promise<string[]> {
  const { json } = await call<{ data: { id: string }[] }>(shop, 'GET', path)
  return json.data.map(({ id }) => id)
}

describe('one merchant with a key of each mode', () => {
  it('numbers, lists and reads the invoices of each mode alone', async () => {
    const { test, live } = await twoWorlds()
    const inTest = [await createInvoice(test), await createInvoice(test)]
    const inLive = [await createInvoice(live)]
    const counts = (invoices: InvoiceJson[]) => invoices.map(({ number }) => number?.split('-').at(-1))
    expect(counts(inTest)).toEqual(['0001', '0002'])
    expect(counts(inLive)).toEqual(['0001'])
    expect(await listed(test, '/v1/invoices')).toEqual(inTest.map(({ id }) => id).toReversed())
    expect(await listed(live, '/v1/invoices')).toEqual(inLive.map(({ id }) => id))
  })

  it('pays each invoice at the client of its mode, by webhooks of that mode alone', async () => {
    const { test, live } = await twoWorlds()
    const inTest = await paidIn(test)
    const inLive = await paidIn(live)
    expect(await accountOfPayment(inTest.payment)).toBe('account-gbp')
    expect(await accountOfPayment(inLive.payment)).toBe('live-account-gbp')
    for (const [mode, { payment }] of [
      ['test', inTest],
      ['live', inLive],
    ] as const) {
      const webhooks = await world.em
        .fork()
        .find(InboundWebhookRow, { source: 'truelayer', eventId: await bankEvents(world, payment) })
      expect(new Set(webhooks.map((row) => row.mode))).toEqual(new Set([mode]))
    }
  })

  it('pays in kroner at the member of the mode', async () => {
    const { test, live } = await twoWorlds()
    const members = new Map<string, string>()
    const ids = { test: await payInKroner(test), live: await payInKroner(live) }
    const { payments } = (await controlBank(world, 'tokenio', 'payments', 'GET')) as {
      payments: { id: string; memberId: string }[]
    }
    for (const [mode, invoiceId] of Object.entries(ids)) {
      const attempt = await world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId })
      members.set(mode, payments.find(({ id }) => id === attempt.providerPaymentId)?.memberId ?? '')
    }
    expect(Object.fromEntries(members)).toEqual({
      test: 'm:duewell:5zKtXEAq',
      live: 'm:live-duewell:5zKtXEAq',
    })
  })

  it('refunds a live payment at the live client', async () => {
    const { live } = await twoWorlds()
    const { id, payment } = await paidIn(live)
    await mustCommand(live, id, 'refunds', { amount: 2_500 })
    await untilInvoice(live, id, (invoice) => invoice.refunds[0]?.status === 'executed')
    const { refunds } = await control<{ refunds: { metadata: { invoice_id: string } }[] }>(
      world,
      'refunds',
      'GET',
    )
    expect(refunds.filter(({ metadata }) => metadata.invoice_id === id)).toHaveLength(1)
    const statement = await reconcile(world)
    expect(accountOf(statement, 'GBP', 'truelayer', 'live')).toMatchObject({ differ: 0 })
    expect(accountOf(statement, 'GBP', 'truelayer', 'test')).toMatchObject({ differ: 0 })
    expect(payment).not.toBe('')
  })

  it('e-mails from the Postmark server of the mode', async () => {
    const { test, live } = await twoWorlds()
    for (const [mode, shop] of Object.entries({ test, live })) {
      const email = `${mode}.mode.${crypto.randomUUID()}@customer.example`
      await createInvoice(shop, { customer: { name: 'Ada', email } })
      const mail = await waitFor(async () => (await inboxFor(world, email))[0])
      const token = mode === 'test' ? world.secrets.serverToken : world.liveSecrets.serverToken
      const other = mode === 'test' ? world.liveSecrets.serverToken : world.secrets.serverToken
      expect([await detailsStatus(mail.id, token), await detailsStatus(mail.id, other)]).toEqual([200, 422])
    }
  })

  it('takes the same file once in each mode, and issues its invoices there', async () => {
    const { test, live } = await twoWorlds()
    const csv = csvOf(2)
    const inTest = await review(test, csv)
    const inLive = await review(live, csv)
    expect(inLive.id).not.toBe(inTest.id)
    expect(await upload(live, csv)).toMatchObject({ httpStatus: 200, id: inLive.id })
    await confirm(live, inLive.id)
    await untilImport(live, inLive.id, 'completed')
    expect(await listed(live, `/v1/invoices?import=${inLive.id}`)).toHaveLength(2)
    expect(await listed(test, '/v1/invoices')).toEqual([])
    expect(await listed(test, '/v1/imports')).toEqual([inTest.id])
    expect(await listed(live, '/v1/imports')).toEqual([inLive.id])
  })

  it('issues the invoices of a recurring invoice in its own mode', async () => {
    const { test, live } = await twoWorlds()
    const { id } = await createRecurring(live, {
      schedule: { unit: 'month', start: inDays(0), time: '00:00' },
    })
    const last = await waitFor(async () => (await readRecurring(live, id)).last ?? undefined)
    const issued = await untilInvoice(live, last.invoice, ({ number }) => number !== null)
    expect(issued).toMatchObject({ mode: 'live', number: expect.stringMatching(/-0001$/) })
    expect(await listed(test, '/v1/invoices')).toEqual([])
    expect(await listed(test, '/v1/recurring_invoices')).toEqual([])
  })

  it('keeps the payout accounts of each mode apart', async () => {
    const { test, live } = await twoWorlds()
    expect((await call(live, 'DELETE', '/v1/payout_accounts/GBP')).status).toBe(204)
    expect((await call(live, 'POST', '/v1/invoices', newInvoice())).status).toBe(422)
    expect((await call(test, 'POST', '/v1/invoices', newInvoice())).status).toBe(201)
  })

  it('answers the same idempotency key in each mode with an invoice of that mode', async () => {
    const { test, live } = await twoWorlds()
    const headers = { 'idempotency-key': 'one-key' }
    const [first, second] = [
      await call<InvoiceJson>(test, 'POST', '/v1/invoices', newInvoice(), headers),
      await call<InvoiceJson>(live, 'POST', '/v1/invoices', newInvoice(), headers),
    ]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(first.json.id).not.toBe(second.json.id)
  })
})

describe('a webhook of one mode', () => {
  const keys = {} as Record<Mode, Jwks>
  beforeAll(async () => {
    for (const mode of ['test', 'live'] as const) {
      keys[mode] = await startJwks()
      world.deps.rails[mode].get('truelayer').verifyWebhook = createWebhookVerifier([keys[mode].url])
    }
  })
  afterAll(async () => void (await Promise.all(Object.values(keys).map((one) => one.close()))))

  async function post(mode: Mode, text: string, signedFor: Mode = mode): Promise<number> {
    const headers = keys[signedFor].sign(text, { path: PATHS[mode] })
    const response = await fetch(`${world.publicUrl}${PATHS[mode]}`, { method: 'POST', headers, body: text })
    await response.arrayBuffer()
    return response.status
  }

  const event = (changes: object) =>
    JSON.stringify({ type: 'payment_settled', event_id: crypto.randomUUID(), event_version: 1, ...changes })
  const eventOf = (body: string) => (JSON.parse(body) as { event_id: string }).event_id

  it.each([
    ['test', 'live'],
    ['live', 'test'],
  ] as const)(
    'is refused at the address of %s mode if it is signed with a key of %s mode',
    async (at, by) => {
      expect(await post(at, event({}), by)).toBe(401)
      expect(await post(at, event({}))).toBe(200)
    },
  )

  it.each([
    ['test', 'live'],
    ['live', 'test'],
  ] as const)('changes nothing on the invoices of the other mode: from %s, about %s', async (by, of) => {
    const shop = (await twoWorlds())[of]
    const { id, link } = await createInvoice(shop)
    await pressPay(link?.url ?? '', 'sandbox-harbour')
    const attempt = await world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId: id })
    const before = await moneyEvents(shop, id)
    const about = { payment_id: attempt.providerPaymentId, metadata: { attempt_id: attempt.id } }
    const body = event(about)
    expect(await post(by, body)).toBe(200)
    const saved = await world.em.fork().findOneOrFail(InboundWebhookRow, { eventId: eventOf(body) })
    expect(saved).toMatchObject({ mode: by, outcome: 'unknown_payment' })
    expect(await moneyEvents(shop, id)).toEqual(before)
    expect(await post(of, event(about))).toBe(200)
    await waitFor(async () => (await moneyEvents(shop, id)).length > before.length)
  })

  it.each([
    ['test', 'live'],
    ['live', 'test'],
  ] as const)('changes nothing on the refunds of the other mode: from %s, about %s', async (by, of) => {
    const shop = (await twoWorlds())[of]
    await control(world, 'refunds/hold')
    const { id, link } = await createInvoice(shop)
    const { location } = await pressPay(link?.url ?? '', 'sandbox-harbour')
    await authorise(location)
    const attempt = await world.em.fork().findOneOrFail(PaymentAttemptRow, { invoiceId: id })
    await waitFor(async () => {
      await post(of, event({ payment_id: attempt.providerPaymentId }))
      return (await readInvoice(shop, id)).status === 'paid'
    })
    await mustCommand(shop, id, 'refunds', { amount: 2_500 })
    const refund = await untilInvoice(shop, id, ({ refunds }) => refunds[0]?.status === 'submitted')
    await control(world, 'refunds/release')
    const refundId = refund.refunds[0]?.id
    const { refunds } = await control<{ refunds: { id: string; metadata: { invoice_id: string } }[] }>(
      world,
      'refunds',
      'GET',
    )
    const atBank = refunds.find(({ metadata }) => metadata.invoice_id === id)
    const before = await moneyEvents(shop, id)
    const about = {
      type: 'refund_failed',
      payment_id: attempt.providerPaymentId,
      refund_id: atBank?.id,
      failure_reason: 'insufficient_funds',
      metadata: { refund_id: refundId },
    }
    const body = event(about)
    expect(await post(by, body)).toBe(200)
    const saved = await world.em.fork().findOneOrFail(InboundWebhookRow, { eventId: eventOf(body) })
    expect(saved).toMatchObject({ mode: by, outcome: 'unknown_refund' })
    expect(await moneyEvents(shop, id)).toEqual(before)
  })

  it('is processed although the other mode had a webhook with the same id', async () => {
    const body = event({})
    expect([await post('test', body), await post('live', body)]).toEqual([200, 200])
    const rows = await world.em.fork().find(InboundWebhookRow, { eventId: eventOf(body) })
    expect(rows.map(({ mode, outcome }) => `${mode} ${outcome}`).toSorted()).toEqual([
      'live not_about_a_payment',
      'test not_about_a_payment',
    ])
  })
})

describe('a webhook of Postmark', () => {
  async function post(mode: Mode, credentials: { user: string; password: string }, json: object) {
    const { user, password } = credentials
    const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
    const path = mode === 'live' ? '/webhooks/postmark' : '/webhooks/test/postmark'
    return (await call(world, 'POST', path, json, { authorization })).status
  }

  it('is refused with the password of the other mode, and changes nothing in the other mode', async () => {
    const { live } = await twoWorlds()
    const { id } = await createInvoice(live)
    const sent = await waitFor(async () => {
      const found = (await readEvents(live, id)).find(({ type }) => type === 'invoice.delivered')
      return found && String(found.data['message'] ?? found.data['message_id'])
    })
    const bounce = {
      RecordType: 'Bounce',
      ID: 1,
      Type: 'HardBounce',
      Inactive: true,
      MessageID: crypto.randomUUID(),
      Metadata: { message_id: sent },
    }
    const before = await readEvents(live, id)
    expect(await post('test', world.liveSecrets.postmarkWebhook, bounce)).toBe(401)
    expect(await post('live', world.secrets.postmarkWebhook, bounce)).toBe(401)
    expect(await post('test', world.secrets.postmarkWebhook, bounce)).toBe(200)
    expect(await readEvents(live, id)).toEqual(before)
    expect(await listed(live, '/v1/suppressed_addresses')).toEqual([])
    expect(await post('live', world.liveSecrets.postmarkWebhook, bounce)).toBe(200)
    await waitFor(async () => (await listed(live, '/v1/suppressed_addresses')).length === 1)
  })
})

function newInvoice(): object {
  return {
    customer: { name: 'Ada Byron', email: 'ada.byron@customer.example' },
    currency: 'GBP',
    due_date: inDays(14),
    description: 'Analytical engine',
    amount: 12_500,
    send: 'now',
  }
}

async function detailsStatus(id: string, token: string): Promise<number> {
  const response = await fetch(`${world.sandbox.postmarkUrl}/messages/outbound/${id}/details`, {
    headers: { 'x-postmark-server-token': token, accept: 'application/json' },
  })
  await response.arrayBuffer()
  return response.status
}

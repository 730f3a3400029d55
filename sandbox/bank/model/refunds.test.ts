import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from 'truelayer-signing'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../core/sqlite.ts'
import { eventually } from '../../testing.ts'
import { order, startTestBank, type TestBank } from '../testing.ts'

const cleanups: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

async function start(options: Parameters<typeof startTestBank>[0] = {}): Promise<TestBank> {
  const bank = await startTestBank(options)
  if (!options.receiver) cleanups.push(() => bank.receiver.close())
  cleanups.push(() => bank.stop())
  return bank
}

async function settled(bank: TestBank, account = 'current', body = order()): Promise<string> {
  const { id } = await bank.pay(body)
  await bank.control(`payments/${id}/authorise`, { account })
  await bank.control(`payments/${id}/settle`, {})
  expect((await bank.get(`/v3/payments/${id}`)).body['status']).toBe('settled')
  return id
}

const refund = (bank: TestBank, paymentId: string, body: unknown = {}, options = {}) =>
  bank.post(`/v3/payments/${paymentId}/refunds`, { reference: 'REF-0001', ...(body as object) }, options)

async function refunded(bank: TestBank, paymentId: string, body: object = {}): Promise<string> {
  const created = await refund(bank, paymentId, body)
  expect(created).toMatchObject({ status: 202, body: { id: expect.any(String) } })
  return String(created.body['id'])
}

const read = async (bank: TestBank, paymentId: string, id: string) =>
  (await bank.get(`/v3/payments/${paymentId}/refunds/${id}`)).body

const webhooksOf = (bank: TestBank, refundId: string) =>
  bank.receiver.received
    .map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    .filter(({ refund_id: id }) => id === refundId)

describe('a refund', () => {
  it('executes a refund by itself and sends a signed webhook', async () => {
    const bank = await start()
    const paymentId = await settled(bank)
    const metadata = { refund_id: 'rfd_1' }
    const id = await refunded(bank, paymentId, { amount_in_minor: 25_000, metadata })
    await eventually(async () => (await read(bank, paymentId, id))['status'] === 'executed')
    expect(await read(bank, paymentId, id)).toMatchObject({
      id,
      amount_in_minor: 25_000,
      currency: 'GBP',
      reference: 'REF-0001',
      metadata,
      created_at: expect.any(String),
      executed_at: expect.any(String),
    })

    await eventually(() => webhooksOf(bank, id).length === 1)
    expect(webhooksOf(bank, id)[0]).toEqual({
      type: 'refund_executed',
      event_id: expect.any(String),
      event_version: 1,
      payment_id: paymentId,
      refund_id: id,
      executed_at: expect.any(String),
      scheme_id: 'faster_payments_service',
      metadata,
    })
    const sent = bank.receiver.received.find(({ body }) => body.includes('refund_executed'))
    verify({
      jwks: await (await fetch(`${bank.url}/.well-known/jwks`)).text(),
      signature: String(sent?.headers['tl-signature']),
      method: 'POST' as never,
      path: sent?.path ?? '',
      headers: { 'x-tl-webhook-timestamp': String(sent?.headers['x-tl-webhook-timestamp']) },
      requiredHeaders: ['X-TL-Webhook-Timestamp'],
      body: sent?.body ?? '',
    })
  })

  it('moves a refund through pending and authorized', async () => {
    const bank = await start({ executeDelayMs: 60_000 })
    const paymentId = await settled(bank)
    const id = await refunded(bank, paymentId)
    await eventually(async () => (await read(bank, paymentId, id))['status'] === 'authorized')
    expect((await bank.control(`refunds/${id}/execute`, {})).body).toMatchObject({
      status: 'executed',
      payment_id: paymentId,
      next_step_at: null,
    })
  })

  it('holds a refund of a payment from the slow account', async () => {
    const bank = await start()
    const paymentId = await settled(bank, 'slow')
    const id = await refunded(bank, paymentId)
    const { refunds } = (await bank.control('refunds')).body
    expect(refunds).toMatchObject([{ id, status: 'pending', held: true, next_step_at: null }])
    expect((await bank.control(`refunds/${id}/fail`, { reason: 'blocked' })).status).toBe(200)
    await eventually(() => webhooksOf(bank, id).length === 1)
    expect(webhooksOf(bank, id)[0]).toMatchObject({
      type: 'refund_failed',
      payment_id: paymentId,
      failed_at: expect.any(String),
      failure_reason: 'blocked',
    })
    expect(await read(bank, paymentId, id)).toMatchObject({ status: 'failed', failure_reason: 'blocked' })
    expect((await bank.control(`refunds/${id}/execute`, {})).status).toBe(409)
    expect((await bank.control('refunds/unknown/execute', {})).status).toBe(404)
  })

  it('fails an executed refund when the payer’s bank returns the money', async () => {
    const bank = await start()
    const paymentId = await settled(bank, 'slow')
    const id = await refunded(bank, paymentId)
    await bank.control(`refunds/${id}/execute`, {})
    const returned = (await bank.control(`refunds/${id}/fail`, {})).body
    expect(returned).toMatchObject({ status: 'failed', failure_reason: 'returned' })
    expect(returned).not.toHaveProperty('executed_at')
    await refunded(bank, paymentId)
  })

  it('holds new refunds until the control API releases them', async () => {
    const bank = await start()
    const paymentId = await settled(bank)
    await bank.control('refunds/hold', {})
    const held = await refunded(bank, paymentId, { amount_in_minor: 1 })
    await bank.control('refunds/release', {})
    const free = await refunded(bank, paymentId, { amount_in_minor: 1 })
    await eventually(async () => (await read(bank, paymentId, free))['status'] === 'executed')
    expect((await read(bank, paymentId, held))['status']).toBe('pending')
  })

  it('lists a refund with its payment, in the API and on the bank’s page', async () => {
    const bank = await start()
    const paymentId = await settled(bank, 'slow')
    const ids = [
      await refunded(bank, paymentId, { amount_in_minor: 100 }),
      await refunded(bank, paymentId, { amount_in_minor: 200 }),
    ]
    const { items } = (await bank.get(`/v3/payments/${paymentId}/refunds`)).body
    expect((items as { id: string }[]).map(({ id }) => id)).toEqual(ids)
    const page = await (await fetch(bank.url)).text()
    for (const text of ['Refund REF-0001', '−1.00 GBP', '−2.00 GBP']) expect(page).toContain(text)
  })
})

describe('a request for a refund', () => {
  it('refuses refunds above the rest of the payment', async () => {
    const bank = await start()
    const paymentId = await settled(bank, 'slow')
    const first = await refunded(bank, paymentId, { amount_in_minor: 100_000 })
    const tooMuch = await refund(bank, paymentId, { amount_in_minor: 25_001 })
    expect(tooMuch).toMatchObject({
      status: 400,
      body: { title: 'Invalid Parameters', errors: { amount_in_minor: [expect.stringContaining('25000')] } },
    })
    const rest = await refunded(bank, paymentId)
    expect((await read(bank, paymentId, rest))['amount_in_minor']).toBe(25_000)
    for (const body of [{}, { amount_in_minor: 1 }])
      expect(await refund(bank, paymentId, body)).toMatchObject({
        status: 400,
        body: { title: 'Invalid State' },
      })

    await bank.control(`refunds/${first}/fail`, {})
    await refunded(bank, paymentId, { amount_in_minor: 100_000 })
  })

  it('accepts one of several simultaneous refunds of the whole amount', async () => {
    const bank = await start()
    const paymentId = await settled(bank)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => refund(bank, paymentId, { amount_in_minor: 125_000 })),
    )
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([202, 400, 400, 400, 400])
  })

  it('refuses a refund of a payment that did not settle in a merchant account', async () => {
    const bank = await start()
    const { id, resourceToken } = await bank.pay()
    expect(await refund(bank, id)).toMatchObject({ status: 400, body: { title: 'Invalid State' } })
    expect((await refund(bank, id, {}, { token: resourceToken })).status).toBe(403)
    expect((await refund(bank, randomUUID())).status).toBe(404)
    const account = { type: 'sort_code_account_number', sort_code: '040668', account_number: '00000871' }
    const beneficiary = { type: 'external_account', account_holder_name: 'Larkspur', reference: 'INV-1' }
    const elsewhere = await bank.pay(
      order({}, { beneficiary: { ...beneficiary, account_identifier: account } }),
    )
    await bank.control(`payments/${elsewhere.id}/authorise`, { account: 'slow' })
    await bank.control(`payments/${elsewhere.id}/execute`, {})
    expect(await refund(bank, elsewhere.id)).toMatchObject({ status: 400, body: { title: 'Invalid State' } })
  })

  it.each([
    ['reference', { reference: undefined }],
    ['reference', { reference: 'a reference that is too long' }],
    ['amount_in_minor', { amount_in_minor: 0 }],
    ['amount_in_minor', { amount_in_minor: 1.5 }],
    ['amount_in_minor', { amount_in_minor: null }],
    ['metadata.invoice_id', { metadata: { invoice_id: 7 } }],
  ])('names the wrong field of a refund: %s', async (field, body) => {
    const bank = await start()
    const { status, body: problem } = await refund(bank, await settled(bank), body)
    expect({ status, fields: Object.keys(problem['errors'] as object) }).toEqual({
      status: 400,
      fields: [field],
    })
  })

  it('requires a signature, and answers once for each key', async () => {
    const bank = await start()
    const paymentId = await settled(bank)
    expect((await refund(bank, paymentId, {}, { kid: 'kid-2' })).status).toBe(401)
    const key = randomUUID()
    const created = await refund(bank, paymentId, { amount_in_minor: 5 }, { key })
    expect(await refund(bank, paymentId, { amount_in_minor: 5 }, { key })).toEqual(created)
    expect((await refund(bank, paymentId, { amount_in_minor: 6 }, { key })).status).toBe(422)
    expect((await bank.control('refunds')).body['refunds']).toHaveLength(1)
  })

  it('fails a refund as planned, before or after it took effect', async () => {
    const bank = await start()
    const paymentId = await settled(bank)
    await bank.control('fail-next', { operation: 'create_refund', mode: 'lost_after_accept' })
    const key = randomUUID()
    expect((await refund(bank, paymentId, {}, { key })).status).toBe(504)
    const created = await refund(bank, paymentId, {}, { key })
    expect(created.status).toBe(202)
    await bank.control('fail-next', { operation: 'get_refund', status: 503 })
    const path = `/v3/payments/${paymentId}/refunds/${String(created.body['id'])}`
    expect((await bank.get(path)).status).toBe(503)
    expect((await bank.get(path)).status).toBe(200)
    expect((await bank.get(path.replace(paymentId, randomUUID()))).status).toBe(404)
  })
})

it('keeps refunds and their next steps over a restart', async () => {
  const file = join(tmpdir(), `bank-${randomUUID()}.db`)
  cleanups.push(async () => {
    for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true })
  })
  const before = await start({ database: openDatabase(file), executeDelayMs: 60_000 })
  const paymentId = await settled(before)
  const id = await refunded(before, paymentId)
  await eventually(async () => (await read(before, paymentId, id))['status'] === 'authorized')
  before.database.exec(`update bank_refund set due_at = 1 where id = '${id}'`)
  await before.stop()
  before.database.close()

  const after = await start({ database: openDatabase(file), receiver: before.receiver })
  cleanups.push(async () => after.database.close())
  await eventually(async () => (await read(after, paymentId, id))['status'] === 'executed')
  await eventually(() => webhooksOf(after, id).length === 1)
})

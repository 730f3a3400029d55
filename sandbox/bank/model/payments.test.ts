import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { extractJku, verify } from 'truelayer-signing'
import { afterEach, describe, expect, it } from 'vitest'
import { openDatabase } from '../../core/sqlite.ts'
import { eventually, type ReceivedRequest } from '../../testing.ts'
import { decide, order, startTestBank, type TestBank } from '../testing.ts'

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

const statusOf = async (bank: TestBank, id: string) => (await bank.get(`/v3/payments/${id}`)).body['status']
const typesOf = (requests: ReceivedRequest[]) =>
  requests.map(({ body }) => (JSON.parse(body) as { type: string }).type)

describe('a payer', () => {
  it('settles the payment after the payer logs in, reads the payee and authorises', async () => {
    const bank = await start()
    const { id, page } = await bank.pay()
    expect(await (await fetch(page)).text()).toContain('Harbour &amp; Vale')
    const consent = await (await fetch(page.replace('?key=', '/log-in?key='), { method: 'POST' })).text()
    for (const text of ['1,250.00 GBP', 'Larkspur Studio', 'INV-0001']) expect(consent).toContain(text)
    expect(await statusOf(bank, id)).toBe('authorizing')

    const back = `http://127.0.0.1:9/return?from=bank&payment_id=${id}`
    expect(await decide(page, { decision: 'authorise', account: 'current' })).toBe(back)
    await eventually(async () => (await statusOf(bank, id)) === 'settled')
    await eventually(() => bank.receiver.received.length === 2)
    expect(typesOf(bank.receiver.received).toSorted()).toEqual(['payment_executed', 'payment_settled'])
  })

  it('changes nothing when the payer presses the button again', async () => {
    const bank = await start()
    const { id, page } = await bank.pay()
    const first = await decide(page, { decision: 'reject' })
    expect(await decide(page, { decision: 'authorise', account: 'current' })).toBe(first)
    expect(new URL(first).searchParams.get('error')).toBe('rejected')
    expect((await bank.get(`/v3/payments/${id}`)).body).toMatchObject({
      status: 'failed',
      failure_stage: 'authorizing',
      failure_reason: 'rejected',
    })
  })

  it('shows nothing to a payer without the secret part of the address', async () => {
    const bank = await start()
    const { page } = await bank.pay()
    expect((await fetch(page.slice(0, -1))).status).toBe(404)
    expect(await decide(page.slice(0, -1), { decision: 'authorise' })).toBe('status 404')
  })
})

describe('a payment', () => {
  it('fails a payment after its approval when the account is empty', async () => {
    const bank = await start({ sendAuthorized: true })
    const { id, page } = await bank.pay()
    await decide(page, { decision: 'authorise', account: 'empty' })
    await eventually(() => bank.receiver.received.length === 2)
    const failed = bank.receiver.received.map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    expect(failed.find(({ type }) => type === 'payment_authorized')).toHaveProperty('authorized_at')
    expect(failed.find(({ type }) => type === 'payment_failed')).toMatchObject({
      event_version: 1,
      payment_id: id,
      failure_stage: 'authorized',
      failure_reason: 'insufficient_funds',
      payment_method: { type: 'bank_transfer', provider_id: 'sandbox-harbour' },
      metadata: { invoice_id: 'inv_1' },
    })
  })

  it('moves a payment from the slow account only by the control API', async () => {
    const bank = await start()
    const { id } = await bank.pay()
    const { body } = await bank.control(`payments/${id}/authorise`, { account: 'slow' })
    expect(body).toMatchObject({ status: 'authorized', held: true, next_step_at: null })
    expect((await bank.control(`payments/${id}/execute`, {})).body['status']).toBe('executed')
    expect((await bank.control(`payments/${id}/settle`, {})).body['status']).toBe('settled')
    expect((await bank.control(`payments/${id}/fail`, { reason: 'blocked' })).status).toBe(409)
  })

  it('ends a payment to an external account when it is executed', async () => {
    const bank = await start()
    const account = { type: 'sort_code_account_number', sort_code: '040668', account_number: '00000871' }
    const beneficiary = { type: 'external_account', account_holder_name: 'Larkspur', reference: 'INV-1' }
    const { id } = await bank.pay(order({}, { beneficiary: { ...beneficiary, account_identifier: account } }))
    await bank.control(`payments/${id}/authorise`, {})
    await eventually(async () => (await statusOf(bank, id)) === 'executed')
    expect((await bank.control(`payments/${id}`)).body['next_step_at']).toBeNull()
  })

  it('cancels a payment until it is authorised', async () => {
    const bank = await start()
    const [first, second] = [await bank.pay(), await bank.pay()]
    expect((await bank.post(`/v3/payments/${first.id}/actions/cancel`, undefined)).status).toBe(202)
    expect(await statusOf(bank, first.id)).toBe('failed')
    await bank.control(`payments/${second.id}/authorise`, {})
    const late = await bank.post(`/v3/payments/${second.id}/actions/cancel`, undefined)
    expect(late).toMatchObject({ status: 400, body: { title: 'Invalid State' } })
  })
})

describe('a webhook', () => {
  it('signs every attempt with the published key', async () => {
    const bank = await start()
    bank.receiver.answers.push(503)
    const { id } = await bank.pay()
    await bank.control(`payments/${id}/reject`, {})
    await eventually(() => bank.receiver.received.length === 2)
    const jwks = await (await fetch(`${bank.url}/.well-known/jwks`)).text()
    const signatures = bank.receiver.received.map(({ path, headers, body }) => {
      const signature = String(headers['tl-signature'])
      expect(extractJku(signature)).toBe(`${bank.url}/.well-known/jwks`)
      const timestamp = String(headers['x-tl-webhook-timestamp'])
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
      const proof = {
        jwks,
        signature,
        method: 'POST' as never,
        path,
        requiredHeaders: ['X-TL-Webhook-Timestamp'],
      }
      verify({ ...proof, headers: { 'x-tl-webhook-timestamp': timestamp }, body })
      expect(() =>
        verify({ ...proof, headers: { 'x-tl-webhook-timestamp': timestamp }, body: `${body} ` }),
      ).toThrow('Invalid signature')
      expect(() =>
        verify({ ...proof, headers: { 'x-tl-webhook-timestamp': '2020-01-01T00:00:00Z' }, body }),
      ).toThrow('Invalid signature')
      return signature
    })
    expect(new Set(signatures).size).toBe(2)
    const delivered = await eventually(async () => {
      const { webhooks } = (await bank.control('webhooks')).body as { webhooks: Listed[] }
      return webhooks.find(({ state }) => state === 'delivered')
    })
    expect(delivered.history.map(({ status }) => status)).toEqual([503, 200])
  })

  it('holds webhooks, sends them out of order, and drops them', async () => {
    const bank = await start()
    await bank.control('webhooks/hold', {})
    const { id } = await bank.pay()
    await bank.control(`payments/${id}/authorise`, { account: 'slow' })
    await bank.control(`payments/${id}/settle`, {})
    const { webhooks } = (await bank.control('webhooks')).body as { webhooks: Listed[] }
    expect(webhooks.map(({ type }) => type)).toEqual(['payment_settled', 'payment_executed'])
    expect((await bank.control(`webhooks/${webhooks[0]?.event_id}/replay`, {})).status).toBe(202)
    await eventually(() => bank.receiver.received.length === 1)
    await bank.control('webhooks/release', {})
    await eventually(() => bank.receiver.received.length === 2)
    expect(typesOf(bank.receiver.received)).toEqual(['payment_settled', 'payment_executed'])

    await bank.control('webhooks/hold', { drop: true })
    const lost = await bank.pay()
    await bank.control(`payments/${lost.id}/reject`, {})
    await bank.control('webhooks/release', {})
    const all = (await bank.control('webhooks')).body as { webhooks: Listed[] }
    expect(all.webhooks[0]).toMatchObject({ type: 'payment_failed', state: 'dropped', attempts: 0 })
  })
})

describe('a restart', () => {
  it('keeps payments, answers and pending steps over a restart', async () => {
    const file = join(tmpdir(), `bank-${randomUUID()}.db`)
    cleanups.push(async () => {
      for (const suffix of ['', '-wal', '-shm']) await rm(`${file}${suffix}`, { force: true })
    })
    const before = await start({ database: openDatabase(file) })
    await before.control('webhooks/hold', {})
    const key = randomUUID()
    const created = await before.post('/v3/payments', order(), { key })
    const held = await before.pay()
    await before.control(`payments/${held.id}/reject`, {})
    const expiring = await before.pay()
    const { keys } = (await before.get('/.well-known/jwks')).body
    before.database.exec(`update bank_payment set due_at = 1 where id = '${expiring.id}'`)
    await before.stop()
    before.database.close()

    const after = await start({ database: openDatabase(file), receiver: before.receiver })
    cleanups.push(async () => after.database.close())
    expect(await after.post('/v3/payments', order(), { key })).toEqual(created)
    expect((await after.get('/.well-known/jwks')).body['keys']).toEqual(keys)
    await eventually(async () => (await statusOf(after, expiring.id)) === 'failed')
    expect((await after.get(`/v3/payments/${expiring.id}`)).body['failure_reason']).toBe('expired')
    await after.control('webhooks/release', {})
    await eventually(() => after.receiver.received.length === 2)
    expect(typesOf(after.receiver.received)).toEqual(['payment_failed', 'payment_failed'])
  })
})

interface Listed {
  event_id: string
  type: string
  state: string
  attempts: number
  history: { status: number | null }[]
}

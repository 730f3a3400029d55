import { describe, expect, it } from 'vitest'
import { readStatement } from '../truelayer/statement.ts'
import { readWebhook } from '../truelayer/webhooks/verify.ts'
import { dropNulls } from './provider-json.ts'

const parseJson = (text: string): unknown => JSON.parse(text, dropNulls)

describe('a null in provider JSON', () => {
  it('drops null fields at any depth, except in lists and amounts', () => {
    expect(parseJson('{"a":null,"b":{"c":null,"d":[1,null]}}')).toEqual({ b: { d: [1, null] } })
    expect(Object.keys(parseJson('{"a":null}') as object)).toEqual([])
    expect(parseJson('null')).toBeNull()
    expect(parseJson('{"amount_in_minor":null}')).toEqual({ amount_in_minor: null })
  })

  it('reads a webhook with null fields', () => {
    const body = { type: 'payment_settled', event_id: 'e', payment_id: 'p', refund_id: null, metadata: null }
    const { paymentReport } = readWebhook(
      JSON.stringify({ ...body, failure_reason: null, failure_stage: null }),
    )
    expect(paymentReport).toMatchObject({ providerPaymentId: 'p', status: 'settled' })
  })

  it.each(['\u0000', 'a\u0000b', '\ud800'])(
    'refuses a webhook with the text %j, which PostgreSQL cannot store',
    (text) => {
      const body = { type: 'payment_failed', event_id: 'e', payment_id: 'p' }
      for (const change of [{ event_id: text }, { payment_id: text }, { metadata: { attempt_id: text } }]) {
        expect(() => readWebhook(JSON.stringify({ ...body, ...change }))).toThrow('unreadable')
      }
      expect(
        readWebhook(JSON.stringify({ ...body, failure_reason: 'line\nline \u{1f600}' })).paymentReport,
      ).toBeDefined()
    },
  )

  it('reads a statement with null fields', async () => {
    const item = { type: 'refund', id: 't', amount_in_minor: 5, settled_at: null, payment_id: null }
    const page = {
      items: [{ ...item, executed_at: '2026-11-26T00:00:00Z', refund_id: 'r' }],
      pagination: null,
    }
    const body = parseJson(JSON.stringify(page))
    const client = { get: async () => ({ status: 200, headers: new Headers(), body }) }
    const lines = await readStatement(client as never, { accountId: 'a', currency: 'GBP' }, 0, 1)
    expect(lines).toMatchObject([{ id: 't', type: 'refund', providerId: 'r', amount: 5 }])
  })
})

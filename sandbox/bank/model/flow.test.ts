import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answer, nextUri, order, startTestBank, type TestBank } from '../testing.ts'

let bank: TestBank
beforeAll(async () => {
  bank = await startTestBank()
})
afterAll(async () => {
  await bank.stop()
  await bank.receiver.close()
})

const nextOf = ({ body }: Answer) =>
  (body as { authorization_flow?: { actions: { next: Record<string, unknown> } } }).authorization_flow
    ?.actions.next
const create = async (amount: number) => {
  const created = await bank.post('/v3/payments', order({ amount_in_minor: amount }))
  const id = String(created.body['id'])
  const act = (action: string, body: unknown, options = {}) =>
    bank.post(`/v3/payments/${id}/authorization-flow/actions/${action}`, body, options)
  return { id, created, act }
}

describe('steps before the bank’s page', () => {
  it.each([
    [1_041, 'provider_selection', { providers: expect.arrayContaining([expect.anything()]) }],
    [1_042, 'consent', { subsequent_action_hint: 'redirect' }],
    [1_044, 'form', { inputs: [expect.objectContaining({ type: 'text', mandatory: true })] }],
    [1_045, 'wait', {}],
    [1_046, 'retry', { retry_options: ['restart'] }],
    [1_047, 'scheme_selection', { schemes: [expect.anything()] }],
    [1_048, 'user_account_selection', { user_accounts: [] }],
    [1_049, 'spoken_password', {}],
  ])('chooses the first step by the amount: %d, %s', async (amount, type, facts) => {
    const { id, created } = await create(amount)
    expect(created).toMatchObject({ status: 201, body: { status: 'authorizing' } })
    expect(nextOf(created)).toMatchObject({ type, ...facts })
    expect(nextOf(await bank.get(`/v3/payments/${id}`))).toEqual(nextOf(created))
  })

  it('chooses the steps by the control API until the authorisation begins', async () => {
    const created = await bank.post('/v3/payments', order({ authorization_flow: undefined }))
    const id = String(created.body['id'])
    await bank.control(`payments/${id}/scenario`, { flow: 'selection_and_consent' })
    const flow = { redirect: { return_uri: 'http://127.0.0.1:9/return' } }
    const begun = await bank.post(`/v3/payments/${id}/authorization-flow`, flow)
    expect(nextOf(begun)?.['type']).toBe('provider_selection')
    expect((await bank.control(`payments/${id}/scenario`, { flow: 'sideways' })).status).toBe(400)
  })

  it('accepts each step once and in order', async () => {
    const { act } = await create(1_043)
    expect(await act('consent', undefined)).toMatchObject({ status: 400, body: { title: 'Invalid State' } })
    const key = randomUUID()
    const chosen = await act('provider-selection', { provider_id: 'sandbox-pebble' }, { key })
    expect(nextOf(chosen)?.['type']).toBe('consent')
    expect(await act('provider-selection', { provider_id: 'sandbox-pebble' }, { key })).toEqual(chosen)
    expect((await act('provider-selection', { provider_id: 'sandbox-pebble' })).status).toBe(400)
    expect(nextUri(await act('consent', {}))).toContain('/bank/authorize/')
    expect((await act('consent', {})).status).toBe(400)
  })

  it.each([
    ['provider-selection', 1_041, { provider_id: 'sandbox-dijkbank' }],
    ['provider-selection', 1_041, { provider_id: 'no-such-bank' }],
    ['provider-selection', 1_041, {}],
    ['provider-selection', 1_041, 'sandbox-pebble'],
    ['consent', 1_042, { consent: true }],
    ['consent', 1_042, ['yes']],
  ])('refuses an invalid step: %s, %d, %j', async (action, amount, body) => {
    const { act } = await create(amount)
    expect(await act(action, body)).toMatchObject({ status: 400, body: { title: 'Invalid Parameters' } })
  })

  it('refuses a step whose body differs from the signed one', async () => {
    const { act } = await create(1_041)
    const sent = JSON.stringify({ provider_id: 'sandbox-harbour' })
    expect((await act('provider-selection', { provider_id: 'sandbox-pebble' }, { sent })).status).toBe(401)
  })

  it('approves a payment only at a step that waits for the bank’s app', async () => {
    const [form, waiting] = [await create(1_044), await create(1_045)]
    expect((await bank.control(`payments/${form.id}/authorise`, {})).status).toBe(409)
    expect((await bank.control(`payments/${waiting.id}/authorise`, {})).status).toBe(200)
  })
})

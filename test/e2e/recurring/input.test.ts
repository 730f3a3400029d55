import { describe, expect, it } from 'vitest'
import { call } from '../../clients/client.ts'
import {
  sendRecurringCommand,
  createRecurring,
  inDays,
  recurringBody,
} from '../../clients/recurring-client.ts'
import { useWorld } from '../../support/test-harness.ts'

const world = useWorld()

const schedule = (changes: object) => ({ schedule: { unit: 'month', start: inDays(1), ...changes } })

const WRONG: [string, Record<string, unknown>, string, string][] = [
  ['no schedule', { schedule: undefined }, '/schedule', 'required'],
  ['no unit', schedule({ unit: undefined }), '/schedule/unit', 'required'],
  ['a unit that is none', schedule({ unit: 'day' }), '/schedule/unit', 'invalid_choice'],
  ['every nought', schedule({ every: 0 }), '/schedule/every', 'out_of_range'],
  ['every half', schedule({ every: 0.5 }), '/schedule/every', 'invalid_type'],
  ['every million', schedule({ every: 1_000_000 }), '/schedule/every', 'out_of_range'],
  ['a start that is no date', schedule({ start: '2027-02-30' }), '/schedule/start', 'invalid_date'],
  ['a start yesterday', schedule({ start: inDays(-1) }), '/schedule/start', 'start_in_the_past'],
  ['a start in eleven years', schedule({ start: inDays(4_100) }), '/schedule/start', 'too_far'],
  ['an end before the start', schedule({ end: { date: inDays(0) } }), '/schedule/end', 'ends_before_start'],
  ['an end of both kinds', schedule({ end: { date: inDays(9), count: 2 } }), '/schedule/end', 'invalid_type'],
  ['an end after none', schedule({ end: { count: 0 } }), '/schedule/end/count', 'out_of_range'],
  ['a time that is none', schedule({ time: '24:00' }), '/schedule/time', 'invalid_time'],
  ['a day of weeks', schedule({ unit: 'week', day: 1 }), '/schedule/day', 'day_not_in_start'],
  ['a field that is none', schedule({ cron: '* * * * *' }), '/schedule/cron', 'unknown_field'],
  ['no days until it is due', { due_after_days: undefined }, '/due_after_days', 'required'],
  ['negative days', { due_after_days: -1 }, '/due_after_days', 'out_of_range'],
  ['no word on sending', { issue: undefined }, '/issue', 'required'],
  ['a policy that is none', { catch_up: 'some' }, '/catch_up', 'invalid_choice'],
  ['a due date', { due_date: inDays(10) }, '/due_date', 'unknown_field'],
  ['a number', { number: 'R-1' }, '/number', 'unknown_field'],
  ['a placeholder that is none', { description: 'For {mnth}' }, '/description', 'unknown_period_placeholder'],
  ['one in the instructions', { instructions: '{due}' }, '/instructions', 'unknown_period_placeholder'],
  [
    'one in a line',
    { amount: undefined, lines: [{ description: '{x}', unit_amount: 1 }] },
    '/lines/0/description',
    'unknown_period_placeholder',
  ],
  ['a text that grows too long', { description: '{period} '.repeat(40) }, '/description', 'too_long'],
  ['no amount', { amount: undefined }, '/amount', 'required'],
  ['an amount of nothing', { amount: 0 }, '/amount', 'not_positive'],
  ['a deposit of all', { deposit: { amount: 12_500 } }, '/deposit', 'out_of_range'],
  ['a text message to nobody', { deliver: ['sms'] }, '/customer/phone', 'required'],
  ['a customer without an address', { customer: { name: 'Ada' } }, '/customer/email', 'required'],
]

describe('invalid input', () => {
  it.each(WRONG)('refuses a recurring invoice and saves nothing: %s', async (_, changes, pointer, code) => {
    for (const path of ['', '/preview']) {
      const answer = await call(world, 'POST', `/v1/recurring_invoices${path}`, recurringBody(changes))
      expect(answer.status).toBe(422)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(answer.json['errors']).toContainEqual(expect.objectContaining({ pointer, code }))
    }
    expect((await call(world, 'GET', '/v1/recurring_invoices')).json['data']).toEqual([])
  })

  it.each([
    ['no object', '[]', 422, 'invalid_type'],
    ['null', 'null', 422, 'invalid_fields'],
    ['no JSON', '{', 400, 'invalid_json'],
  ])('refuses a body that is %s', async (_, body, status, code) => {
    const answer = await call(world, 'POST', '/v1/recurring_invoices', body)
    expect(answer.status).toBe(status)
    if (status !== 422) expect(answer.json['code']).toBe(code)
  })

  it('answers each error with its own code', async () => {
    for (const [changes, code] of [
      [schedule({ start: inDays(-1) }), 'start_in_the_past'],
      [schedule({ end: { date: inDays(0) } }), 'ends_before_start'],
      [schedule({ unit: 'week', day: 3 }), 'day_not_in_start'],
      [{ description: '{}' }, 'unknown_period_placeholder'],
    ] as const) {
      const { json } = await call(world, 'POST', '/v1/recurring_invoices', recurringBody(changes))
      expect(json['code']).toBe(code)
    }
  })
})

describe('a refused request to a recurring invoice', () => {
  it('refuses unsupported fields in commands', async () => {
    const { id } = await createRecurring(world)
    for (const [name, body, code] of [
      ['pause', { until: inDays(3) }, 'invalid_fields'],
      ['skip', { occurrence: 'next' }, 'invalid_fields'],
      ['skip', { occurrence: 2 }, 'not_the_next'],
      ['retry', {}, 'nothing_to_retry'],
      ['clock', {}, 'invalid_fields'],
      ['clock', { advance: 'P11Y' }, 'invalid_duration'],
      ['clock', { advance: '-P1D' }, 'clock_moved_back'],
      ['resume', {}, 'not_paused'],
    ] as const) {
      const { status, json } = await sendRecurringCommand(world, id, name, body)
      expect([name, json['code']]).toEqual([name, code])
      expect([409, 422]).toContain(status)
    }
    const patched = await call(world, 'PATCH', `/v1/recurring_invoices/${id}`, { due_date: inDays(3) })
    expect(patched).toMatchObject({ status: 422, json: { errors: [{ pointer: '/due_date' }] } })
    for (const query of ['limit=0', 'cursor=x', 'status=done', 'x=1']) {
      const list = await call(world, 'GET', `/v1/recurring_invoices?${query}`)
      expect(list).toMatchObject({ status: 422, json: { code: 'invalid_query' } })
    }
  })

  it('refuses to move the clock of a live recurring invoice', async () => {
    const { id } = await createRecurring(world, {}, world.liveApiKey)
    const headers = { authorization: `Bearer ${world.liveApiKey}` }
    expect(await sendRecurringCommand(world, id, 'clock', { advance: 'P1D' }, headers)).toMatchObject({
      status: 403,
      json: { code: 'live_recurring' },
    })
    expect(await sendRecurringCommand(world, id, 'clock', { advance: 'P1D' })).toMatchObject({ status: 404 })
  })
})

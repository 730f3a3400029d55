import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byRequest } from '../shared/cause.ts'
import type { RecurringCommand, RecurringRequest } from './commands.ts'
import { isAtRest, nextDeadline, processedUntil } from './deadline.ts'
import { occurrencesToRetry } from './decide-deadline.ts'
import { decide } from './decide.ts'
import type { RecurringEvent } from './events.ts'
import { fold } from './evolve.ts'
import type { CatchUp, Occurrence } from './rule.ts'
import { type RecurringState, INITIAL } from './state.ts'

const DAY = 86_400_000
const WEEK = 7 * DAY
const START = Date.parse('2027-01-04T09:00:00Z')

function weeks(count: number, from = 1): Occurrence[] {
  return Array.from({ length: count }, (_, index) => {
    const at = START + (from - 1 + index) * WEEK
    const day = (instant: number) => new Date(instant).toISOString().slice(0, 10)
    return { number: from + index, date: day(at), until: day(at + 6 * DAY), at }
  })
}

const RULE = { every: 1, unit: 'week', start: '2027-01-04', firstNumber: 1 } as const

function recurring(catchUp: CatchUp = 'latest', count = 20, complete = false): RecurringState {
  const terms = { templateId: 'tpl_1', rule: RULE, time: '09:00', timeZone: 'UTC', catchUp }
  const dates = { occurrences: weeks(count), complete }
  const created = {
    type: 'created',
    mode: 'test',
    key: 'created',
    at: START - DAY,
    ...terms,
    ...dates,
  } as const
  return fold([{ ...created, cause: byRequest({ actor: ACTOR }) }], INITIAL)
}

function events(state: RecurringState, command: RecurringCommand): RecurringEvent[] {
  const decision = decide(state, command)
  if ('refused' in decision) throw new Error(`refused: ${decision.refused}`)
  return decision.events
}

const after = (state: RecurringState, command: RecurringCommand) => fold(events(state, command), state)

const ACTOR = { type: 'api_key' } as const

let commands = 0
const ask = (type: 'pause' | 'resume' | 'skip' | 'end' | 'retry', at: number): RecurringRequest => ({
  type,
  at,
  commandId: `cmd_${(commands += 1)}`,
  actor: ACTOR,
})

function runUntil(state: RecurringState, now: number) {
  const issued: number[] = []
  const skipped: number[] = []
  let last = state
  for (let next = nextDeadline(last); next && next.at <= now; next = nextDeadline(last)) {
    for (const event of events(last, { type: 'deadline', at: now })) {
      last = fold([event], last)
      if (event.type === 'occurrence_due') issued.push(event.number)
      if (event.type === 'occurrences_skipped') {
        for (let number = event.first.number; number <= event.last.number; number += 1) skipped.push(number)
      }
    }
    for (const { number } of last.due) {
      last = after(last, { type: 'issued', number, invoiceId: `inv_${number}`, at: now })
    }
  }
  return { state: last, issued, skipped }
}

describe('an occurrence', () => {
  it('makes an occurrence due once, and records its invoice once', () => {
    const command = { type: 'deadline', at: START } as const
    const state = after(recurring(), command)
    expect(state).toMatchObject({ due: [{ number: 1, testClockOffsetMs: 0 }], lastProcessed: { number: 1 } })
    expect(events(state, command)).toEqual([])
    const outcome = { type: 'issued', number: 1, invoiceId: 'inv_1', at: START } as const
    const issued = after(state, outcome)
    expect(issued).toMatchObject({ due: [], issuedCount: 1, last: { invoiceId: 'inv_1' } })
    expect(events(issued, outcome)).toEqual([])
  })

  it('notifies the merchant after each failure, and retries with the present template', () => {
    const failed = after(after(recurring(), { type: 'deadline', at: START }), {
      type: 'failed',
      number: 1,
      code: 'template_missing',
      at: START,
    })
    expect(failed).toMatchObject({ failed: [{ number: 1 }], notices: [{ id: 'failed:1:1' }] })
    const again = after({ ...failed, templateId: 'tpl_2' }, ask('retry', START + DAY))
    expect(again).toMatchObject({ failed: [], due: [{ number: 1, attempt: 2, templateId: 'tpl_2' }] })
    const still = after(again, { type: 'failed', number: 1, code: 'template_missing', at: START + DAY })
    expect(still.notices.map(({ id }) => id)).toEqual(['failed:1:1', 'failed:1:2'])
  })

  it('ends the recurring invoice after the invoice of the last occurrence', () => {
    const due = after(recurring('latest', 1, true), { type: 'deadline', at: START })
    expect(due.status).toBe('active')
    const ended = after(due, { type: 'issued', number: 1, invoiceId: 'inv_1', at: START })
    expect(ended).toMatchObject({ status: 'ended', endedBy: 'schedule' })
  })
})

describe('occurrences that failed because the merchant was not allowed to issue', () => {
  const blockedAt = (days: readonly number[], catchUp: CatchUp) => {
    const failed = days.map((day, index) => {
      const one = { number: index + 1, date: '2027-01-04', until: '2027-01-10', rule: RULE }
      return { ...one, at: START + day * DAY, attempt: 1, code: 'merchant_cannot_issue' as const }
    })
    return { ...recurring(catchUp), failed }
  }

  it.each([
    ['none', []],
    ['latest', [3]],
    ['all', [1, 2, 3]],
  ] as const)('are retried by the catch-up rule %s when they are late', (catchUp, expected) => {
    expect(occurrencesToRetry(blockedAt([0, 7, 14], catchUp), START + 40 * DAY)).toEqual(expected)
  })

  it('are retried within a day under each rule', () => {
    for (const catchUp of ['none', 'latest', 'all'] as const)
      expect(occurrencesToRetry(blockedAt([7], catchUp), START + 8 * DAY)).toEqual([1])
  })

  it('leave out those that failed for another reason', () => {
    const [one] = blockedAt([0], 'all').failed
    const other = { ...recurring('all'), failed: one ? [{ ...one, code: 'text_too_long' as const }] : [] }
    expect(occurrencesToRetry(other, START)).toEqual([])
  })

  it('record Duewell as the actor of its retry', () => {
    const retry = { type: 'retry', commandId: 'cmd_r', actor: { type: 'system' }, number: 1 } as const
    const [due] = events(blockedAt([0], 'all'), { ...retry, at: START })
    expect(due).toMatchObject({ type: 'occurrence_due', cause: { type: 'automatic' }, attempt: 2 })
  })
})

describe('an outage', () => {
  const now = START + 4 * WEEK + 3 * 3_600_000

  it.each([
    ['all', [1, 2, 3, 4, 5], []],
    ['latest', [5], [1, 2, 3, 4]],
    ['none', [5], [1, 2, 3, 4]],
  ] as const)(
    'decides with catch_up %s to issue %j when the last occurrence is hours late',
    (policy, issued, skipped) => {
      expect(runUntil(recurring(policy), now)).toMatchObject({ issued, skipped })
    },
  )

  it.each([
    ['all', [1, 2, 3, 4, 5], []],
    ['latest', [5], [1, 2, 3, 4]],
    ['none', [], [1, 2, 3, 4, 5]],
  ] as const)(
    'decides with catch_up %s to issue %j when the last occurrence is days late',
    (policy, issued, skipped) => {
      expect(runUntil(recurring(policy), now + 3 * DAY)).toMatchObject({ issued, skipped })
    },
  )

  it('issues at most the latest twelve occurrences', () => {
    const { issued, skipped } = runUntil(recurring('all'), START + 17 * WEEK)
    expect(issued).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18])
    expect(skipped).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('issues a single late occurrence, unless catch_up is none', () => {
    expect(runUntil(recurring('latest', 1, true), START + 90 * DAY).issued).toEqual([1])
    expect(runUntil(recurring('none', 1, true), START + 90 * DAY)).toMatchObject({ issued: [], skipped: [1] })
  })
})

describe('a pause', () => {
  it('skips occurrences during a pause, and issues later ones', () => {
    const paused = after(recurring('all'), ask('pause', START - DAY))
    expect(nextDeadline(paused)).toBeUndefined()
    const resumed = after(paused, ask('resume', START + 2 * WEEK + DAY))
    const { issued, skipped } = runUntil(resumed, START + 4 * WEEK)
    expect({ issued, skipped }).toEqual({ issued: [4, 5], skipped: [1, 2, 3] })
  })
})

describe('an occurrence that became due before a request', () => {
  const now = START + WEEK + 3_600_000

  it.each([
    ['pause', 'paused'],
    ['end', 'ended'],
    ['skip', 'active'],
  ] as const)('issues a due occurrence after a %s request, with the template of its time', (type, status) => {
    const first = after(recurring('all'), { type: 'deadline', at: now })
    const both = after(first, { type: 'deadline', at: now })
    expect(both.due.map(({ number }) => number)).toEqual([1, 2])
    let state = { ...after(both, ask(type, now)), templateId: 'tpl_2' }
    expect(state).toMatchObject({ status, due: [{ templateId: 'tpl_1' }, { templateId: 'tpl_1' }] })
    expect(processedUntil(state, now)).toBe(START)
    for (const number of [1, 2]) {
      expect(isAtRest(state, now)).toBe(false)
      state = after(state, { type: 'issued', number, invoiceId: `inv_${number}`, at: now })
    }
    expect(state).toMatchObject({ status, due: [], issuedCount: 2, skippedCount: type === 'skip' ? 1 : 0 })
    expect(isAtRest(state, now)).toBe(true)
  })
})

describe('a deadline during a pause', () => {
  it('skips due occurrences at a deadline during a pause, and keeps later ones', () => {
    const paused = after(recurring('all'), ask('pause', START - DAY))
    const seen = after(paused, { type: 'deadline', at: START + WEEK + DAY })
    expect(seen).toMatchObject({ status: 'paused', skippedCount: 2, lastProcessed: { number: 2 } })
    expect(after(seen, ask('skip', START + WEEK + DAY))).toMatchObject({
      skippedCount: 3,
      lastProcessed: { number: 3 },
    })
    expect(events(seen, { type: 'deadline', at: START + WEEK + DAY })).toEqual([])
  })
})

describe('the test clock', () => {
  const advance = (state: RecurringState, at: number, byMs: number) =>
    after(state, { type: 'advance_clock', commandId: `clock_${at}`, actor: ACTOR, byMs, at })

  it('issues each occurrence that the test clock passes at its own instant, as if on time', () => {
    const state = advance(recurring('none'), START - DAY, 10 * WEEK)
    const [due] = events(state, { type: 'deadline', at: START - DAY + 10 * WEEK })
    expect(due).toMatchObject({ type: 'occurrence_due', number: 1, at: START, testClockOffsetMs: DAY })
    expect(runUntil(state, START - DAY + 10 * WEEK).issued).toHaveLength(10)
  })

  it('skips occurrences that the test clock passes during a pause', () => {
    const paused = after(recurring('all'), ask('pause', START - DAY))
    const moved = advance(paused, START - DAY, 3 * WEEK)
    const resumed = after(moved, ask('resume', START - DAY + 3 * WEEK))
    expect(runUntil(resumed, START - DAY + 4 * WEEK)).toMatchObject({ issued: [4], skipped: [1, 2, 3] })
  })
})

describe('a request', () => {
  it.each([
    ['pause', 'paused', 'already_paused'],
    ['pause', 'ended', 'recurring_ended'],
    ['resume', 'active', 'not_paused'],
    ['skip', 'ended', 'recurring_ended'],
    ['end', 'ended', 'recurring_ended'],
    ['retry', 'active', 'nothing_to_retry'],
  ] as const)('refuses to %s when the status is %s', (type, status, refused) => {
    expect(decide({ ...recurring(), status }, ask(type, START - DAY))).toEqual({ refused })
  })

  it('changes nothing for a repeated request', () => {
    for (const type of ['pause', 'skip', 'end'] as const) {
      const command = ask(type, START - DAY)
      const state = after(recurring(), command)
      expect(events(state, command)).toEqual([])
    }
  })

  it('refuses to skip an occurrence that is no longer the next', () => {
    const command = { ...ask('skip', START - DAY), number: 2 } as RecurringCommand
    expect(decide(recurring(), command)).toEqual({ refused: 'not_the_next' })
  })

  it('refuses to change an outdated template, or to start in the past', () => {
    const { timetable, templateId, catchUp, planned: occurrences, complete } = recurring()
    const terms = { ...timetable, templateId: 'tpl_2', catchUp, occurrences, complete }
    const change = { type: 'change', commandId: 'cmd_change', actor: ACTOR, terms, at: START } as const
    const early = { ...change, base: templateId, newStart: true, today: '2027-01-05' }
    expect(decide(recurring(), early)).toEqual({ refused: 'starts_too_early' })
    expect(decide(recurring(), { ...early, base: 'tpl_0' })).toEqual({ refused: 'changed_meanwhile' })
  })
})

describe('a recurring invoice under random requests', () => {
  it('issues or skips each occurrence once, in order, never before its instant', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40 * DAY }) }),
      fc.record({ do: fc.constant('advance' as const), ms: fc.integer({ min: 0, max: 40 * DAY }) }),
      fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const, 'skip' as const) }),
    )
    const policy = fc.constantFrom('all' as const, 'latest' as const, 'none' as const)
    fc.assert(
      fc.property(policy, fc.array(step, { maxLength: 25 }), (catchUp, steps) => {
        let state = recurring(catchUp, 400)
        let real = START - DAY
        const decided: number[] = []
        const request = () => ({ commandId: `c${state.seq}`, actor: ACTOR })
        const take = (command: RecurringCommand) => {
          const decision = decide(state, command)
          if ('refused' in decision) return
          for (const event of decision.events) {
            if (event.type === 'occurrence_due') {
              expect(event.at).toBeGreaterThanOrEqual(event.plannedAt)
              expect(event.testClockOffsetMs).toBeLessThanOrEqual(state.testClockOffsetMs)
              expect(event.testClockOffsetMs).toBeGreaterThanOrEqual(0)
              decided.push(event.number)
            }
            if (event.type === 'occurrences_skipped') {
              for (let one = event.first.number; one <= event.last.number; one += 1) decided.push(one)
            }
          }
          state = fold(decision.events, state)
        }
        for (const one of steps) {
          if (one.do === 'wait') real += one.ms
          else if (one.do === 'advance') {
            const at = real + state.testClockOffsetMs
            take({ type: 'advance_clock', ...request(), byMs: one.ms, at })
          } else take({ type: one.do, ...request(), at: real + state.testClockOffsetMs })
          for (let next = nextDeadline(state); next && next.at <= real + state.testClockOffsetMs;) {
            take({ type: 'deadline', at: real + state.testClockOffsetMs })
            next = nextDeadline(state)
          }
        }
        expect(decided).toEqual(decided.map((_, index) => index + 1))
        expect(state.lastProcessed.number).toBe(decided.length)
      }),
    )
  })
})

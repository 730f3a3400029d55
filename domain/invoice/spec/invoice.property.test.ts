import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  automatic,
  byProvider,
  byRail,
  byRequest,
  type Decision,
  decide,
  DRAFT,
  evolve,
  fold,
  type InvoiceCommand,
  type InvoiceEvent,
  type InvoiceState,
  nextDeadline,
} from '../index.ts'

const START = Date.UTC(2026, 10, 23)
const DAY = 86_400_000

const issued: InvoiceEvent = {
  type: 'issued',
  key: 'issued',
  at: START,
  cause: byRequest({ actor: { type: 'api_key' } }),
  number: 'INV-2026-0001',
  currency: 'GBP',
  amount: 12_500,
  dueDate: '2026-11-29',
  overdueAt: START + 7 * DAY,
  linkId: 'lnk_1',
  linkExpiresAt: START + 37 * DAY,
  channels: ['email', 'sms'],
  reminders: [],
  rules: { latePaymentPolicy: 'refund', overpaymentPolicy: 'keep' },
  mode: 'test',
}

const attemptId = fc.constantFrom('pat_1', 'pat_2', 'pat_3')
const at = fc.integer({ min: START, max: START + 60 * DAY })
const cause = fc.constant(byRail('truelayer'))

const command: fc.Arbitrary<InvoiceCommand> = fc.oneof(
  fc.record({ type: fc.constant('view' as const), at }),
  fc.record({ type: fc.constant('deadline' as const), at }),
  fc.record({
    type: fc.constant('pay' as const),
    attemptId,
    rail: fc.constant('truelayer' as const),
    bankId: fc.constantFrom('bank-a', 'bank-b'),
    linkId: fc.constant('lnk_1'),
    at,
  }),
  fc.record({
    type: fc.constant('payment_report' as const),
    attemptId,
    cause,
    at,
    status: fc.constantFrom(
      'authorizing' as const,
      'processing' as const,
      'settled' as const,
      'failed' as const,
    ),
    providerPaymentId: fc.constant('p'),
    amount: fc.constantFrom(12_500, 12_400),
    currency: fc.constantFrom('GBP', 'EUR'),
  }),
  fc.record({
    type: fc.constant('refund' as const),
    commandId: fc.constantFrom('cmd_1', 'cmd_2'),
    actor: fc.constant({ type: 'api_key' as const }),
    refundId: fc.constant('ref_1'),
    amount: fc.constantFrom(100, 'overpayment' as const),
    at,
  }),
  fc
    .record({ nth: fc.constantFrom(3, 4), amount: fc.constantFrom(500, 12_000, 12_500), at })
    .map(({ nth, amount, at: when }) => ({
      type: 'credit' as const,
      commandId: `cmd_${nth}`,
      actor: { type: 'api_key' as const },
      creditNoteId: `crn_${nth}`,
      amount,
      at: when,
    })),
  fc.record({
    type: fc.constant('refund_report' as const),
    refundId: fc.constant('ref_1'),
    status: fc.constantFrom('executed' as const, 'failed' as const),
    at,
    cause,
  }),
  fc.record({
    type: fc.constant('delivery_failure' as const),
    channel: fc.constant('email' as const),
    reason: fc.constant('bounced' as const),
    messageId: fc.constantFrom('msg_1', 'msg_2'),
    at,
    cause: fc.constant(byProvider('postmark')),
  }),
)

interface Life {
  state: InvoiceState
  log: InvoiceEvent[]
}

function play(commands: InvoiceCommand[]): Life[] {
  let life: Life = { state: fold([issued]), log: [issued] }
  let now = START
  const lives = [life]
  for (const next of commands) {
    now = Math.max(now, next.at)
    if (next.type === 'pay' && life.state.attempts.some((attempt) => attempt.id === next.attemptId)) continue
    const decision = decide(life.state, { ...next, at: now })
    const events = eventsOf(decision)
    life = { state: fold(events, life.state), log: [...life.log, ...events] }
    lives.push(life)
  }
  return lives
}

const eventsOf = (decision: Decision) => ('events' in decision ? decision.events : [])
const last = (lives: Life[]) => lives.at(-1) ?? { state: DRAFT, log: [] }

describe('an invoice under random commands in random order', () => {
  const commands = fc.array(command, { maxLength: 40 })

  it('marks an invoice paid at most once', () => {
    fc.assert(
      fc.property(commands, (given) => {
        expect(last(play(given)).log.filter((event) => event.type === 'paid').length).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('keeps a paid invoice paid', () => {
    fc.assert(
      fc.property(commands, (given) => {
        const statuses = play(given).map(({ state }) => state.status)
        const paidAt = statuses.indexOf('paid')
        if (paidAt >= 0) expect(new Set(statuses.slice(paidAt))).toEqual(new Set(['paid']))
      }),
    )
  })

  it('logs each settled attempt exactly once', () => {
    fc.assert(
      fc.property(commands, (given) => {
        const { state, log } = last(play(given))
        for (const attempt of state.attempts.filter((one) => one.status === 'settled')) {
          const records = log.filter((event) => event.key === `settled:${attempt.id}`)
          expect(records).toHaveLength(1)
        }
      }),
    )
  })

  it('keeps at most one attempt open', () => {
    fc.assert(
      fc.property(commands, (given) => {
        for (const { state } of play(given)) {
          const live = state.attempts.filter(
            ({ status: s }) => s === 'started' || s === 'authorizing' || s === 'processing',
          )
          expect(live.length).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('records each fact once, and rebuilds the state from the log', () => {
    fc.assert(
      fc.property(commands, (given) => {
        const { state, log } = last(play(given))
        expect(new Set(log.map((event) => event.key)).size).toBe(log.length)
        expect(fold(log)).toEqual(state)
      }),
    )
  })

  it('records nothing for a repeated command', () => {
    fc.assert(
      fc.property(commands, command, (given, again) => {
        const { state } = last(play(given))
        if (again.type === 'pay') return
        const once = fold(eventsOf(decide(state, again)), state)
        expect(eventsOf(decide(once, again))).toEqual([])
      }),
    )
  })

  it('leaves no deadline after each one was decided', () => {
    fc.assert(
      fc.property(commands, (given) => {
        let { state } = last(play(given))
        for (let step = 0; step < 5; step++) {
          const deadline = nextDeadline(state)
          if (!deadline || deadline.reason === 'payment_check') return
          state = fold(eventsOf(decide(state, { type: 'deadline', at: deadline.at })), state)
        }
        expect(nextDeadline(state)).toBeUndefined()
      }),
    )
  })

  it('folds concurrent events in either order to the same state', () => {
    const concurrent = fc.constantFrom<InvoiceEvent>(
      {
        type: 'sent',
        key: 'sent:email',
        at: START,
        cause: automatic,
        channel: 'email',
        messageId: 'm',
        delivery: 1,
      },
      {
        type: 'delivered',
        key: 'delivered:email',
        at: START,
        cause: byProvider('postmark'),
        channel: 'email',
        messageId: 'm',
        delivery: 1,
      },
      {
        type: 'refund_submitted',
        key: 'refund_submitted:ref_1',
        at: START,
        cause: byRail('truelayer'),
        refundId: 'ref_1',
        providerRefundId: 'r',
      },
      {
        type: 'payment_processing',
        key: 'payment_processing:pat_1',
        at: START,
        cause: byRail('truelayer'),
        attemptId: 'pat_1',
      },
    )
    fc.assert(
      fc.property(commands, command, concurrent, (given, next, event) => {
        const { state } = last(play(given))
        const own = eventsOf(decide(state, next))
        if (own.some((one) => one.type === 'payment_started' || one.type === 'refund_requested')) return
        expect(evolve(fold(own, state), event)).toEqual(fold(own, evolve(state, event)))
      }),
    )
  })
})

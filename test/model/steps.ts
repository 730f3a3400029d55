import fc from 'fast-check'
import { byRail, type InvoiceState, type Payment, type RefundReport } from '../../domain/invoice/index.ts'

export type Step =
  | { do: 'view' }
  | { do: 'pay'; bank: string }
  /** `part` is a percentage of the attempt's amount. */
  | {
      do: 'report'
      attempt: number
      status: 'authorizing' | 'processing' | 'settled' | 'failed'
      part: number
      currency: 'GBP' | 'EUR'
      times: number
      confirmedByRail: boolean
    }
  | { do: 'bounce'; messageId: string }
  | { do: 'request_link' }
  | { do: 'remind'; channel: 'email' | 'sms' }
  | { do: 'pause' }
  | { do: 'resume'; dates: 'keep' | 'shift' }
  | { do: 'amend'; days: number; plan: number[] | null }
  | { do: 'regenerate_link'; days: number; deliver: boolean }
  | { do: 'void' }
  | { do: 'record_payment'; part: number; receipt: boolean }
  | { do: 'undo_payment'; index: number }
  | { do: 'refund'; part: number | 'overpayment' }
  | { do: 'record_refund'; part: number | 'overpayment' }
  | { do: 'credit'; part: number }
  | { do: 'refund_failed'; index: number }
  | { do: 'refund_executed'; index: number }
  | { do: 'advance_clock'; days: number }
  | { do: 'repeat' }
  | { do: 'lose_workflow' }

const part = fc.constantFrom(10, 30, 50, 100, 120)

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('view' as const) }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pay' as const),
      bank: fc.constantFrom('sandbox-pebble', 'sandbox-harbour'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('report' as const),
      attempt: fc.constantFrom(0, 0, 0, 1, 2),
      status: fc.constantFrom(
        ...(['settled', 'settled', 'settled', 'failed', 'processing', 'authorizing'] as const),
      ),
      part: fc.constantFrom(100, 100, 100, 100, 30, 120),
      currency: fc.constantFrom(...(['GBP', 'GBP', 'GBP', 'GBP', 'EUR'] as const)),
      times: fc.integer({ min: 1, max: 2 }),
      confirmedByRail: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('bounce' as const), messageId: fc.constantFrom('msg_a', 'msg_b') }),
  fc.record({ do: fc.constant('request_link' as const) }),
  fc.record({
    do: fc.constant('remind' as const),
    channel: fc.constantFrom('email' as const, 'sms' as const),
  }),
  fc.record({ do: fc.constant('pause' as const) }),
  fc.record({
    do: fc.constant('resume' as const),
    dates: fc.constantFrom('keep' as const, 'shift' as const),
  }),
  fc.record({
    do: fc.constant('amend' as const),
    days: fc.integer({ min: -20, max: 60 }),
    plan: fc.option(fc.uniqueArray(fc.integer({ min: -5, max: 20 }), { maxLength: 4 })),
  }),
  fc.record({
    do: fc.constant('regenerate_link' as const),
    days: fc.integer({ min: -1, max: 60 }),
    deliver: fc.boolean(),
  }),
  fc.record({ do: fc.constant('void' as const) }),
  fc.record({ do: fc.constant('record_payment' as const), part, receipt: fc.boolean() }),
  fc.record({ do: fc.constant('undo_payment' as const), index: fc.nat({ max: 2 }) }),
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      part: fc.oneof(part, fc.constant('overpayment' as const)),
    }),
  },
  fc.record({
    do: fc.constant('record_refund' as const),
    part: fc.oneof(part, fc.constant('overpayment' as const)),
  }),
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('credit' as const), part: fc.constantFrom(10, 30, 50, 100) }),
  },
  fc.record({ do: fc.constant('refund_failed' as const), index: fc.nat({ max: 2 }) }),
  fc.record({ do: fc.constant('refund_executed' as const), index: fc.nat({ max: 2 }) }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('advance_clock' as const),
      days: fc.integer({ min: 0, max: 30 }),
    }),
  },
  fc.record({ do: fc.constant('repeat' as const) }),
  fc.record({ do: fc.constant('lose_workflow' as const) }),
)

export interface RandomLife {
  deposit: number
  rules: { late_payment_policy: 'refund' | 'keep'; overpayment_policy: 'refund' | 'keep' }
  steps: Step[]
}

export function randomLife(mostSteps: number): fc.Arbitrary<RandomLife> {
  return fc.record({
    deposit: fc.constantFrom(0, 0, 30),
    rules: fc.record({
      late_payment_policy: fc.constantFrom('refund' as const, 'keep' as const),
      overpayment_policy: fc.constantFrom('refund' as const, 'keep' as const),
    }),
    steps: fc.array(step, { minLength: 3, maxLength: mostSteps, size: 'max' }),
  })
}

export function undoable({ payments }: InvoiceState): Payment[] {
  return payments.filter(({ by, reversed }) => by === 'manual' || reversed)
}

export function refundReport(
  happens: 'refund_failed' | 'refund_executed',
  refundId: string,
  at: number,
): Omit<RefundReport, 'type'> {
  const said =
    happens === 'refund_failed'
      ? ({ status: 'failed', reason: 'returned' } as const)
      : ({ status: 'executed' } as const)
  return { refundId, ...said, confirmedByRail: true, at, cause: byRail('truelayer') }
}

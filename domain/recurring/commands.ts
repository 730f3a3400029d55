import type { Instant } from '../shared/calendar.ts'
import type { FailureCode, Terms } from './events.ts'
import type { Dates } from './rule.ts'

/** A request of the merchant's. The id is the same when the same request comes again. */
interface MerchantCommand {
  commandId: string
  at: Instant
}

export type ChangeCommand = MerchantCommand & {
  type: 'change'
  /** The template that the change was made from. */
  base: string
  terms: Terms
  /** Was a new start asked for? Then it has to be one that is still to come. */
  newStart: boolean
  /** The date that it is by the plan's clock. */
  today: string
}

export type RecurringRequest =
  | ChangeCommand
  | (MerchantCommand & { type: 'pause' })
  | (MerchantCommand & { type: 'resume' })
  /** With a number only if that one is the next: it may have been issued in the meantime. */
  | (MerchantCommand & { type: 'skip'; number?: number })
  | (MerchantCommand & { type: 'end' })
  /** Without a number all that have failed. */
  | (MerchantCommand & { type: 'retry'; number?: number })
  | (MerchantCommand & { type: 'advance_clock'; byMs: number })

/** Everything a plan can be asked or told. `at` is by the plan's own clock. */
export type RecurringCommand =
  | RecurringRequest
  | { type: 'deadline'; at: Instant }
  | { type: 'plan'; dates: Dates; at: Instant }
  | { type: 'issued' | 'drafted'; number: number; invoiceId: string; at: Instant }
  | { type: 'failed'; number: number; code: FailureCode; at: Instant }

/** The closed list of reasons a plan gives for not doing what it was asked. */
export const RECURRING_REFUSALS = [
  'plan_ended',
  'already_paused',
  'not_paused',
  'not_the_next',
  'nothing_to_retry',
  'changed_meanwhile',
  'starts_too_early',
  'clock_moved_back',
  'live_plan',
] as const

export type RecurringRefusal = (typeof RECURRING_REFUSALS)[number]

import type { Instant } from '../shared/calendar.ts'
import type { MerchantActor } from '../shared/cause.ts'
import type { FailureCode, Terms } from './events.ts'
import type { Dates } from './rule.ts'

/** A request of the merchant. A repeated request has the same id. */
interface MerchantCommand {
  commandId: string
  actor: MerchantActor
  at: Instant
}

export type ChangeCommand = MerchantCommand & {
  type: 'change'
  /** The template id that the merchant saw. */
  base: string
  terms: Terms
  /** True if the request sets a start, which must then be in the future. */
  newStart: boolean
  /** The calendar date by the recurring invoice's clock. */
  today: string
}

export type RecurringRequest =
  | ChangeCommand
  | (MerchantCommand & { type: 'pause' })
  | (MerchantCommand & { type: 'resume' })
  /** Refused if the number is not the number of the next occurrence. */
  | (MerchantCommand & { type: 'skip'; number?: number })
  | (MerchantCommand & { type: 'end' })
  /** Without a number, retries every failed occurrence. */
  | (MerchantCommand & { type: 'retry'; number?: number })
  | (MerchantCommand & { type: 'advance_clock'; byMs: number })

/** Every command of a recurring invoice. `at` is by the recurring invoice's clock. */
export type RecurringCommand =
  | RecurringRequest
  | { type: 'deadline'; at: Instant }
  | { type: 'plan'; dates: Dates; at: Instant }
  | { type: 'issued' | 'drafted'; number: number; invoiceId: string; at: Instant }
  | { type: 'failed'; number: number; code: FailureCode; at: Instant }

/** The closed list of reasons for which a recurring invoice refuses a command. */
export const RECURRING_REFUSALS = [
  'recurring_ended',
  'already_paused',
  'not_paused',
  'not_the_next',
  'nothing_to_retry',
  'changed_meanwhile',
  'starts_too_early',
  'clock_moved_back',
  'live_recurring',
] as const

export type RecurringRefusal = (typeof RECURRING_REFUSALS)[number]

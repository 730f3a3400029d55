import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { Actor, MerchantActor } from '../shared/cause.ts'
import type { FailureCode, Terms } from './events.ts'
import type { Dates } from './rule.ts'

type SystemActor = Extract<Actor, { type: 'system' }>

interface MerchantCommand {
  commandId: string
  actor: MerchantActor
  at: Instant
}

export type ChangeCommand = MerchantCommand & {
  type: 'change'
  base: string
  terms: Terms
  newStart: boolean
  /** `today` is a date in the merchant's time zone, by the recurring invoice's clock. */
  today: string
}

export type RecurringRequest =
  | ChangeCommand
  | (MerchantCommand & { type: 'pause' })
  | (MerchantCommand & { type: 'resume' })
  | (MerchantCommand & { type: 'skip'; number?: number })
  | (MerchantCommand & { type: 'end' })
  | (Omit<MerchantCommand, 'actor'> & {
      type: 'retry'
      actor: MerchantActor | SystemActor
      number?: number
    })
  | (MerchantCommand & { type: 'advance_clock'; byMs: number })

/** `at` follows the recurring invoice's clock. */
export type RecurringCommand =
  | RecurringRequest
  | { type: 'deadline'; at: Instant }
  | { type: 'plan'; dates: Dates; at: Instant }
  | { type: 'issued' | 'drafted'; number: number; invoiceId: string; servedTo?: CalendarDate; at: Instant }
  | { type: 'failed'; number: number; code: FailureCode; at: Instant }

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

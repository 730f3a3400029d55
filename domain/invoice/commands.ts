import type { Instant } from '../calendar.ts'
import type { MinorUnits } from '../money.ts'
import type { Cause, Channel, DeliveryFailure, Rail } from './events.ts'

/** What the payer asks for: begin to pay at this bank. */
export interface PayCommand {
  type: 'pay'
  /** Chosen by the caller, one per press of the button. */
  attemptId: string
  rail: Rail
  bankId: string
  at: Instant
}

/** What a rail says about a payment, from a webhook or from reading it: the same words whichever way it came. */
export interface BankReport {
  type: 'bank_report'
  attemptId: string
  status: 'authorizing' | 'processing' | 'settled' | 'failed'
  providerPaymentId: string
  /** Present with `settled`. */
  amount?: MinorUnits
  currency?: string
  /** Present with `failed`: the rail's own code. */
  reason?: string
  at: Instant
  cause: Cause
}

/** A mail provider's report that the invoice did not arrive after all. */
export interface DeliveryFailureReport {
  type: 'delivery_failure'
  channel: Channel
  reason: DeliveryFailure
  at: Instant
  cause: Cause
}

/** Everything an issued invoice can be asked or told. */
export type InvoiceCommand =
  | PayCommand
  | BankReport
  | DeliveryFailureReport
  | { type: 'view'; at: Instant }
  | { type: 'deadline'; at: Instant }

/** The closed list of reasons an invoice gives for not doing what it was asked. */
export const REFUSALS = [
  'not_issued',
  'already_paid',
  'voided',
  'link_expired',
  'payment_in_progress',
] as const

export type Refusal = (typeof REFUSALS)[number]

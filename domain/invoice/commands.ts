import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { AmendedField, Cause, Channel, DeliveryFailure, ManualMethod, Rail, Schedule } from './events.ts'

/** What the payer asks for: begin to pay at this bank. */
export interface PayCommand {
  type: 'pay'
  /** Chosen by the caller, one per press of the button. */
  attemptId: string
  rail: Rail
  bankId: string
  /** The link that the payer came by; absent from callers of the first version. */
  linkId?: string
  /** Its money goes straight to an account of the merchant's own: it cannot be sent back by the rail. */
  refundable?: false
  /** Tells the account that its money goes to from others, and does not name it. */
  payout?: string
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
  /** The rail's own words for the state; only for people to read. */
  railStatus?: string
  /**
   * The rail was asked in the invoice's turn, and nothing was recorded since. Only so is a report believed that
   * contradicts the log.
   */
  verifiedWithRail?: true
  at: Instant
  cause: Cause
}

/** What a rail says about a refund. */
export interface RefundReport {
  type: 'refund_report'
  refundId: string
  status: 'pending' | 'executed' | 'failed'
  reason?: string
  /** As with a payment. */
  verifiedWithRail?: true
  at: Instant
  cause: Cause
}

/** A provider's report that a message did not arrive after all. */
export interface DeliveryFailureReport {
  type: 'delivery_failure'
  channel: Channel
  reason: DeliveryFailure
  /** Which of our messages; absent from callers of the first version. */
  messageId?: string
  /** Which sending of the invoice it was, if it was the invoice. */
  delivery?: number
  at: Instant
  cause: Cause
}

/** A request of the merchant's. The id is the same when the same request comes again. */
interface MerchantCommand {
  commandId: string
  at: Instant
}

export type AmendCommand = MerchantCommand & {
  type: 'amend'
  /** What becomes of the dates, by the merchant's calendar. */
  schedule: Schedule
  changed: AmendedField[]
  /** Channels whose address is another now. */
  newAddress: Channel[]
}

export type ResumeCommand = MerchantCommand & { type: 'resume'; dates: 'keep' | 'shift'; schedule: Schedule }

export type RecordPaymentCommand = MerchantCommand & {
  type: 'record_payment'
  paymentId: string
  amount: MinorUnits
  method: ManualMethod
  paidOn: CalendarDate
  receipt: boolean
}

export type RefundCommand = MerchantCommand & {
  type: 'refund'
  refundId: string
  /** `overpayment`: whatever came beyond the amount. */
  amount: MinorUnits | 'overpayment'
}

/** Money that the merchant has given back by themselves. */
export type RecordRefundCommand = MerchantCommand & {
  type: 'record_refund'
  refundId: string
  amount: MinorUnits | 'overpayment'
  method: ManualMethod
  refundedOn: CalendarDate
}

export type RegenerateLinkCommand = MerchantCommand & {
  type: 'regenerate_link'
  linkId: string
  expiresAt: Instant
  /** By which channels the invoice goes out again. */
  channels: Channel[]
}

/** What only the merchant can ask for. */
export type MerchantRequest =
  | AmendCommand
  | ResumeCommand
  | RecordPaymentCommand
  | RefundCommand
  | RecordRefundCommand
  | RegenerateLinkCommand
  | (MerchantCommand & { type: 'remind'; reminderId: string; channels: Channel[] })
  | (MerchantCommand & { type: 'pause' })
  | (MerchantCommand & { type: 'void' })
  | (MerchantCommand & { type: 'undo_payment'; paymentId: string })
  | (MerchantCommand & { type: 'advance_clock'; byMs: number })

/** Everything an issued invoice can be asked or told. */
export type InvoiceCommand =
  | PayCommand
  | BankReport
  | RefundReport
  | DeliveryFailureReport
  | MerchantRequest
  | { type: 'request_link'; linkId: string; at: Instant }
  | { type: 'view'; at: Instant }
  | { type: 'deadline'; at: Instant }

/** The closed list of reasons an invoice gives for not doing what it was asked. */
export const REFUSALS = [
  'not_issued',
  'already_paid',
  'voided',
  'already_void',
  'void_requested',
  'partly_paid',
  'link_expired',
  'link_revoked',
  'payment_in_progress',
  'on_hold',
  'not_on_hold',
  'too_many_reminders',
  'undeliverable',
  'due_before_issue',
  'expires_in_the_past',
  'unknown_payment',
  'already_undone',
  'already_refunded',
  'refund_exceeds_payment',
  'refund_not_possible',
  'nothing_to_refund',
  'clock_moved_back',
  'live_invoice',
] as const

export type Refusal = (typeof REFUSALS)[number]

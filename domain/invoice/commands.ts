import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { DeliveryCause, MerchantActor, RailCause, RequestCause } from '../shared/cause.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { Schedule } from './events.ts'
import type { AmendedField, Channel, DeliveryFailure, ManualMethod, Rail } from './types.ts'

export interface PayCommand {
  type: 'pay'
  attemptId: string
  rail: Rail
  bankId: string
  linkId: string
  amount?: MinorUnits
  refundable?: false
  /** `payout` is a fingerprint, because histories must not contain account data. */
  payout?: string
  at: Instant
}

export interface PaymentReport {
  type: 'payment_report'
  attemptId: string
  status: 'authorizing' | 'processing' | 'settled' | 'failed'
  providerPaymentId: string
  amount?: MinorUnits
  currency?: string
  unreadableAmount?: string
  reason?: string
  railStatus?: string
  unknownStatus?: string
  /** `decide` ignores an unverified report that conflicts with the log. */
  confirmedByRail?: true
  at: Instant
  cause: RailCause
}

export interface RefundReport {
  type: 'refund_report'
  refundId: string
  status: 'pending' | 'executed' | 'failed'
  reason?: string
  unknownStatus?: string
  confirmedByRail?: true
  at: Instant
  cause: RailCause
}

export interface DeliveryFailureReport {
  type: 'delivery_failure'
  channel: Channel
  reason: DeliveryFailure
  messageId: string
  delivery?: number
  at: Instant
  cause: DeliveryCause
}

export interface AddressReopening {
  type: 'reopen_address'
  channel: Channel
  at: Instant
  cause: RequestCause | DeliveryCause
}

interface MerchantCommand {
  commandId: string
  actor: MerchantActor
  at: Instant
}

export type AmendCommand = MerchantCommand & {
  type: 'amend'
  schedule: Schedule
  changed: AmendedField[]
  newAddress: Channel[]
  ifDecisionCount?: number
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
  amount: MinorUnits | 'overpayment'
  creditNoteId?: string
}

export type RecordRefundCommand = MerchantCommand & {
  type: 'record_refund'
  refundId: string
  amount: MinorUnits | 'overpayment'
  method: ManualMethod
  refundedOn: CalendarDate
  creditNoteId?: string
}

export type CreditCommand = MerchantCommand & {
  type: 'credit'
  creditNoteId: string
  amount: MinorUnits
  notify?: false
  /** An actor without the right to refund leaves the overpayment to the merchant. */
  keepsOverpayment?: true
}

export type VoidCommand = MerchantCommand & { type: 'void'; notify?: false; creditNoteId?: string }

export type RegenerateLinkCommand = MerchantCommand & {
  type: 'regenerate_link'
  linkId: string
  expiresAt: Instant
  channels: Channel[]
}

export type MerchantRequest =
  | AmendCommand
  | ResumeCommand
  | RecordPaymentCommand
  | RefundCommand
  | RecordRefundCommand
  | CreditCommand
  | VoidCommand
  | RegenerateLinkCommand
  | (MerchantCommand & { type: 'remind'; reminderId: string; channels: Channel[] })
  | (MerchantCommand & { type: 'pause' })
  | (MerchantCommand & { type: 'undo_payment'; paymentId: string })
  | (MerchantCommand & { type: 'advance_clock'; byMs: number })

export type InvoiceCommand =
  | PayCommand
  | PaymentReport
  | RefundReport
  | DeliveryFailureReport
  | AddressReopening
  | MerchantRequest
  | { type: 'request_link'; linkId: string; at: Instant }
  | { type: 'view'; at: Instant }
  | { type: 'deadline'; at: Instant }

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
  'amount_changed',
  'payment_currency_mismatched',
  'payment_amount_unreadable',
  'on_hold',
  'not_on_hold',
  'too_many_reminders',
  'undeliverable',
  'precondition_failed',
  'due_before_issue',
  'expires_in_the_past',
  'payment_too_large',
  'unknown_payment',
  'already_undone',
  'already_refunded',
  'refund_exceeds_payment',
  'refund_exceeds_bank_payments',
  'refund_not_possible',
  'nothing_to_refund',
  'nothing_to_credit',
  'credit_exceeds_invoice',
  'too_many_credit_notes',
  'clock_moved_back',
  'live_invoice',
] as const

export type Refusal = (typeof REFUSALS)[number]

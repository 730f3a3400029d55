import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { PlannedReminder } from './reminder-plan.ts'
import type { RefundEvent } from './refund.ts'

/** Why an event happened: who or what caused it, and the id to follow it up by. */
export type Cause =
  /** `commandId` names the request, so that the same one sent twice is done once. */
  | { by: 'merchant'; via: 'api'; commandId?: string }
  | { by: 'import'; importId: string }
  | { by: 'schedule' }
  | { by: 'payer' }
  | { by: 'bank'; eventId?: string }
  | { by: 'message_provider'; eventId?: string }
  | { by: 'deadline' }
  | { by: 'duewell' }

interface Recorded {
  /** Names the fact, not the message that brought it: recording the same key twice records it once. */
  key: string
  at: Instant
  cause: Cause
}

/** Everything that can happen to an issued invoice, as it is stored in its log and shown in its timeline. */
export type InvoiceEvent = Recorded &
  (IssueEvent | DeliveryEvent | PaymentEvent | RefundEvent | ScheduleEvent | LinkEvent | CloseEvent)

export type InvoiceEventType = InvoiceEvent['type']

/** Fields marked optional are absent from logs of the first version. */
type IssueEvent = {
  type: 'issued'
  number: string
  currency: string
  amountDue: MinorUnits
  /** To be paid first; the rest by the due date. */
  deposit?: MinorUnits
  dueDate?: CalendarDate
  overdueAt: Instant
  linkId: string
  linkExpiresAt: Instant
  /** How the customer is told. */
  channels: Channel[]
  reminders?: PlannedReminder[]
  rules?: MoneyRules
  /** Channels by which whoever made the invoice tells the customer, in bulk: the invoice itself does not. */
  sentInBulk?: Channel[]
  /** A live invoice's clock cannot be moved. */
  mode?: 'test' | 'live'
  /** Issued by a plan whose clock was ahead: the invoice's begins there. */
  testClockOffsetMs?: number
}

type DeliveryEvent =
  /** `delivery` counts how often the invoice was sent out; absent: the first time. `parts`: of a text message. */
  | { type: 'sent'; channel: Channel; messageId: string; delivery?: number; parts?: number }
  | { type: 'delivered'; channel: Channel; delivery?: number; messageId?: string }
  /** Not yet: the provider goes on trying. */
  | { type: 'delivery_delayed'; channel: Channel; messageId: string }
  /** With `messageId` the merchant is told, and nothing more goes to the address by this channel. */
  | {
      type: 'delivery_failed'
      channel: Channel
      reason: DeliveryFailure
      delivery?: number
      messageId?: string
    }
  | { type: 'viewed' }
  | { type: 'receipt_sent'; channel: Channel; messageId: string; paymentId?: string }
  | { type: 'receipt_failed'; channel: Channel; reason: DeliveryFailure; paymentId?: string }
  | { type: 'merchant_notified'; notice: string; messageId: string }
  | { type: 'merchant_notification_failed'; notice: string; reason: DeliveryFailure }

/** The rail's own words for the state that it told, at most 100 characters. */
type RailStatusText = { railStatus?: string }

type PaymentEvent =
  | {
      type: 'payment_started'
      attemptId: string
      rail: Rail
      bankId: string
      amount?: MinorUnits
      refundable?: false
      /** Tells the account that its money goes to from others, and does not name it. */
      payout?: string
    }
  | { type: 'payment_authorizing'; attemptId: string; providerPaymentId: string }
  | ({ type: 'payment_processing'; attemptId: string } & RailStatusText)
  | ({ type: 'payment_failed'; attemptId: string; reason: string } & RailStatusText)
  | ({ type: 'payment_settled'; attemptId: string; amount: MinorUnits } & RailStatusText)
  /** The rail takes its word back: money that it had called settled has not come. */
  | ({ type: 'payment_reversed'; attemptId: string; reason: string } & RailStatusText)
  /** The merchant has looked, and it has not. */
  | { type: 'payment_reversal_accepted'; paymentId: string }
  /** It has come after all, says the rail, of a payment that was reversed: it counts again. */
  | ({ type: 'payment_reinstated'; attemptId: string } & RailStatusText)
  /** Money in another currency than the invoice's: the merchant is told, and decides. */
  | ({
      type: 'payment_currency_mismatched'
      attemptId: string
      amount: MinorUnits
      currency: string
    } & RailStatusText)
  | {
      type: 'manual_payment_recorded'
      paymentId: string
      amount: MinorUnits
      method: ManualMethod
      paidOn: CalendarDate
      receipt: boolean
    }
  | { type: 'manual_payment_removed'; paymentId: string }
  | { type: 'deposit_paid'; amount: MinorUnits }
  /** The whole amount is there. Logs of the first version name here the attempt that settled. */
  | { type: 'paid'; amount: MinorUnits; attemptId?: string }
  /** Money beyond what was asked for. */
  | { type: 'overpayment_recorded'; paymentId: string; amount: MinorUnits }
  /** Only in logs of the first version: money of a second payment. */
  | { type: 'paid_again'; attemptId: string; amount: MinorUnits }

type ScheduleEvent =
  | ({ type: 'amended'; changed: AmendedField[]; newAddress: Channel[] } & Schedule)
  | { type: 'reminder_requested'; reminderId: string; channels: Channel[] }
  /** It went out by these channels; `parts`: of the text message. */
  | { type: 'reminded'; reminderId: string; channels: Channel[]; messageIds: string[]; parts?: number }
  | { type: 'reminder_skipped'; reminderId: string; reason: SkipReason }
  | { type: 'reminder_failed'; reminderId: string; reason: DeliveryFailure }
  | { type: 'paused' }
  | ({ type: 'resumed'; dates: 'keep' | 'shift' } & Schedule)
  | { type: 'overdue' }
  | { type: 'clock_advanced'; byMs: number }

type LinkEvent =
  | { type: 'link_expired' }
  | { type: 'link_regenerated'; linkId: string; revoked: string; expiresAt: Instant; channels: Channel[] }
  /** The customer stood before a dead link and asked for a new one. */
  | { type: 'link_requested'; linkId: string }

type CloseEvent =
  | { type: 'void_requested' }
  | { type: 'voided' }
  /** The money came all the same, and the merchant's rule is to keep it. */
  | { type: 'void_cancelled' }

/** The dates of an invoice, computed by the calendar of its merchant. */
export interface Schedule {
  dueDate: CalendarDate
  overdueAt: Instant
  linkExpiresAt: Instant
  reminders: PlannedReminder[]
}

/** What is done with money that comes when none is wanted any more. */
export interface MoneyRules {
  /** For an invoice that was voided. */
  latePaymentPolicy: 'refund' | 'keep'
  /** For money beyond the amount. */
  overpaymentPolicy: 'refund' | 'hold'
}

/** How a customer can be told. */
export type Channel = 'email' | 'sms'

/** The rails an attempt can run on. */
export type Rail = 'truelayer' | 'tokenio'

export const MANUAL_METHODS = ['cash', 'transfer', 'card', 'cheque', 'other'] as const
/** How money came that no rail of ours carried. */
export type ManualMethod = (typeof MANUAL_METHODS)[number]

export type RefundReason = 'merchant' | 'overpayment' | 'voided'

export type AmendedField = 'due_date' | 'reminders' | 'instructions' | 'link_expires_at' | 'email' | 'phone'

/** Why a reminder was not sent. `past`: its day was over when it was planned; `late`: when it could have been sent. */
export type SkipReason =
  | 'past'
  | 'late'
  | 'on_hold'
  | 'payment_in_progress'
  | 'link_expired'
  | 'undeliverable'
  | 'nothing_due'

/** Why a letter did not arrive; `already_paid`, `voided`: it was not sent, as there was nothing to ask for. */
export type DeliveryFailure =
  | 'inactive_recipient'
  | 'invalid_recipient'
  | 'bounced'
  | 'complained'
  | 'undeliverable'
  | 'opted_out'
  | 'already_paid'
  | 'voided'

/** Will nothing ever reach this address? A telephone that is off today may be on tomorrow. */
export function isPermanent(reason: DeliveryFailure): boolean {
  return reason !== 'undeliverable' && reason !== 'already_paid' && reason !== 'voided'
}

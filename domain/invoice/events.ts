import type { CalendarDate, Instant } from '../shared/calendar.ts'
import type { Cause } from '../shared/cause.ts'
import type { MinorUnits } from '../shared/money.ts'
import type { CreditEvent } from './credit-note.ts'
import type { RefundEvent } from './refund.ts'
import type { PlannedReminder } from './messages/reminder-plan.ts'
import type {
  AmendedField,
  Channel,
  DeliveryFailure,
  NoticeFailure,
  ManualMethod,
  Rail,
  Resend,
  SkipReason,
  UnneededReason,
} from './types.ts'

interface Recorded {
  /** The log of an invoice holds each key once. */
  key: string
  /** `at` follows the invoice's clock, which can be ahead of real time. */
  at: Instant
  cause: Cause
}

export type InvoiceEvent = Recorded &
  (
    | IssueEvent
    | DeliveryEvent
    | PaymentEvent
    | RefundEvent
    | CreditEvent
    | ScheduleEvent
    | LinkEvent
    | CloseEvent
  )

export type InvoiceEventType = InvoiceEvent['type']

type IssueEvent = {
  type: 'issued'
  number: string
  currency: string
  amount: MinorUnits
  deposit?: MinorUnits
  linkId: string
  channels: Channel[]
  rules: MoneyRules
  sentByImport?: Channel[]
  mode: 'test' | 'live'
  testClockOffsetMs?: number
  /** The invoice was issued elsewhere, on an earlier day. */
  isTakenOver?: true
} & Schedule

type DeliveryEvent =
  | { type: 'sent'; channel: Channel; messageId: string; delivery: number; segments?: number }
  | { type: 'delivered'; channel: Channel; messageId: string; delivery?: number }
  | { type: 'delivery_delayed'; channel: Channel; messageId: string }
  | { type: 'delivery_not_needed'; channel: Channel; reason: UnneededReason; delivery: number }
  | {
      type: 'delivery_failed'
      channel: Channel
      reason: DeliveryFailure
      delivery?: number
      messageId: string
    }
  | { type: 'address_reopened'; channel: Channel }
  | { type: 'viewed' }
  | ({ type: 'receipt_sent'; channel: Channel; messageId: string; paymentId: string } & Resend)
  | ({ type: 'receipt_failed'; channel: Channel; reason: DeliveryFailure; paymentId: string } & Resend)
  | { type: 'merchant_notified'; notice: string; messageId: string }
  | { type: 'merchant_notification_failed'; notice: string; reason: NoticeFailure }

type RailStatusText = { railStatus?: string }

type PaymentEvent =
  | {
      type: 'payment_started'
      attemptId: string
      rail: Rail
      bankId: string
      amount: MinorUnits
      refundable?: false
      payout?: string
    }
  | { type: 'payment_authorizing'; attemptId: string; providerPaymentId: string }
  | ({ type: 'payment_processing'; attemptId: string } & RailStatusText)
  | { type: 'payment_status_unknown'; attemptId: string; railStatus: string }
  | ({ type: 'payment_failed'; attemptId: string; reason: string } & RailStatusText)
  | ({ type: 'payment_settled'; attemptId: string; amount: MinorUnits } & RailStatusText)
  /** The received sum includes a reversed payment until the merchant accepts the reversal. */
  | ({ type: 'payment_reversed'; attemptId: string; reason: string } & RailStatusText)
  | { type: 'payment_reversal_accepted'; paymentId: string }
  | ({ type: 'payment_reinstated'; attemptId: string } & RailStatusText)
  | ({
      type: 'payment_currency_mismatched'
      attemptId: string
      amount: MinorUnits
      currency: string
    } & RailStatusText)
  | ({ type: 'payment_amount_unreadable'; attemptId: string; reported: string } & RailStatusText)
  | { type: 'payment_currency_mismatch_resolved' | 'payment_amount_unreadable_resolved'; attemptId: string }
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
  | { type: 'paid'; amount: MinorUnits }
  | { type: 'overpayment_recorded'; paymentId: string; amount: MinorUnits }

type ScheduleEvent =
  | ({ type: 'amended'; changed: AmendedField[]; newAddress: Channel[] } & Schedule)
  | { type: 'reminder_requested'; reminderId: string; channels: Channel[] }
  | { type: 'reminded'; reminderId: string; channels: Channel[]; messageIds: string[]; segments?: number }
  | { type: 'reminder_skipped'; reminderId: string; reason: SkipReason }
  | { type: 'reminder_failed'; reminderId: string; reason: DeliveryFailure }
  | { type: 'hold_placed' }
  | ({ type: 'hold_released'; dates: 'keep' | 'shift' } & Schedule)
  | { type: 'overdue' }
  | { type: 'clock_advanced'; byMs: number }

type LinkEvent =
  | { type: 'link_expired' }
  | { type: 'link_regenerated'; linkId: string; revoked: string; expiresAt: Instant; channels: Channel[] }
  | { type: 'link_requested'; linkId: string }

type CloseEvent =
  | { type: 'void_requested'; notify?: false; creditNoteId?: string }
  /** `creditNoteId` is the credit note that the void made, or that made the void. */
  | { type: 'voided'; notify?: false; reason?: 'credited'; creditNoteId?: string }
  | ({ type: 'void_notice_sent'; voidId: string; channel: Channel; messageId: string } & Resend)
  | ({ type: 'void_notice_failed'; voidId: string; channel: Channel; reason: DeliveryFailure } & Resend)
  | { type: 'void_cancelled' }

/** `dueDate` is a date in the merchant's time zone. */
export interface Schedule {
  dueDate: CalendarDate
  overdueAt: Instant
  linkExpiresAt: Instant
  reminders: PlannedReminder[]
}

export interface MoneyRules {
  latePaymentPolicy: 'refund' | 'keep'
  overpaymentPolicy: 'refund' | 'keep'
}

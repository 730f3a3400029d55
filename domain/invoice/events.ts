import type { Instant } from '../calendar.ts'
import type { MinorUnits } from '../money.ts'

/** Why an event happened: who or what caused it, and the id to follow it up by. */
export type Cause =
  | { by: 'merchant'; via: 'api' }
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
  (
    | {
        type: 'issued'
        number: string
        currency: string
        amountDue: MinorUnits
        overdueAt: Instant
        linkId: string
        linkExpiresAt: Instant
        /** How the customer is told. */
        channels: Channel[]
      }
    | { type: 'sent'; channel: Channel; messageId: string }
    | { type: 'delivered'; channel: Channel }
    | { type: 'delivery_failed'; channel: Channel; reason: DeliveryFailure }
    | { type: 'viewed' }
    | { type: 'payment_started'; attemptId: string; rail: Rail; bankId: string }
    | { type: 'payment_authorizing'; attemptId: string; providerPaymentId: string }
    | { type: 'payment_processing'; attemptId: string }
    | { type: 'payment_failed'; attemptId: string; reason: string }
    | { type: 'paid'; attemptId: string; amount: MinorUnits }
    | { type: 'payment_mismatched'; attemptId: string; amount: MinorUnits; currency: string }
    | { type: 'paid_again'; attemptId: string; amount: MinorUnits }
    | { type: 'overdue' }
    | { type: 'link_expired' }
    | { type: 'receipt_sent'; channel: Channel; messageId: string }
    | { type: 'receipt_failed'; channel: Channel; reason: DeliveryFailure }
  )

export type InvoiceEventType = InvoiceEvent['type']

/** How a customer can be told. */
export type Channel = 'email' | 'sms'

/** The rails an attempt can run on. */
export type Rail = 'truelayer'

/** Why a letter did not arrive; `already_paid`: it was not sent, as there was nothing to ask for any more. */
export type DeliveryFailure =
  | 'inactive_recipient'
  | 'invalid_recipient'
  | 'bounced'
  | 'complained'
  | 'undeliverable'
  | 'already_paid'

import type { InvoiceEvent, InvoiceEventType } from '../events.ts'

const CONCURRENT_EVENTS: ReadonlySet<InvoiceEventType> = new Set<InvoiceEventType>([
  'sent',
  'delivered',
  'delivery_delayed',
  'delivery_failed',
  'receipt_sent',
  'receipt_failed',
  'refund_notice_sent',
  'refund_notice_failed',
  'merchant_notified',
  'merchant_notification_failed',
  'reminded',
  'reminder_skipped',
  'reminder_failed',
  'payment_processing',
  'refund_submitted',
  'refund_failed',
])

/**
 * Was this decided by the invoice's workflow? The other events can be recorded beside it, at any moment, by whoever
 * learns of the fact; applying one of those twice changes nothing.
 */
export function isWorkflowDecision({ type }: InvoiceEvent): boolean {
  return !CONCURRENT_EVENTS.has(type)
}

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
 * True if only the invoice's workflow decides this event. Activities and the API record the other types concurrently,
 * and applying one of those twice changes nothing.
 */
export function isWorkflowDecision({ type }: InvoiceEvent): boolean {
  return !CONCURRENT_EVENTS.has(type)
}

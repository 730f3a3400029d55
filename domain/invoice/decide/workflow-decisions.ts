import type { InvoiceEvent, InvoiceEventType } from '../events.ts'

const CONCURRENT_EVENTS: ReadonlySet<InvoiceEventType> = new Set<InvoiceEventType>([
  'sent',
  'delivered',
  'delivery_delayed',
  'delivery_not_needed',
  'delivery_failed',
  'receipt_sent',
  'receipt_failed',
  'refund_notice_sent',
  'refund_notice_failed',
  'credit_note_sent',
  'credit_note_failed',
  'void_notice_sent',
  'void_notice_failed',
  'merchant_notified',
  'merchant_notification_failed',
  'reminded',
  'reminder_skipped',
  'reminder_failed',
  'payment_processing',
  'refund_submitted',
  'refund_failed',
])

/** The decision count excludes `CONCURRENT_EVENTS`, because the workflow can apply them twice. */
export function isWorkflowDecision({ type }: InvoiceEvent): boolean {
  return !CONCURRENT_EVENTS.has(type)
}

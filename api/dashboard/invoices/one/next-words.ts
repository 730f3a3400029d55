import type { InvoiceRow } from '../../../../db/entities/index.ts'
import type { upcomingView } from '../../../merchant/invoices/view/upcoming-view.ts'
import { durationText } from './commands/durations.ts'

type Upcoming = ReturnType<typeof upcomingView>

const NAMES: Record<string, string> = {
  'invoice.issued': 'The draft is sent',
  'invoice.sent': 'The invoice is sent',
  'invoice.receipt_sent': 'The receipt is sent',
  'invoice.reminded': 'Reminder',
  'invoice.refund_submitted': 'The refund is requested',
  'invoice.refund_notice_sent': 'The customer is told of the refund',
  'invoice.credit_note_sent': 'The credit note is sent',
  'invoice.void_notice_sent': 'The customer is told of the void',
  'invoice.merchant_notified': 'An e-mail to you',
  'invoice.voided': 'Void',
  'invoice.paid': 'Paid',
  'invoice.overdue': 'Overdue',
  'invoice.link_expired': 'The payment link expires',
  payment_check: 'The payment is checked at the bank',
  refund_check: 'The refund is checked at the bank',
}

export function nameOfStep(event: string): string {
  return NAMES[event] ?? event
}

/** Names the cause with its distance: `Not sent: paid an hour before.` */
export function whySuppressed(
  { event, code, at, why }: Upcoming['suppressed'][number],
  { paidAt, voidedAt, voidRequestedAt, onHoldSince }: InvoiceRow,
): string {
  const not = event === 'invoice.reminded' ? 'Not sent' : 'Does not happen'
  const since = (before: Date | null | undefined, what: string) => {
    const distance = before && at ? Date.parse(at) - before.getTime() : -1
    return distance < 0 ? `${not}: ${why}` : `${not}: ${what} ${durationText(distance)} before.`
  }
  switch (code) {
    case 'paid':
    case 'nothing_due':
      return since(paidAt, 'paid')
    case 'void':
      return since(voidedAt ?? voidRequestedAt, 'voided')
    case 'on_hold':
      return since(onHoldSince, 'put on hold')
    default:
      return `${not}: ${why}`
  }
}

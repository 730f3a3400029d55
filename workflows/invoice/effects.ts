import type { InvoiceEvent, PendingEffect } from '../../domain/invoice/index.ts'
import { messages } from '../shared/activity-options.ts'

/** Has a piece of work done outside, however long that takes, and answers what was recorded of it. */
export async function runEffect(invoice: ActivityTarget, work: PendingEffect): Promise<InvoiceEvent[]> {
  // Activities of the first version answered one event.
  return [await startEffect(invoice, work)].flat()
}

interface ActivityTarget {
  invoiceId: string
  testClockOffsetMs?: number
}

function startEffect(invoice: ActivityTarget, work: PendingEffect): Promise<InvoiceEvent[]> {
  switch (work.kind) {
    case 'invoice': {
      const input = { ...invoice, delivery: work.delivery }
      return work.channel === 'email' ? messages.sendInvoice(input) : messages.sendInvoiceText(input)
    }
    case 'receipt':
      return messages.sendReceipt({ ...invoice, paymentId: work.paymentId })
    case 'reminder':
      return messages.sendReminder({ ...invoice, reminderId: work.reminderId })
    case 'refund':
      return messages.submitRefund({ ...invoice, refundId: work.refundId })
    case 'refund_notice':
      return messages.sendRefundNotice({ ...invoice, refundId: work.refundId })
    case 'notice':
      return messages.sendNotice({ ...invoice, noticeId: work.noticeId })
  }
}

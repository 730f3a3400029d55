import type { InvoiceEvent, PendingEffect, Resend } from '../../domain/invoice/index.ts'
import { messages } from '../shared/activity-options.ts'

interface ActivityTarget {
  invoiceId: string
  testClockOffsetMs?: number
}

export function runEffect(invoice: ActivityTarget, effect: PendingEffect): Promise<InvoiceEvent[]> {
  switch (effect.kind) {
    case 'invoice': {
      const input = { ...invoice, delivery: effect.delivery }
      return effect.channel === 'email' ? messages.sendInvoice(input) : messages.sendInvoiceText(input)
    }
    case 'receipt':
      return messages.sendReceipt({ ...invoice, paymentId: effect.paymentId, ...resendOf(effect) })
    case 'reminder':
      return messages.sendReminder({ ...invoice, reminderId: effect.reminderId })
    case 'refund':
      return messages.submitRefund({ ...invoice, refundId: effect.refundId })
    case 'refund_notice':
      return messages.sendRefundNotice({ ...invoice, refundId: effect.refundId, ...resendOf(effect) })
    case 'credit_note':
      return messages.sendCreditNote({ ...invoice, creditNoteId: effect.creditNoteId, ...resendOf(effect) })
    case 'void_notice':
      return messages.sendVoidNotice({
        ...invoice,
        channel: effect.channel,
        voidId: effect.voidId,
        ...resendOf(effect),
      })
    case 'notice':
      return messages.sendNotice({ ...invoice, noticeId: effect.noticeId })
  }
}

function resendOf({ resend }: Resend): Resend {
  return resend === undefined ? {} : { resend }
}

import type { TemplateKind } from '../../../../domain/invoice/messages/own-words.ts'

export const KINDS: Record<TemplateKind, { name: string; occasion: string }> = {
  invoice: { name: 'Invoice', occasion: 'When an invoice is sent.' },
  reminder: { name: 'Reminder', occasion: 'On the days of the reminder plan, and when you remind by hand.' },
  receipt: { name: 'Receipt', occasion: 'When a payment has arrived.' },
  refund: { name: 'Refund', occasion: 'When money is sent back.' },
  credit_note: { name: 'Credit note', occasion: 'When an invoice is taken back in part or in whole.' },
  void: { name: 'Void invoice', occasion: 'When an invoice that was sent becomes void.' },
}

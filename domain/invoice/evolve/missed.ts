import type { InvoiceEvent } from '../events.ts'
import type { InvoiceState } from '../state.ts'
import { type Channel, isPermanent } from '../types.ts'

type MessageEvent = Extract<
  InvoiceEvent,
  {
    type:
      | 'receipt_sent'
      | 'receipt_failed'
      | 'refund_notice_sent'
      | 'refund_notice_failed'
      | 'credit_note_sent'
      | 'credit_note_failed'
      | 'void_notice_sent'
      | 'void_notice_failed'
  }
>

export const messageKeys = {
  receipt: (paymentId: string) => `receipt:${paymentId}`,
  refundNotice: (refundId: string) => `refund_notice:${refundId}`,
  creditNote: (creditNoteId: string) => `credit_note:${creditNoteId}`,
  voidNotice: (channel: Channel, voidId: string) => `void_notice:${channel}:${voidId}`,
}

/** An activity can report an earlier sending after the message was resent. */
export function isEarlierSending(state: InvoiceState, event: MessageEvent): boolean {
  return (event.resend ?? 0) < (state.resends[keyOf(event)] ?? 0)
}

/** A message to a closed address is missed until the address is opened or corrected. */
export function withMissed(state: InvoiceState, event: MessageEvent): InvoiceState {
  const key = keyOf(event)
  if ('reason' in event) {
    return isPermanent(event.reason) ? { ...state, missed: { ...state.missed, [key]: event.channel } } : state
  }
  const { [key]: _, ...missed } = state.missed
  return { ...state, missed }
}

export function hasMissed({ missed }: InvoiceState, channel: Channel): boolean {
  return Object.values(missed).includes(channel)
}

export function resendMissed(state: InvoiceState, channels: readonly Channel[]): InvoiceState {
  const isOpen = (key: string) => channels.some((channel) => channel === state.missed[key])
  const { voidNotice } = state
  const due = Object.keys(state.missed).filter(isOpen)
  if (due.length === 0) return state
  const noticeOf = <Sent extends { id: string; notice: string }>(key: (id: string) => string, sent: Sent) =>
    isOpen(key(sent.id)) ? { ...sent, notice: 'pending' as const } : sent
  return {
    ...state,
    missed: Object.fromEntries(Object.entries(state.missed).filter(([key]) => !isOpen(key))),
    resends: {
      ...state.resends,
      ...Object.fromEntries(due.map((key) => [key, (state.resends[key] ?? 0) + 1])),
    },
    payments: state.payments.map((payment) =>
      isOpen(messageKeys.receipt(payment.id)) ? { ...payment, receipt: 'pending' } : payment,
    ),
    refunds: state.refunds.map((refund) => noticeOf(messageKeys.refundNotice, refund)),
    creditNotes: state.creditNotes.map((note) => noticeOf(messageKeys.creditNote, note)),
    ...(voidNotice
      ? {
          voidNotice: {
            ...voidNotice,
            done: voidNotice.done.filter(
              (channel) => !isOpen(messageKeys.voidNotice(channel, voidNotice.id)),
            ),
          },
        }
      : {}),
  }
}

function keyOf(event: MessageEvent): string {
  if ('paymentId' in event) return messageKeys.receipt(event.paymentId)
  if ('refundId' in event) return messageKeys.refundNotice(event.refundId)
  if ('creditNoteId' in event) return messageKeys.creditNote(event.creditNoteId)
  return messageKeys.voidNotice(event.channel, event.voidId)
}

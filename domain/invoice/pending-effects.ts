import type { Instant } from '../shared/calendar.ts'
import { dueReminders, isRemindable, isTooLate } from './messages/reminders.ts'
import type { InvoiceState } from './state.ts'
import { isPayable } from './status.ts'
import type { Channel, Resend } from './types.ts'
import { messageKeys } from './evolve/missed.ts'

export type PendingEffect = { key: string } & (
  | { kind: 'invoice'; channel: Channel; delivery: number }
  | ({ kind: 'receipt'; paymentId: string } & Resend)
  | { kind: 'reminder'; reminderId: string }
  | { kind: 'refund'; refundId: string }
  | ({ kind: 'refund_notice'; refundId: string } & Resend)
  | ({ kind: 'credit_note'; creditNoteId: string } & Resend)
  | ({ kind: 'void_notice'; channel: Channel; voidId: string } & Resend)
  | { kind: 'notice'; noticeId: string }
)

export function pendingEffects(state: InvoiceState, now: Instant): PendingEffect[] {
  return [
    ...invoices(state),
    ...receipts(state),
    ...reminders(state, now),
    ...refunds(state),
    ...creditNotes(state),
    ...voidNotices(state),
    ...notices(state),
  ]
}

function invoices(state: InvoiceState): PendingEffect[] {
  if (!isDeliverable(state)) return []
  const { delivery } = state
  return Object.entries(state.deliveries).flatMap(([name, is]) => {
    const channel = name as Channel
    if (is !== 'pending' || state.blocked[channel]) return []
    if (delivery === 1 && state.sentByImport?.includes(channel)) return []
    return [{ key: `invoice:${channel}:${delivery}`, kind: 'invoice' as const, channel, delivery }]
  })
}

/** An invoice over 0.00 is paid at its issue, and is delivered all the same. */
function isDeliverable({ status, amount, voidRequestedAt }: InvoiceState): boolean {
  return voidRequestedAt === undefined && (isPayable(status) || (status === 'paid' && amount === 0))
}

function receipts(state: InvoiceState): PendingEffect[] {
  return state.payments
    .filter(({ receipt, undone }) => receipt === 'pending' && !undone)
    .map(({ id }) => {
      const key = messageKeys.receipt(id)
      return { key, kind: 'receipt', paymentId: id, ...resendOf(state, key) }
    })
}

function reminders(state: InvoiceState, now: Instant): PendingEffect[] {
  if (!isRemindable(state)) return []
  const due = dueReminders(state, now)
  const requested = state.reminders.filter(({ status: is, days }) => is === 'planned' && days === undefined)
  return [...requested, ...due.filter((reminder) => !isTooLate(reminder, due, now))].map(({ id, at }) => ({
    key: `reminder:${id}:${at}`,
    kind: 'reminder',
    reminderId: id,
  }))
}

function refunds(state: InvoiceState): PendingEffect[] {
  return state.refunds.flatMap(({ id, status: is, notice }): PendingEffect[] => {
    if (is === 'requested') return [{ key: `refund:${id}`, kind: 'refund', refundId: id }]
    const key = messageKeys.refundNotice(id)
    return notice === 'pending' && is === 'executed'
      ? [{ key, kind: 'refund_notice', refundId: id, ...resendOf(state, key) }]
      : []
  })
}

function creditNotes(state: InvoiceState): PendingEffect[] {
  return state.creditNotes
    .filter(({ notice }) => notice === 'pending')
    .map(({ id }) => {
      const key = messageKeys.creditNote(id)
      return { key, kind: 'credit_note', creditNoteId: id, ...resendOf(state, key) }
    })
}

function resendOf({ resends }: InvoiceState, key: string): Resend {
  const resend = resends[key]
  return resend === undefined ? {} : { resend }
}

function voidNotices(state: InvoiceState): PendingEffect[] {
  const { voidNotice, sentOn, blocked } = state
  if (!voidNotice) return []
  const { id: voidId, done } = voidNotice
  return sentOn
    .filter((channel) => !done.includes(channel) && !blocked[channel])
    .map((channel) => {
      const key = messageKeys.voidNotice(channel, voidId)
      return { key, kind: 'void_notice', channel, voidId, ...resendOf(state, key) }
    })
}

function notices(state: InvoiceState): PendingEffect[] {
  return state.notices
    .filter((notice) => notice.status === 'pending')
    .map(({ id }) => ({ key: `notice:${id}`, kind: 'notice', noticeId: id }))
}

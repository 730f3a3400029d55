import type { Instant } from '../shared/calendar.ts'
import { dueReminders, isRemindable, isTooLate } from './reminders.ts'
import type { InvoiceState } from './state.ts'
import { isPayable } from './status.ts'
import type { Channel } from './types.ts'

export type PendingEffect = { key: string } & (
  | { kind: 'invoice'; channel: Channel; delivery: number }
  | { kind: 'receipt'; paymentId: string }
  | { kind: 'reminder'; reminderId: string }
  | { kind: 'refund'; refundId: string }
  | { kind: 'refund_notice'; refundId: string }
  | { kind: 'credit_note'; creditNoteId: string }
  | { kind: 'void_notice'; channel: Channel; voidId: string }
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
    .map(({ id }) => ({ key: `receipt:${id}`, kind: 'receipt', paymentId: id }))
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
    return notice === 'pending' && is === 'executed'
      ? [{ key: `refund_notice:${id}`, kind: 'refund_notice', refundId: id }]
      : []
  })
}

function creditNotes(state: InvoiceState): PendingEffect[] {
  return state.creditNotes
    .filter(({ notice }) => notice === 'pending')
    .map(({ id }) => ({ key: `credit_note:${id}`, kind: 'credit_note', creditNoteId: id }))
}

function voidNotices({ voidNotice, sentOn, blocked }: InvoiceState): PendingEffect[] {
  if (!voidNotice) return []
  const { id: voidId, done } = voidNotice
  return sentOn
    .filter((channel) => !done.includes(channel) && !blocked[channel])
    .map((channel) => ({
      key: `void_notice:${channel}:${voidId}`,
      kind: 'void_notice',
      channel,
      voidId,
    }))
}

function notices(state: InvoiceState): PendingEffect[] {
  return state.notices
    .filter((notice) => notice.status === 'pending')
    .map(({ id }) => ({ key: `notice:${id}`, kind: 'notice', noticeId: id }))
}

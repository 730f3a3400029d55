import type { Instant } from '../shared/calendar.ts'
import type { Channel } from './events.ts'
import { dueReminders, isRemindable, isTooLate } from './reminders.ts'
import type { InvoiceState } from './state.ts'
import { isPayable } from './status.ts'

/** Something the outside has still to be asked for. The key is the same for as long as it is owed. */
export type PendingEffect = { key: string } & (
  | { kind: 'invoice'; channel: Channel; delivery: number }
  | { kind: 'receipt'; paymentId: string }
  | { kind: 'reminder'; reminderId: string }
  | { kind: 'refund'; refundId: string }
  | { kind: 'refund_notice'; refundId: string }
  | { kind: 'notice'; noticeId: string }
)

/** The messages that should go out now and have not, and the refunds that the rail was not asked for. */
export function pendingEffects(state: InvoiceState, now: Instant): PendingEffect[] {
  return [
    ...invoices(state),
    ...receipts(state),
    ...reminders(state, now),
    ...refunds(state),
    ...notices(state),
  ]
}

function invoices(state: InvoiceState): PendingEffect[] {
  if (!isPayable(state.status) || state.voidRequestedAt !== undefined) return []
  const { delivery } = state
  return Object.entries(state.deliveries).flatMap(([name, is]) => {
    const channel = name as Channel
    if (is !== 'pending' || state.blocked[channel]) return []
    if (delivery === 1 && state.sentInBulk?.includes(channel)) return []
    return [{ key: `invoice:${channel}:${delivery}`, kind: 'invoice' as const, channel, delivery }]
  })
}

function receipts(state: InvoiceState): PendingEffect[] {
  return state.payments
    .filter(({ receipt, undone }) => receipt === 'owed' && !undone)
    .map(({ id }) => ({ key: `receipt:${id}`, kind: 'receipt', paymentId: id }))
}

/** Those that the merchant asks for, and of the plan's the one that is due; what is too late a deadline sorts out. */
function reminders(state: InvoiceState, now: Instant): PendingEffect[] {
  if (!isRemindable(state)) return []
  const due = dueReminders(state, now)
  const asked = state.reminders.filter(({ status: is, days }) => is === 'planned' && days === undefined)
  return [...asked, ...due.filter((reminder) => !isTooLate(reminder, due, now))].map(({ id, at }) => ({
    key: `reminder:${id}:${at}`,
    kind: 'reminder',
    reminderId: id,
  }))
}

function refunds(state: InvoiceState): PendingEffect[] {
  return state.refunds.flatMap(({ id, status: is, note }): PendingEffect[] => {
    if (is === 'requested') return [{ key: `refund:${id}`, kind: 'refund', refundId: id }]
    return note === 'owed' && is === 'executed'
      ? [{ key: `refund_notice:${id}`, kind: 'refund_notice', refundId: id }]
      : []
  })
}

function notices(state: InvoiceState): PendingEffect[] {
  return state.notices
    .filter((notice) => notice.status === 'owed')
    .map(({ id }) => ({ key: `notice:${id}`, kind: 'notice', noticeId: id }))
}

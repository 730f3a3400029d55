import type { Instant } from '../shared/calendar.ts'
import type { Channel } from './events.ts'
import { dueReminders, isRemindable, isTooLate } from './reminders.ts'
import type { InvoiceState } from './state.ts'
import { isPayable } from './status.ts'

/** Something the outside has still to be asked for. The key is the same for as long as it is owed. */
export type OwedWork = { key: string } & (
  | { kind: 'invoice'; channel: Channel; delivery: number }
  | { kind: 'receipt'; paymentId: string }
  | { kind: 'reminder'; reminderId: string }
  | { kind: 'refund'; refundId: string }
  | { kind: 'refund_note'; refundId: string }
  | { kind: 'notice'; noticeId: string }
)

/** The messages that should go out now and have not, and the refunds that the rail was not asked for. */
export function owedWork(state: InvoiceState, now: Instant): OwedWork[] {
  return [
    ...invoices(state),
    ...receipts(state),
    ...reminders(state, now),
    ...refunds(state),
    ...notices(state),
  ]
}

function invoices(state: InvoiceState): OwedWork[] {
  if (!isPayable(state.status) || state.voidRequestedAt !== undefined) return []
  const { delivery } = state
  return Object.entries(state.deliveries).flatMap(([name, is]) => {
    const channel = name as Channel
    if (is !== 'pending' || state.blocked[channel]) return []
    if (delivery === 1 && state.sentInBulk?.includes(channel)) return []
    return [{ key: `invoice:${channel}:${delivery}`, kind: 'invoice' as const, channel, delivery }]
  })
}

function receipts(state: InvoiceState): OwedWork[] {
  return state.payments
    .filter(({ receipt, undone }) => receipt === 'owed' && !undone)
    .map(({ id }) => ({ key: `receipt:${id}`, kind: 'receipt', paymentId: id }))
}

/** Those that the merchant asks for, and of the plan's the one that is due; what is too late a deadline sorts out. */
function reminders(state: InvoiceState, now: Instant): OwedWork[] {
  if (!isRemindable(state)) return []
  const due = dueReminders(state, now)
  const asked = state.reminders.filter(({ state: is, days }) => is === 'planned' && days === undefined)
  return [...asked, ...due.filter((reminder) => !isTooLate(reminder, due, now))].map(({ id, at }) => ({
    key: `reminder:${id}:${at}`,
    kind: 'reminder',
    reminderId: id,
  }))
}

function refunds(state: InvoiceState): OwedWork[] {
  return state.refunds.flatMap(({ id, state: is, note }): OwedWork[] => {
    if (is === 'requested') return [{ key: `refund:${id}`, kind: 'refund', refundId: id }]
    return note === 'owed' && is === 'executed'
      ? [{ key: `refund_note:${id}`, kind: 'refund_note', refundId: id }]
      : []
  })
}

function notices(state: InvoiceState): OwedWork[] {
  return state.notices
    .filter((notice) => notice.state === 'owed')
    .map(({ id }) => ({ key: `notice:${id}`, kind: 'notice', noticeId: id }))
}

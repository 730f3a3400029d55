import type { InvoiceRow } from '../../../../db/entities/index.ts'
import { addDays, endOfDate, localTime, timeOnDate } from '../../../../domain/shared/calendar.ts'
import {
  type Deadline,
  deadlines,
  type InvoiceState,
  isRemindable,
  type LastChecks,
  type PendingEffect,
  pendingEffects,
  type Reminder,
  reminderBlocker,
} from '../../../../domain/invoice/index.ts'

interface Step {
  event: string
  at: string | null
  local_time: string | null
  why: string
}

type Suppressed = Step & { code: string }

export function upcomingView(row: InvoiceRow, state: InvoiceState, zone: string, checks: LastChecks) {
  const now = Date.now() + state.testClockOffsetMs
  const clock = { now: new Date(now).toISOString(), local_time: localTime(now, zone), time_zone: zone }
  if (row.status === 'draft') {
    const why = row.sendAt ? 'The draft is scheduled to be sent.' : 'A draft does nothing until it is sent.'
    const data = row.sendAt ? [{ event: 'invoice.issued', ...when(row.sendAt.getTime(), zone), why }] : []
    return { status: row.status, ...clock, data, suppressed: [], why }
  }
  const pending = pendingEffects(state, now).map(({ kind }) => ({
    event: EFFECT_EVENTS[kind],
    ...when(null, zone),
    why: EFFECT_REASONS[kind],
  }))
  const timed = deadlines(state, checks).flatMap((deadline) => {
    const reminder = state.reminders.find(({ id }) => deadline.reason === 'reminder' && id === deadline.of)
    return reminder && reminderBlocker(state, reminder) ? [] : [step(deadline, row, reminder, zone)]
  })
  const data = [...pending, ...timed]
  return {
    status: row.status,
    ...clock,
    data,
    suppressed: suppressed(state, zone),
    why: data[0]?.why ?? 'Nothing more happens by itself.',
  }
}

function when(at: number | null, zone: string): Pick<Step, 'at' | 'local_time'> {
  if (at === null) return { at: null, local_time: null }
  return { at: new Date(at).toISOString(), local_time: localTime(at, zone) }
}

const EFFECT_EVENTS: Record<PendingEffect['kind'], string> = {
  invoice: 'invoice.sent',
  receipt: 'invoice.receipt_sent',
  reminder: 'invoice.reminded',
  refund: 'invoice.refund_submitted',
  refund_notice: 'invoice.refund_notice_sent',
  credit_note: 'invoice.credit_note_sent',
  void_notice: 'invoice.void_notice_sent',
  notice: 'invoice.merchant_notified',
}

const EFFECT_REASONS: Record<PendingEffect['kind'], string> = {
  invoice: 'The invoice is being sent to the customer.',
  receipt: 'The receipt is being sent to the customer.',
  reminder: 'The reminder is being sent to the customer.',
  refund: 'The refund is being requested from the bank.',
  refund_notice: 'The notice of the refund is being sent to the customer.',
  credit_note: 'The credit note is being sent to the customer.',
  void_notice: 'The notice that the invoice is void is being sent to the customer.',
  notice: 'A notice is being sent to you.',
}

function step(
  { reason, at }: Deadline,
  row: InvoiceRow,
  reminder: Reminder | undefined,
  zone: string,
): Step & { channels?: string[] } {
  const common = when(at, zone)
  switch (reason) {
    case 'conclusion':
      return row.voidRequestedAt
        ? { event: 'invoice.voided', ...common, why: 'No payment can arrive any more.' }
        : { event: 'invoice.paid', ...common, why: 'Nothing is due any more.' }
    case 'reminder':
      return {
        event: 'invoice.reminded',
        ...common,
        channels: reminder?.channels ?? [],
        why: `The reminder plan has a reminder ${distance(reminder?.days ?? 0)}${isPlannedIn(zone, row, reminder) ? '' : EARLIER_ZONE}.`,
      }
    case 'overdue':
      return {
        event: 'invoice.overdue',
        ...common,
        why:
          at === endOfDate(row.dueDate, zone)
            ? 'The due date ends at this time in your time zone.'
            : `The due date ends at this time${EARLIER_ZONE}.`,
      }
    case 'link_expiry':
      return { event: 'invoice.link_expired', ...common, why: 'The payment link is valid until this time.' }
    case 'payment_check':
      return {
        event: 'payment_check',
        ...common,
        why: 'A payment has begun. If the bank has not reported by this time, its status is checked.',
      }
    case 'refund_check':
      return {
        event: 'refund_check',
        ...common,
        why: 'A refund is with the bank. If the bank has not reported by this time, its status is checked.',
      }
  }
}

const EARLIER_ZONE = ' in the time zone that you had when the dates were set'

function isPlannedIn(zone: string, { dueDate, reminders }: InvoiceRow, reminder?: Reminder): boolean {
  if (!reminders || reminder?.days === undefined) return true
  return timeOnDate(addDays(dueDate, reminder.days), reminders.time, zone) === reminder.at
}

function distance(days: number): string {
  if (days === 0) return 'on the due date'
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`
  return `${count} ${days < 0 ? 'before' : 'after'} the due date`
}

function suppressed(state: InvoiceState, zone: string): Suppressed[] {
  const steps: Suppressed[] = state.reminders.flatMap((reminder) => {
    const { status: is, at, days } = reminder
    if (days === undefined || is === 'sent') return []
    const code = is === 'planned' ? whyNotSent(state, reminder) : (reminder.why ?? 'undeliverable')
    if (!code) return []
    return [
      { event: 'invoice.reminded', ...when(at, zone), code, why: WHY[code] ?? 'It could not be delivered.' },
    ]
  })
  const { onHoldSince, overdueAt, status, voidRequestedAt } = state
  const code = voidRequestedAt !== undefined ? 'void' : onHoldSince !== undefined ? 'on_hold' : undefined
  if (code && overdueAt !== undefined && (status === 'sent' || status === 'viewed')) {
    steps.push({ event: 'invoice.overdue', ...when(overdueAt, zone), code, why: WHY[code] ?? '' })
  }
  return steps.toSorted((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))
}

function whyNotSent(state: InvoiceState, reminder: Reminder): string | undefined {
  if (!isRemindable(state) && state.onHoldSince === undefined) return endOf(state)
  return reminderBlocker(state, reminder)
}

function endOf({ status }: InvoiceState): string {
  return status === 'paid' ? 'paid' : 'void'
}

const WHY: Record<string, string> = {
  past: 'Its time had passed when it was planned.',
  late: 'It could not be sent on its day, and reminders are not sent late.',
  on_hold: 'The invoice is on hold.',
  payment_in_progress: 'A payment is in progress.',
  payment_currency_mismatched: 'Money came in another currency, and you have not decided about it yet.',
  payment_amount_unreadable: 'Money came with an unreadable amount, and you have not decided about it yet.',
  link_expired: 'The payment link has expired.',
  undeliverable: 'The customer cannot be reached by this channel until the address is changed.',
  nothing_due: 'Nothing is due.',
  merchant_suspended: 'Your account was suspended on its day.',
  not_sent_in_test_mode: 'Test mode sends only to confirmed addresses of your own people.',
  paid: 'The invoice is paid.',
  void: 'The invoice is void or being voided.',
}

import type { BankReport, DeliveryFailureReport, InvoiceCommand, PayCommand, Refusal } from './commands.ts'
import type { Cause, InvoiceEvent } from './events.ts'
import { type InvoiceState, isLive, liveAttempt, type PaymentAttempt } from './state.ts'
import { isPayable } from './status.ts'

/** Either the events that now happen (none: nothing new), or why not. */
export type Decision = { events: InvoiceEvent[] } | { refused: Refusal }

/** Decides what a command does to an invoice. Pure: every instant comes with the command. */
export function decide(state: InvoiceState, command: InvoiceCommand): Decision {
  switch (command.type) {
    case 'view':
      return decideView(state, command.at)
    case 'pay':
      return decidePay(state, command)
    case 'bank_report':
      return { events: reportEvents(state, command) }
    case 'delivery_failure':
      return { events: state.deliveries[command.channel] === 'failed' ? [] : [deliveryFailed(command)] }
    case 'deadline':
      return { events: deadlineEvents(state, command.at) }
  }
}

function decideView(state: InvoiceState, at: number): Decision {
  if (state.status === 'draft') return { refused: 'not_issued' }
  return { events: state.viewedAt === undefined ? [viewed(at)] : [] }
}

/**
 * A payer may start while the invoice is payable, its link has not expired and no earlier attempt can still take
 * money. An attempt the payer has not authorised yet does not stop a new one: the payer went back to choose
 * another bank. The rail is the referee there: it is cancelled first, and if it cannot be, the new one is refused.
 */
function decidePay(state: InvoiceState, command: PayCommand): Decision {
  if (state.status === 'draft') return { refused: 'not_issued' }
  if (state.status === 'paid') return { refused: 'already_paid' }
  if (state.status === 'void') return { refused: 'voided' }
  if (state.link && (state.link.state === 'expired' || command.at >= state.link.expiresAt)) {
    return { refused: 'link_expired' }
  }
  const live = liveAttempt(state)
  if (live?.state === 'processing') return { refused: 'payment_in_progress' }
  if (live && canResume(live, command)) return { events: [] }
  const events: InvoiceEvent[] = []
  if (state.viewedAt === undefined) events.push(viewed(command.at))
  if (live) events.push(failed(live, 'superseded', command.at, { by: 'payer' }))
  const { attemptId, rail, bankId, at } = command
  const key = `payment_started:${attemptId}`
  events.push({ type: 'payment_started', key, at, cause: { by: 'payer' }, attemptId, rail, bankId })
  return { events }
}

const RESUME_WITHIN_MS = 10 * 60_000

/** The same bank pressed again while its page should still be open: a double click, a second tab, a way back. */
function canResume(live: PaymentAttempt, command: PayCommand): boolean {
  return (
    live.state === 'authorizing' &&
    live.bankId === command.bankId &&
    command.at - live.startedAt < RESUME_WITHIN_MS
  )
}

/** A rail's report. Money that arrived is never refused, whatever state the invoice is in. */
function reportEvents(state: InvoiceState, report: BankReport): InvoiceEvent[] {
  const attempt = state.attempts.find((candidate) => candidate.id === report.attemptId)
  if (!attempt) return []
  switch (report.status) {
    case 'settled':
      return attempt.state === 'settled' ? [] : [settled(state, report)]
    case 'failed':
      return isLive(attempt) ? [failed(attempt, report.reason ?? 'unknown', report.at, report.cause)] : []
    case 'processing':
      return attempt.state === 'started' || attempt.state === 'authorizing' ? [processing(report)] : []
    case 'authorizing':
      return attempt.state === 'started' ? [authorizing(report)] : []
  }
}

/** Only the exact amount in the invoice's currency pays it; anything else is kept for a person to look at. */
function settled(state: InvoiceState, report: BankReport): InvoiceEvent {
  const { attemptId, at, cause } = report
  const amount = report.amount ?? '0'
  const key = `settled:${attemptId}`
  const currency = report.currency ?? ''
  if (state.status === 'paid') return { type: 'paid_again', key, at, cause, attemptId, amount }
  if (amount === state.amountDue && currency === state.currency && isPayable(state.status)) {
    return { type: 'paid', key, at, cause, attemptId, amount }
  }
  return { type: 'payment_mismatched', key, at, cause, attemptId, amount, currency }
}

/** Both can be due at once when a worker was away for long. A link in use does not expire under its payer. */
function deadlineEvents(state: InvoiceState, now: number): InvoiceEvent[] {
  const events: InvoiceEvent[] = []
  const cause: Cause = { by: 'deadline' }
  const { overdueAt, link } = state
  if (overdueAt !== undefined && overdueAt <= now && (state.status === 'sent' || state.status === 'viewed')) {
    events.push({ type: 'overdue', key: 'overdue', at: overdueAt, cause })
  }
  if (link?.state === 'active' && link.expiresAt <= now) {
    events.push({ type: 'link_expired', key: `link_expired:${link.id}`, at: now, cause })
  }
  return events
}

function viewed(at: number): InvoiceEvent {
  return { type: 'viewed', key: 'viewed', at, cause: { by: 'payer' } }
}

function failed(attempt: PaymentAttempt, reason: string, at: number, cause: Cause): InvoiceEvent {
  const attemptId = attempt.id
  return { type: 'payment_failed', key: `payment_failed:${attemptId}`, at, cause, attemptId, reason }
}

function processing({ attemptId, at, cause }: BankReport): InvoiceEvent {
  return { type: 'payment_processing', key: `payment_processing:${attemptId}`, at, cause, attemptId }
}

function authorizing({ attemptId, at, cause, providerPaymentId }: BankReport): InvoiceEvent {
  const key = `payment_authorizing:${attemptId}`
  return { type: 'payment_authorizing', key, at, cause, attemptId, providerPaymentId }
}

function deliveryFailed({ channel, reason, at, cause }: DeliveryFailureReport): InvoiceEvent {
  return { type: 'delivery_failed', key: `delivery_failed:${channel}`, at, cause, channel, reason }
}

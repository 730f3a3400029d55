import type { MinorUnits } from '../../shared/money.ts'
import { automatic, byCustomer, type Cause } from '../../shared/cause.ts'
import type { PaymentReport, PayCommand } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { amountRequested, isDepositPaid } from '../evolve/balance.ts'
import { fold } from '../evolve/evolve.ts'
import {
  eventKey,
  type InvoiceState,
  isLive,
  liveAttempt,
  mismatchOf,
  type PaymentAttempt,
} from '../state.ts'
import { isLatePaymentKept } from '../money-policies.ts'
import { isPayable } from '../status.ts'
import { paidIfNothingDue } from './paid.ts'
import { type Decision, refusalUnlessOpen } from './decision.ts'
import { automaticRefund } from './refund.ts'
import { conflictsWithLog } from './contradicting-reports.ts'
import { voidIfRequested } from './void.ts'

export function decidePay(state: InvoiceState, command: PayCommand): Decision {
  const refused = refusalUnlessOpen(state)
  if (refused) return { refused }
  const amount = amountRequested(state)
  if (amount === 0) return { refused: 'already_paid' }
  const { attemptId, rail, bankId, linkId, amount: seen, refundable, payout, at } = command
  if (linkId !== state.link?.id) return { refused: 'link_revoked' }
  if (state.link.expired || at >= state.link.expiresAt) return { refused: 'link_expired' }
  const live = liveAttempt(state)
  if (live?.status === 'processing') return { refused: 'payment_in_progress' }
  if (state.attempts.some(({ id }) => id === attemptId)) return { events: [] }
  if (seen !== undefined && seen !== amount) return { refused: 'amount_changed' }
  if (live && canResume(state, live, command)) return { events: [] }
  const cause = byCustomer
  const events: InvoiceEvent[] = []
  if (state.viewedAt === undefined) events.push({ type: 'viewed', key: 'viewed', at, cause })
  if (live) events.push(failed(live, 'superseded', at, cause))
  events.push({
    type: 'payment_started',
    key: `payment_started:${attemptId}`,
    at,
    cause,
    attemptId,
    rail,
    bankId,
    amount,
    ...(refundable === false ? { refundable } : {}),
    ...(payout === undefined ? {} : { payout }),
  })
  return { events }
}

const RESUME_WITHIN_MS = 10 * 60_000

function canResume(state: InvoiceState, live: PaymentAttempt, command: PayCommand): boolean {
  return (
    live.status === 'authorizing' &&
    live.bankId === command.bankId &&
    live.payout === command.payout &&
    command.at - live.startedAt < RESUME_WITHIN_MS &&
    live.amount === amountRequested(state)
  )
}

export function decidePaymentReport(state: InvoiceState, report: PaymentReport): InvoiceEvent[] {
  const attempt = state.attempts.find((candidate) => candidate.id === report.attemptId)
  if (!attempt || conflictsWithLog(state, report)) return []
  const { attemptId, at, cause, providerPaymentId } = report
  const key = `payment_${report.status}:${attemptId}`
  switch (report.status) {
    case 'settled':
      return attempt.status === 'settled' ? reinstatement(state, report) : settle(state, report)
    case 'failed':
      if (attempt.mismatch === 'waiting') return [mismatchResolved(attempt, at, cause)]
      return isLive(attempt) ? failure(state, attempt, report) : reversal(state, report)
    case 'processing':
      return attempt.status === 'started' || attempt.status === 'authorizing'
        ? [{ type: 'payment_processing', key, at, cause, attemptId, ...railStatusOf(report) }]
        : []
    case 'authorizing':
      return [
        ...(attempt.status === 'started'
          ? [{ type: 'payment_authorizing' as const, key, at, cause, attemptId, providerPaymentId }]
          : []),
        ...unknownStatus(attempt, report),
      ]
  }
}

function unknownStatus(
  attempt: PaymentAttempt,
  { attemptId, unknownStatus: railStatus, at, cause }: PaymentReport,
): InvoiceEvent[] {
  if (railStatus === undefined || attempt.hasUnknownStatus || !isLive(attempt)) return []
  const type = 'payment_status_unknown'
  return [{ type, key: `${type}:${attemptId}`, at, cause, attemptId, railStatus }]
}

function failure(state: InvoiceState, attempt: PaymentAttempt, report: PaymentReport): InvoiceEvent[] {
  const { reason = 'unknown', at, cause } = report
  const event = { ...failed(attempt, reason, at, cause), ...railStatusOf(report) }
  return liveAttempt(fold([event], state)) ? [event] : [event, ...voidIfRequested(state, event)]
}

function settle(state: InvoiceState, report: PaymentReport): InvoiceEvent[] {
  const { attemptId, at, cause, amount = 0, currency = '', unreadableAmount: reported } = report
  const key = `settled:${attemptId}`
  if (reported !== undefined) {
    const unreadable = { key, at, cause, attemptId, reported, ...railStatusOf(report) }
    const event = { ...unreadable, type: 'payment_amount_unreadable' } as const
    return [event, ...voidIfRequested(state, event)]
  }
  const facts = { key, at, cause, attemptId, amount, ...railStatusOf(report) }
  if (currency !== state.currency) {
    const event = { ...facts, type: 'payment_currency_mismatched', currency } as const
    return [event, ...voidIfRequested(state, event)]
  }
  return settleWithEffects(state, { ...facts, type: 'payment_settled' }, amount, attemptId)
}

function reversal(state: InvoiceState, report: PaymentReport): InvoiceEvent[] {
  const { attemptId, reason = 'unknown', at, cause } = report
  const payment = state.payments.find(({ id }) => id === attemptId)
  if (!payment || payment.reversed || payment.undone) return []
  const { reversals = 0 } = payment
  const key = eventKey('payment_reversed', attemptId, reversals + 1)
  return [{ type: 'payment_reversed', key, at, cause, attemptId, reason, ...railStatusOf(report) }]
}

function reinstatement(state: InvoiceState, report: PaymentReport): InvoiceEvent[] {
  const { attemptId, at, cause } = report
  const payment = state.payments.find(({ id }) => id === attemptId)
  if (!payment?.reversed) return []
  const { reversals = 1 } = payment
  const key = eventKey('payment_reinstated', attemptId, reversals)
  const event = { type: 'payment_reinstated', key, at, cause, attemptId, ...railStatusOf(report) } as const
  if (!payment.undone) return [event]
  return settleWithEffects(state, event, payment.amount, `${attemptId}-${reversals + 1}`)
}

/** `name` must differ for each `event`, because other event keys contain it. */
function settleWithEffects(
  state: InvoiceState,
  event: InvoiceEvent & { attemptId: string },
  amount: MinorUnits,
  name: string,
): InvoiceEvent[] {
  const { at, attemptId: id } = event
  const before: InvoiceEvent[] = isLatePaymentKept(state, amount)
    ? [{ type: 'void_cancelled', key: `void_cancelled:${name}`, at, cause: automatic }]
    : voidIfRequested(state, event)
  return [...before, event, ...settlementEffects(fold(before, state), event, { id, name })]
}

/** `state` must not include `event`. */
export function settlementEffects(
  state: InvoiceState,
  event: InvoiceEvent,
  payment: { id: string; name: string },
): InvoiceEvent[] {
  const { id: paymentId, name } = payment
  const { at } = event
  const cause = automatic
  const after = fold([event], state)
  const events = paidIfNothingDue(after, at)
  const isDeposit = after.deposit && isDepositPaid(after) && !isDepositPaid(state)
  if (events.length === 0 && isPayable(after.status) && isDeposit) {
    events.push({ type: 'deposit_paid', key: `deposit_paid:${name}`, at, cause, amount: after.amountPaid })
  }
  const amount = fold(events, after).amountOverpaid - state.amountOverpaid
  if (amount > 0) {
    events.push({ type: 'overpayment_recorded', key: `overpayment:${name}`, at, cause, paymentId, amount })
    events.push(...automaticRefund(fold(events, after), payment, amount, at))
  }
  return events
}

export function mismatchResolved(attempt: PaymentAttempt, at: number, cause: Cause): InvoiceEvent {
  const attemptId = attempt.id
  const type =
    mismatchOf(attempt) === 'payment_amount_unreadable'
      ? 'payment_amount_unreadable_resolved'
      : 'payment_currency_mismatch_resolved'
  return { type, key: `${type}:${attemptId}`, at, cause, attemptId }
}

function failed(attempt: PaymentAttempt, reason: string, at: number, cause: Cause): InvoiceEvent {
  const attemptId = attempt.id
  return { type: 'payment_failed', key: `payment_failed:${attemptId}`, at, cause, attemptId, reason }
}

function railStatusOf({ railStatus }: PaymentReport) {
  return railStatus === undefined ? {} : { railStatus }
}

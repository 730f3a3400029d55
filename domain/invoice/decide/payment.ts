import { amountRequested, attemptAmount, toMinorUnits } from '../evolve/balance.ts'
import type { BankReport, PayCommand } from '../commands.ts'
import { conflictsWithLog } from './stale-reports.ts'
import { railStatusText, voidIfRequested, reinstatement, settle } from './settlement.ts'
import type { Decision } from './decision.ts'
import type { Cause, InvoiceEvent } from '../events.ts'
import { fold } from '../evolve/evolve.ts'
import { type InvoiceState, isLive, liveAttempt, type PaymentAttempt, eventKey } from '../state.ts'

/**
 * A payer may start while the invoice is payable, their link is the invoice's, it has not expired and no earlier
 * attempt can still take money. An attempt the payer has not authorised yet does not stop a new one: the payer went
 * back to choose another bank. The rail is the referee there: it is cancelled first, and if it cannot be, the new
 * one is refused.
 */
export function decidePay(state: InvoiceState, command: PayCommand): Decision {
  if (state.status === 'draft') return { refused: 'not_issued' }
  if (state.status === 'paid') return { refused: 'already_paid' }
  if (state.status === 'void') return { refused: 'voided' }
  if (state.voidRequestedAt !== undefined) return { refused: 'void_requested' }
  if (amountRequested(state) === 0n) return { refused: 'already_paid' }
  const { attemptId, rail, bankId, linkId, refundable, payout, at } = command
  if (linkId !== undefined && linkId !== state.link?.id) return { refused: 'link_revoked' }
  if (state.link && (state.link.expired || at >= state.link.expiresAt)) return { refused: 'link_expired' }
  const live = liveAttempt(state)
  if (live?.status === 'processing') return { refused: 'payment_in_progress' }
  if (live && canResume(state, live, command)) return { events: [] }
  const cause: Cause = { by: 'payer' }
  const events: InvoiceEvent[] = []
  if (state.viewedAt === undefined) events.push({ type: 'viewed', key: 'viewed', at, cause })
  if (live) events.push(failed(live, 'superseded', at, cause))
  const key = `payment_started:${attemptId}`
  const amount = toMinorUnits(amountRequested(state))
  events.push({
    type: 'payment_started',
    key,
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

/**
 * The same bank pressed again while its page should still be open: a double click, a second tab, a way back. Not if the
 * merchant is paid elsewhere by now.
 */
function canResume(state: InvoiceState, live: PaymentAttempt, command: PayCommand): boolean {
  return (
    live.status === 'authorizing' &&
    live.bankId === command.bankId &&
    live.payout === command.payout &&
    command.at - live.startedAt < RESUME_WITHIN_MS &&
    attemptAmount(live, state) === amountRequested(state)
  )
}

/**
 * A rail's report. Money that arrived is never refused, whatever state the invoice is in. Nothing follows from one that
 * contradicts the log, before the rail was asked.
 */
export function decideBankReport(state: InvoiceState, report: BankReport): InvoiceEvent[] {
  const attempt = state.attempts.find((candidate) => candidate.id === report.attemptId)
  if (!attempt || conflictsWithLog(state, report)) return []
  const { attemptId, at, cause, providerPaymentId } = report
  const key = `payment_${report.status}:${attemptId}`
  switch (report.status) {
    case 'settled':
      return attempt.status === 'settled' ? reinstatement(state, report) : settle(state, report)
    case 'failed':
      return isLive(attempt) ? failure(state, attempt, report) : reversal(state, report)
    case 'processing':
      return attempt.status === 'started' || attempt.status === 'authorizing'
        ? [{ type: 'payment_processing', key, at, cause, attemptId, ...railStatusText(report) }]
        : []
    case 'authorizing':
      return attempt.status === 'started'
        ? [{ type: 'payment_authorizing', key, at, cause, attemptId, providerPaymentId }]
        : []
  }
}

/** An invoice that was to be voided, and waited for the bank, is void once no money can come any more. */
function failure(state: InvoiceState, attempt: PaymentAttempt, report: BankReport): InvoiceEvent[] {
  const { reason = 'unknown', at, cause } = report
  const event = { ...failed(attempt, reason, at, cause), ...railStatusText(report) }
  return liveAttempt(fold([event], state)) ? [event] : [event, ...voidIfRequested(state, event)]
}

/** What was settled, and has failed after all, is told to the merchant. Nothing else follows before they say so. */
function reversal(state: InvoiceState, report: BankReport): InvoiceEvent[] {
  const { attemptId, reason = 'unknown', at, cause } = report
  const payment = state.payments.find(({ id }) => id === attemptId)
  if (!payment || payment.reversed || payment.undone) return []
  const { reversals = 0 } = payment
  const key = eventKey('payment_reversed', attemptId, reversals + 1)
  return [{ type: 'payment_reversed', key, at, cause, attemptId, reason, ...railStatusText(report) }]
}

function failed(attempt: PaymentAttempt, reason: string, at: number, cause: Cause): InvoiceEvent {
  const attemptId = attempt.id
  return { type: 'payment_failed', key: `payment_failed:${attemptId}`, at, cause, attemptId, reason }
}

import type { MinorUnits } from '../../shared/money.ts'
import { automatic, byRequest, type Cause } from '../../shared/cause.ts'
import type { RecordRefundCommand, RefundCommand, RefundReport } from '../commands.ts'
import type { InvoiceEvent } from '../events.ts'
import { netReceived, refundable } from '../evolve/balance.ts'
import { fold } from '../evolve/evolve.ts'
import { isAutoRefunded } from '../money-policies.ts'
import type { Refund } from '../refund.ts'
import { eventKey, type InvoiceState } from '../state.ts'
import type { RefundReason } from '../types.ts'
import { paidIfNothingDue } from './paid.ts'
import { credited, creditRefusal } from './credit-event.ts'
import type { Decision } from './decision.ts'
import { conflictsWithLog } from './contradicting-reports.ts'

export function decideRefund(state: InvoiceState, command: RefundCommand): Decision {
  const { refundId, at } = command
  const total = command.amount === 'overpayment' ? state.amountOverpaid : command.amount
  if (total <= 0) return { refused: 'nothing_to_refund' }
  const reason: RefundReason = command.amount === 'overpayment' ? 'overpayment' : 'merchant'
  const credit = creditOfRefund(state, command, total)
  if ('refused' in credit) return credit
  const { events, rest } = refundParts(state, total, { refundId, reason, at, cause: byRequest(command) })
  if (rest <= 0 && total <= netReceived(state)) return { events: [...credit.events, ...events] }
  const hasUnrefundable = state.payments.some(({ id }) =>
    state.attempts.some((attempt) => attempt.id === id && attempt.refundable === false),
  )
  if (hasUnrefundable) return { refused: 'refund_not_possible' }
  const hasOtherMoney = state.payments.some(({ by, undone }) => by === 'manual' && !undone)
  return {
    refused:
      hasOtherMoney && total <= netReceived(state)
        ? 'refund_exceeds_bank_payments'
        : 'refund_exceeds_payment',
  }
}

interface RefundFacts {
  refundId: string
  reason: RefundReason
  at: number
  cause: Cause
}

/** Refunds the newest payments first, one refund for each. */
export function refundParts(
  state: InvoiceState,
  total: MinorUnits,
  { refundId, reason, at, cause }: RefundFacts,
): { events: InvoiceEvent[]; rest: MinorUnits } {
  const events: InvoiceEvent[] = []
  let rest = total
  for (const attempt of state.attempts.toReversed()) {
    const part = Math.min(rest, refundable(state, attempt))
    if (part <= 0) continue
    const id = events.length === 0 ? refundId : `${refundId}-${events.length + 1}`
    events.push(requested(id, attempt.id, part, reason, at, cause))
    rest -= part
  }
  return { events, rest }
}

/** An overpayment goes back without a credit note, because the invoice never asked for it. */
function creditOfRefund(
  state: InvoiceState,
  command: RefundCommand | RecordRefundCommand,
  total: MinorUnits,
): Decision {
  const { creditNoteId, at } = command
  if (creditNoteId === undefined) return { events: [] }
  const amount = total - state.amountOverpaid
  const refused = creditRefusal(state, amount)
  if (refused) return { refused }
  return { events: [credited({ creditNoteId, amount, reason: 'refund', at, cause: byRequest(command) })] }
}

export function decideRecordRefund(state: InvoiceState, command: RecordRefundCommand): Decision {
  const { refundId, method, refundedOn, at } = command
  const amount = command.amount === 'overpayment' ? state.amountOverpaid : command.amount
  if (amount <= 0) return { refused: 'nothing_to_refund' }
  if (amount > netReceived(state)) return { refused: 'refund_exceeds_payment' }
  const credit = creditOfRefund(state, command, amount)
  if ('refused' in credit) return credit
  const key = `manual_refund:${refundId}`
  const facts = { refundId, amount, method, refundedOn }
  const refund = { type: 'manual_refund_recorded', key, at, cause: byRequest(command), ...facts } as const
  return { events: [...credit.events, refund] }
}

export function decideRefundReport(state: InvoiceState, report: RefundReport): InvoiceEvent[] {
  const { refundId, at, cause, status } = report
  const refund = state.refunds.find(({ id }) => id === refundId)
  if (!refund || refund.status === status || conflictsWithLog(state, report)) return []
  if (status === 'pending') return unknownStatus(refund, report)
  const { round: last = 1 } = refund
  const round = refund.status === 'failed' ? last + 1 : last
  const key = eventKey(`refund_${status}`, refundId, round)
  const facts = { key, at, cause, refundId, ...(round > 1 ? { round } : {}) }
  if (status === 'executed') return [{ ...facts, type: 'refund_executed' }]
  const event = { ...facts, type: 'refund_failed', reason: report.reason ?? 'unknown' } as const
  // The money of a failed refund can make the invoice paid.
  return [event, ...paidIfNothingDue(fold([event], state), at)]
}

function unknownStatus(
  { status, hasUnknownStatus }: Refund,
  { refundId, unknownStatus: railStatus, at, cause }: RefundReport,
): InvoiceEvent[] {
  if (railStatus === undefined || hasUnknownStatus || status !== 'submitted') return []
  const type = 'refund_status_unknown'
  return [{ type, key: `${type}:${refundId}`, at, cause, refundId, railStatus }]
}

/** Each arrival has at most one automatic refund, because the id follows from `name`. */
export function automaticRefund(
  state: InvoiceState,
  { id: paymentId, name }: { id: string; name: string },
  overpayment: MinorUnits,
  at: number,
): InvoiceEvent[] {
  const attempt = state.attempts.find(({ id }) => id === paymentId)
  if (!attempt || !isAutoRefunded(state, paymentId)) return []
  const amount = Math.min(overpayment, refundable(state, attempt))
  const reason = state.voidedAt === undefined ? 'overpayment' : 'voided'
  const refundId = name.replace(/^[a-z]+_/, 'ref_')
  return amount > 0 ? [requested(refundId, attempt.id, amount, reason, at, automatic)] : []
}

function requested(
  refundId: string,
  attemptId: string,
  amount: MinorUnits,
  reason: RefundReason,
  at: number,
  cause: Cause,
): InvoiceEvent {
  const key = `refund_requested:${refundId}`
  return { type: 'refund_requested', key, at, cause, refundId, attemptId, amount, reason }
}

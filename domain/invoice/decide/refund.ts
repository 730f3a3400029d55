import { netReceived, min, refundable, toMinorUnits } from '../evolve/balance.ts'
import type { RecordRefundCommand, RefundCommand, RefundReport } from '../commands.ts'
import { markPaidIfComplete } from './complete.ts'
import { conflictsWithLog } from './stale-reports.ts'
import { type Decision, byMerchant } from './decision.ts'
import type { Cause, InvoiceEvent, RefundReason } from '../events.ts'
import { fold } from '../evolve/evolve.ts'
import { isAutoRefunded } from '../evolve/payment.ts'
import { type InvoiceState, eventKey } from '../state.ts'

/**
 * Money goes back the way it came, so one request may become several refunds: from the latest payment first, as
 * that is where overpayment comes from. Never more than came by a rail and has not gone back by it, or by hand.
 */
export function decideRefund(state: InvoiceState, command: RefundCommand): Decision {
  const { commandId, refundId, at } = command
  const wanted = command.amount === 'overpayment' ? BigInt(state.amountOverpaid) : BigInt(command.amount)
  if (wanted <= 0n) return { refused: 'nothing_to_refund' }
  const reason: RefundReason = command.amount === 'overpayment' ? 'overpayment' : 'merchant'
  const events: InvoiceEvent[] = []
  let rest = wanted
  for (const attempt of state.attempts.toReversed()) {
    const part = min(rest, refundable(state, attempt))
    if (part <= 0n) continue
    const id = events.length === 0 ? refundId : `${refundId}-${events.length + 1}`
    events.push(requested(id, attempt.id, part, reason, at, byMerchant(commandId)))
    rest -= part
  }
  if (rest <= 0n && wanted <= netReceived(state)) return { events }
  const isStuck = state.payments.some(({ id }) =>
    state.attempts.some((one) => one.id === id && one.refundable === false),
  )
  return { refused: isStuck ? 'refund_not_possible' : 'refund_exceeds_payment' }
}

/** Whatever came can be given back by hand, by a rail or not. */
export function decideRecordRefund(state: InvoiceState, command: RecordRefundCommand): Decision {
  const { commandId, refundId, method, refundedOn, at } = command
  const amount = command.amount === 'overpayment' ? BigInt(state.amountOverpaid) : BigInt(command.amount)
  if (amount <= 0n) return { refused: 'nothing_to_refund' }
  if (amount > netReceived(state)) return { refused: 'refund_exceeds_payment' }
  const key = `manual_refund:${refundId}`
  const facts = { refundId, amount: toMinorUnits(amount), method, refundedOn }
  return { events: [{ type: 'manual_refund_recorded', key, at, cause: byMerchant(commandId), ...facts }] }
}

/**
 * What a bank says about a refund. One that was executed can still come back; one that failed was executed after all
 * only if the bank says so when it is asked.
 */
export function decideRefundReport(state: InvoiceState, report: RefundReport): InvoiceEvent[] {
  const { refundId, at, cause, status } = report
  const refund = state.refunds.find(({ id }) => id === refundId)
  if (!refund || refund.status === status || status === 'pending' || conflictsWithLog(state, report))
    return []
  const { round: last = 1 } = refund
  const round = refund.status === 'failed' ? last + 1 : last
  const key = eventKey(`refund_${status}`, refundId, round)
  const about = { key, at, cause, refundId, ...(round > 1 ? { round } : {}) }
  if (status === 'executed') return [{ ...about, type: 'refund_executed' }]
  const event = { ...about, type: 'refund_failed', reason: report.reason ?? 'unknown' } as const
  // What was asked for again, as it had gone back, is here after all.
  return [event, ...markPaidIfComplete(fold([event], state), at)]
}

/** Overpayment that goes back by the merchant's rule. The refund is named after the payment: there is one at most each time it comes. */
export function automaticRefund(
  state: InvoiceState,
  { id: paymentId, name }: { id: string; name: string },
  overpayment: bigint,
  at: number,
): InvoiceEvent[] {
  const attempt = state.attempts.find(({ id }) => id === paymentId)
  if (!attempt || !isAutoRefunded(state, paymentId)) return []
  const amount = min(overpayment, refundable(state, attempt))
  const reason = state.voidedAt === undefined ? 'overpayment' : 'voided'
  const refundId = name.replace(/^[a-z]+_/, 'ref_')
  return amount > 0n ? [requested(refundId, attempt.id, amount, reason, at, { by: 'duewell' })] : []
}

function requested(
  refundId: string,
  attemptId: string,
  amount: bigint,
  reason: RefundReason,
  at: number,
  cause: Cause,
): InvoiceEvent {
  const key = `refund_requested:${refundId}`
  return {
    type: 'refund_requested',
    key,
    at,
    cause,
    refundId,
    attemptId,
    amount: toMinorUnits(amount),
    reason,
  }
}

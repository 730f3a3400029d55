import { commandIdOf } from '../../shared/cause.ts'
import type { InvoiceEvent } from '../events.ts'
import { balance } from './balance.ts'
import { evolveCredit } from './credit.ts'
import { evolveDelivery } from './delivery.ts'
import { evolvePayment } from './payment.ts'
import { evolveRefund } from './refund.ts'
import { evolveSchedule } from './schedule.ts'
import { evolveVoid } from './void.ts'
import { isWorkflowDecision } from '../decide/workflow-decisions.ts'
import { DRAFT, type InvoiceState, type LinkStatus, liveAttempt } from '../state.ts'
import { isPayable, type InvoiceStatus } from '../status.ts'

/** @internal */
export function evolve(state: InvoiceState, event: InvoiceEvent): InvoiceState {
  const next = {
    ...apply(state, event),
    decisionCount: state.decisionCount + (isWorkflowDecision(event) ? 1 : 0),
  }
  const commandId = commandIdOf(event.cause)
  const isNew = commandId !== undefined && !next.commandIds.includes(commandId)
  return derive(isNew ? { ...next, commandIds: [...next.commandIds, commandId] } : next)
}

export function fold(events: readonly InvoiceEvent[], from: InvoiceState = DRAFT): InvoiceState {
  return events.reduce(evolve, from)
}

function apply(state: InvoiceState, event: InvoiceEvent): InvoiceState {
  switch (event.type) {
    case 'sent':
    case 'delivered':
    case 'delivery_delayed':
    case 'delivery_not_needed':
    case 'delivery_failed':
    case 'address_reopened':
    case 'viewed':
    case 'receipt_sent':
    case 'receipt_failed':
    case 'refund_notice_sent':
    case 'refund_notice_failed':
    case 'merchant_notified':
    case 'merchant_notification_failed':
      return evolveDelivery(state, event)
    case 'payment_started':
    case 'payment_authorizing':
    case 'payment_processing':
    case 'payment_status_unknown':
    case 'payment_failed':
    case 'payment_settled':
    case 'payment_currency_mismatched':
    case 'payment_currency_mismatch_resolved':
    case 'payment_amount_unreadable':
    case 'payment_amount_unreadable_resolved':
    case 'manual_payment_recorded':
    case 'payment_reversed':
    case 'payment_reversal_accepted':
    case 'payment_reinstated':
    case 'manual_payment_removed':
    case 'deposit_paid':
    case 'paid':
    case 'overpayment_recorded':
      return evolvePayment(state, event)
    case 'refund_requested':
    case 'refund_submitted':
    case 'refund_status_unknown':
    case 'refund_executed':
    case 'refund_failed':
    case 'manual_refund_recorded':
      return evolveRefund(state, event)
    case 'credited':
    case 'credit_note_sent':
    case 'credit_note_failed':
      return evolveCredit(state, event)
    case 'void_requested':
    case 'voided':
    case 'void_cancelled':
    case 'void_notice_sent':
    case 'void_notice_failed':
      return evolveVoid(state, event)
    case 'issued':
    case 'amended':
    case 'reminder_requested':
    case 'reminded':
    case 'reminder_skipped':
    case 'reminder_failed':
    case 'hold_placed':
    case 'hold_released':
    case 'overdue':
    case 'clock_advanced':
    case 'link_expired':
    case 'link_regenerated':
    case 'link_requested':
      return evolveSchedule(state, event)
  }
}

function derive(state: InvoiceState): InvoiceState {
  const sums = { ...state, ...balance(state) }
  const status = statusOf(sums)
  const last = sums.payments.findLast(({ receipt, undone }) => receipt !== 'none' && !undone)?.receipt
  const next = { ...sums, status, receipt: last === undefined || last === 'pending' ? 'none' : last } as const
  return next.link ? { ...next, link: { ...next.link, status: linkStatusOf(next) } } : next
}

function statusOf(state: InvoiceState): InvoiceStatus {
  if (state.isPaid) return 'paid'
  if (state.voidedAt !== undefined) return 'void'
  if (state.number === undefined) return 'draft'
  if (state.isOverdue) return 'overdue'
  return state.viewedAt === undefined ? 'sent' : 'viewed'
}

function linkStatusOf(state: InvoiceState): LinkStatus {
  if (state.status === 'paid') return 'used'
  if (state.status === 'void') return 'revoked'
  if (isPayable(state.status) && liveAttempt(state)) return 'locked'
  return state.link?.expired ? 'expired' : 'active'
}

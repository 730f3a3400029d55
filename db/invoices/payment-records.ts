import type { InvoiceDocument, PaymentRecord, RefundRecord } from '../../domain/invoice/document.ts'
import {
  type InvoiceEvent,
  type InvoiceState,
  overpaymentOf,
  type Payment,
  paymentStatus,
  type Refund,
} from '../../domain/invoice/index.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'

export interface History {
  state: InvoiceState
  events: readonly InvoiceEvent[]
  banks: ReadonlyMap<string, string>
  zone: string
}

export function paymentsOf(
  history: History,
  paymentId: string | undefined,
): Pick<InvoiceDocument, 'payments' | 'refunds' | 'creditNotes' | 'payment'> {
  const { payments, refunds } = history.state
  const shown = paymentId
    ? payments.find(({ id }) => id === paymentId)
    : payments.findLast(({ undone, allocated }) => !undone && allocated !== 0)
  return {
    payments: payments
      .filter(({ by, undone }) => by === 'bank' || !undone)
      .map((payment) => paymentRecord(history, payment)),
    refunds: refunds
      .filter(({ status }) => status !== 'failed')
      .map((refund) => refundRecord(history, refund)),
    creditNotes: history.events.flatMap((event) =>
      event.type === 'credited'
        ? [{ number: event.number, issuedOn: dateInZone(event.at, history.zone), amount: event.amount }]
        : [],
    ),
    ...(shown ? { payment: paymentRecord(history, shown) } : {}),
  }
}

function paymentRecord({ events, banks, zone }: History, payment: Payment): PaymentRecord {
  const { id, amount } = payment
  const state = paymentStatus(payment)
  return {
    amount,
    overpayment: overpaymentOf({ ...payment, status: state }),
    paymentReference: referenceOf(id),
    state,
    ...(payment.by === 'manual'
      ? manualDetails(events, payment)
      : { from: nameOf(banks, id), paidOn: dateInZone(payment.at, zone) }),
  }
}

function refundRecord({ events, banks, zone }: History, refund: Refund): RefundRecord {
  const { id, attemptId = '', amount, manual, requestedAt, status } = refund
  const executed = events.findLast((event) => event.type === 'refund_executed' && event.refundId === id)
  return {
    amount,
    refundReference: referenceOf(id),
    refundedOn: manual?.on ?? dateInZone(executed?.at ?? requestedAt, zone),
    to: manual ? { method: manual.method } : nameOf(banks, attemptId),
    isInProgress: status !== 'executed',
  }
}

function nameOf(banks: History['banks'], attemptId: string): string {
  const name = banks.get(attemptId)
  if (name === undefined) throw new RangeError(`no attempt ${attemptId}`)
  return name
}

function referenceOf(id: string): string {
  return id.slice(-12).toUpperCase()
}

function manualDetails(
  events: readonly InvoiceEvent[],
  { id }: Payment,
): Pick<PaymentRecord, 'from' | 'paidOn'> {
  const recorded = events.find((event) => event.type === 'manual_payment_recorded' && event.paymentId === id)
  if (recorded?.type !== 'manual_payment_recorded') throw new RangeError(`no record of payment ${id}`)
  return { from: { method: recorded.method }, paidOn: recorded.paidOn }
}

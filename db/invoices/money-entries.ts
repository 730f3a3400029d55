import {
  type InvoiceEvent,
  type InvoiceState,
  type ManualMethod,
  type Payment,
  type PaymentStatus,
  paymentStatus,
  type Refund,
} from '../../domain/invoice/index.ts'
import type { CalendarDate, Instant } from '../../domain/shared/calendar.ts'
import type { MinorUnits } from '../../domain/shared/money.ts'

export interface MoneyEntries {
  payments: PaymentEntry[]
  currencyMismatches: (MismatchEntry & { amount: MinorUnits; currency: string })[]
  unreadableAmounts: (MismatchEntry & { reported: string })[]
  refunds: RefundEntry[]
  creditNotes: CreditNoteEntry[]
}

interface PaymentEntry extends Pick<Payment, 'id' | 'by' | 'amount' | 'allocated' | 'at' | 'receipt'> {
  status: PaymentStatus
  bankId?: string
  manual?: { method: ManualMethod; paidOn: CalendarDate }
}

interface MismatchEntry {
  id: string
  status: string
  at: Instant
}

type RefundEntry = Pick<
  Refund,
  'id' | 'attemptId' | 'manual' | 'amount' | 'reason' | 'status' | 'failure' | 'requestedAt'
>

interface CreditNoteEntry {
  id: string
  number: string
  amount: MinorUnits
  at: Instant
}

export const NO_MONEY: MoneyEntries = {
  payments: [],
  currencyMismatches: [],
  unreadableAmounts: [],
  refunds: [],
  creditNotes: [],
}

/** Returns what was received less the refunds that have not failed. */
export function amountHeld(money: Pick<MoneyEntries, 'payments' | 'refunds'> | null): MinorUnits {
  const { payments, refunds } = money ?? NO_MONEY
  const came = payments.filter(({ status }) => status !== 'removed')
  const left = refunds.filter(({ status }) => status !== 'failed')
  const sum = (entries: readonly { amount: MinorUnits }[]) =>
    entries.reduce((total, { amount }) => total + amount, 0)
  return sum(came) - sum(left)
}

export function moneyEntries(
  { payments, refunds, attempts, creditNotes }: InvoiceState,
  events: readonly InvoiceEvent[],
): MoneyEntries {
  if (payments.length + refunds.length + attempts.length + creditNotes.length === 0) return NO_MONEY
  const attemptOf = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const manual = new Map<string, { method: ManualMethod; paidOn: CalendarDate }>()
  const entries: MoneyEntries = {
    ...NO_MONEY,
    currencyMismatches: [],
    unreadableAmounts: [],
    creditNotes: [],
  }
  for (const event of events) {
    if (event.type === 'manual_payment_recorded') {
      manual.set(event.paymentId, { method: event.method, paidOn: event.paidOn })
    } else if (event.type === 'payment_currency_mismatched') {
      const { attemptId: id, amount, currency, at } = event
      entries.currencyMismatches.push({ id, status: mismatchStatus(id), amount, currency, at })
    } else if (event.type === 'payment_amount_unreadable') {
      const { attemptId: id, reported, at } = event
      entries.unreadableAmounts.push({ id, status: mismatchStatus(id), reported, at })
    } else if (event.type === 'credited') {
      const { creditNoteId: id, number, amount, at } = event
      entries.creditNotes.push({ id, number, amount, at })
    }
  }
  entries.payments = payments.map((payment) => {
    const { id, by, amount, allocated, at, receipt } = payment
    const bankId = attemptOf.get(id)?.bankId
    const details = manual.get(id)
    return {
      id,
      by,
      amount,
      allocated,
      at,
      receipt,
      status: paymentStatus(payment),
      ...(bankId === undefined ? {} : { bankId }),
      ...(details ? { manual: details } : {}),
    }
  })
  entries.refunds = refunds.map(
    ({ id, attemptId, manual: byHand, amount, reason, status, failure, requestedAt }) => ({
      id,
      amount,
      reason,
      status,
      requestedAt,
      ...(attemptId === undefined ? {} : { attemptId }),
      ...(byHand ? { manual: byHand } : {}),
      ...(failure === undefined ? {} : { failure }),
    }),
  )
  return entries

  function mismatchStatus(id: string): string {
    return attemptOf.get(id)?.mismatch ?? 'waiting'
  }
}

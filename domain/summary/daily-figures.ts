import type { InvoiceState } from '../invoice/index.ts'
import { addDays, type CalendarDate, type Instant } from '../shared/calendar.ts'
import { DAY_MS } from '../shared/durations.ts'
import type { MinorUnits } from '../shared/money.ts'

export type Figure =
  | 'sent'
  | 'viewed'
  | 'overdue'
  | 'paid'
  | 'void'
  | 'issued'
  | 'received'
  | 'refunded'
  | 'credited'
  | 'seconds_to_pay'

type FigureDay = { day: CalendarDate } | { at: Instant }

export type FigureChange = FigureDay & {
  figure: Figure
  count: number
  /** Minor units; seconds for `seconds_to_pay`. */
  amount: number
}

export function figureChanges(before: InvoiceState, after: InvoiceState): FigureChange[] {
  const changes = new Map<string, FigureChange>()
  for (const [state, sign] of [
    [before, -1],
    [after, 1],
  ] as const) {
    for (const part of figuresOf(state)) {
      const key = `${part.figure} ${'day' in part ? part.day : part.at}`
      const known = changes.get(key) ?? { ...part, count: 0, amount: 0 }
      known.count += sign * part.count
      known.amount += sign * part.amount
      changes.set(key, known)
    }
  }
  return [...changes.values()].filter(({ count, amount }) => count !== 0 || amount !== 0)
}

/** @internal */
export function figuresOf(state: InvoiceState): FigureChange[] {
  const { status, issuedAt, amount, payments, refunds, creditNotes } = state
  if (issuedAt === undefined) return []
  return [
    { figure: 'issued', at: issuedAt, count: 1, amount },
    ...statusFigures(state, status, issuedAt),
    ...payments.filter(({ undone }) => !undone).map((payment) => one('received', payment.at, payment.amount)),
    ...refunds
      .filter((refund) => refund.status === 'executed')
      .map((refund) => one('refunded', refund.requestedAt, refund.amount)),
    ...creditNotes.map((note) => one('credited', note.at, note.amount)),
  ]
}

function statusFigures(
  state: InvoiceState,
  status: InvoiceState['status'],
  issuedAt: Instant,
): FigureChange[] {
  const { amount, amountCredited, amountDue, dueDate = '', testClockOffsetMs, paidAt, voidedAt } = state
  switch (status) {
    case 'sent':
    case 'viewed':
    case 'overdue':
      return [{ figure: status, day: dueDay(dueDate, testClockOffsetMs), count: 1, amount: amountDue }]
    case 'paid': {
      if (paidAt === undefined) return []
      const paid = one('paid', paidAt, amount - amountCredited)
      if (!hasTimeToPay(state)) return [paid]
      const seconds = Math.max(0, Math.round((paidAt - issuedAt) / 1_000))
      return [paid, one('seconds_to_pay', paidAt, seconds)]
    }
    case 'void':
      return voidedAt === undefined ? [] : [one('void', voidedAt, amount)]
    case 'draft':
      return []
  }
}

/** Our time of issue is too late for an invoice that was issued elsewhere. */
function hasTimeToPay({ amount, isTakenOver }: InvoiceState): boolean {
  return amount > 0 && isTakenOver !== true
}

/** The summary compares with the real day. A moved test clock makes the due day earlier. */
function dueDay(dueDate: CalendarDate, testClockOffsetMs: number): CalendarDate {
  const days = Math.floor(testClockOffsetMs / DAY_MS)
  return days === 0 ? dueDate : addDays(dueDate, 0 - days)
}

function one(figure: Figure, at: Instant, amount: MinorUnits): FigureChange {
  return { figure, at, count: 1, amount }
}

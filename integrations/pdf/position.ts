import {
  amountLeftOf,
  amountWrittenOff,
  hasMovements,
  type InvoiceDocument,
  isDepositRequested,
  moneyOf,
} from '../../domain/invoice/document.ts'
import { isDepositPaid } from '../../domain/invoice/index.ts'
import type { MinorUnits } from '../../domain/shared/money.ts'
import type { Locale } from '../../domain/texts/locale.ts'
import type { PositionBox } from './page-content.ts'

export function positionBox(document: InvoiceDocument, locale: Locale): PositionBox {
  const { status, amountRequested } = document
  return {
    asOf: asOf(document, locale),
    tone: TONES[status],
    state: stateOf(document, locale),
    notes: positionNotes(document, locale),
    amountLabel: locale.t(isPayable(document) ? 'pdf.to_pay' : 'pdf.still_due'),
    amount: moneyOf(document, locale)(amountRequested),
    sums: positionSums(document, locale),
  }
}

/** Returns null for a document without a position, such as a sample. */
export function asOf({ asOf: day }: InvoiceDocument, { t, date }: Locale): string | null {
  return day === undefined ? null : t('pdf.as_of', { date: date(day) })
}

const TONES = { open: 'plain', overdue: 'late', paid: 'done', void: 'closed' } as const

function stateOf(document: InvoiceDocument, { t, date }: Locale): string {
  const { status, dueDate, closedOn, amountReceived, amountRefunded } = document
  switch (status) {
    case 'void':
      return closedOn ? t('pdf.state.void_since', { date: date(closedOn) }) : t('pdf.state.void')
    case 'paid':
      if (amountRefunded > 0 && amountRefunded >= amountReceived) {
        return closedOn ? t('pdf.state.paid_on_refunded', { date: date(closedOn) }) : t('pdf.state.refunded')
      }
      return closedOn ? t('pdf.state.paid_on', { date: date(closedOn) }) : t('pdf.state.paid')
    case 'overdue':
      return t('invoice.overdue', { date: date(dueDate) })
    case 'open':
      return isDepositRequested(document)
        ? t('pdf.state.deposit_due')
        : t('invoice.due', { date: date(dueDate) })
  }
}

export function positionNotes(document: InvoiceDocument, locale: Locale): string[] {
  const { status, totals, dueDate, deposit = 0, amountDue, amountRequested, amountCredited } = document
  const { amountReceived, amountRefunded, amountRefundPending, amountOverpaid, payments } = document
  const { t, date } = locale
  const money = moneyOf(document, locale)
  const of = (amount: MinorUnits) => ({ amount: money(amount) })
  const isOpen = isPayable(document)
  const reversed = payments.filter(({ state }) => state === 'reversed')
  const amountLeft = amountLeftOf(document)
  const writtenOff = amountWrittenOff(document)
  const notes = [
    amountCredited > 0 && t('pdf.note.credited', of(amountCredited)),
    amountReceived > 0 &&
      (amountReceived < amountLeft
        ? t('pdf.note.received_of', { ...of(amountReceived), total: money(amountLeft) })
        : t('pdf.note.received', of(amountReceived))),
    amountOverpaid > 0 && t('pdf.note.overpaid', of(amountOverpaid)),
    amountRefunded > 0 && t('pdf.note.refunded', of(amountRefunded)),
    amountRefundPending > 0 && t('refund.pending_amount', of(amountRefundPending)),
    writtenOff > 0 && t('refund.written_off_amount', of(writtenOff)),
    isOpen &&
      isDepositRequested(document) &&
      t('pdf.note.deposit_first', { ...of(amountDue - amountRequested), date: date(dueDate) }),
    isOpen &&
      deposit > 0 &&
      isDepositPaid({ amount: totals.amount, amountCredited, amountDue, deposit, status }) &&
      t('pdf.note.deposit_paid'),
    isOpen && hasMovements(document) && t('pdf.note.still_due', of(amountDue)),
    status === 'void' && t('pdf.note.void'),
    status === 'paid' && t('pdf.note.paid'),
    ...reversed.map(({ amount, paidOn }) => t('pdf.note.not_arrived', { ...of(amount), date: date(paidOn) })),
  ]
  return notes.filter((note) => note !== false)
}

export function positionSums(document: InvoiceDocument, locale: Locale): PositionBox['sums'] {
  const { amountDue, amountReceived, amountRefunded, amountRefundPending, amountCredited, amountOverpaid } =
    document
  if (isPayable(document) && !hasMovements(document)) return []
  const { t } = locale
  const money = moneyOf(document, locale)
  const sums: [string, MinorUnits][] = [
    [t('page.credited'), amountCredited],
    [t('pdf.received'), amountReceived],
    [t('pdf.refunded'), amountRefunded],
    [t('refund.pending'), amountRefundPending],
    [t('refund.written_off'), amountWrittenOff(document)],
    [t('pdf.overpaid'), amountOverpaid],
  ]
  const some = sums.filter(([, amount]) => amount > 0)
  const all: [string, MinorUnits][] = [...some, [t('pdf.still_due'), amountDue]]
  return all.map(([label, amount]) => [label, money(amount)])
}

function isPayable({ status }: InvoiceDocument): boolean {
  return status === 'open' || status === 'overdue'
}

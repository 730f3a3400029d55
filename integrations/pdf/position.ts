import { type InvoiceDocument, isDepositRequested } from '../../domain/invoice/document.ts'
import { isDepositPaid } from '../../domain/invoice/index.ts'
import { formatDate } from '../../domain/shared/calendar.ts'
import { formatMoney, type MinorUnits } from '../../domain/shared/money.ts'
import type { PageContent, PositionBox } from './page-content.ts'

export function positionBox(document: InvoiceDocument): PositionBox {
  const { status, amountRequested } = document
  return {
    tone: TONES[status],
    state: stateOf(document),
    notes: positionNotes(document),
    amountLabel: isPayable(document) ? 'To pay' : 'Still due',
    amount: moneyOf(document)(amountRequested),
  }
}

const TONES = { open: 'plain', overdue: 'late', paid: 'done', void: 'closed' } as const

function stateOf(document: InvoiceDocument): string {
  const { status, dueDate, closedOn, amountReceived, amountRefunded } = document
  const since = closedOn ? ` on ${formatDate(closedOn)}` : ''
  switch (status) {
    case 'void':
      return `Void${closedOn ? ` since ${formatDate(closedOn)}` : ''}`
    case 'paid':
      return amountRefunded > 0 && amountRefunded >= amountReceived
        ? `Paid${since}, then refunded`
        : `Paid${since}`
    case 'overdue':
      return `Overdue since ${formatDate(dueDate)}`
    case 'open':
      return isDepositRequested(document) ? 'Deposit due' : `Due ${formatDate(dueDate)}`
  }
}

export function positionNotes(document: InvoiceDocument): string[] {
  const { status, totals, dueDate, deposit = 0, amountDue, amountRequested } = document
  const { amountReceived, amountRefunded, amountRefundPending, amountOverpaid, payments } = document
  const money = moneyOf(document)
  const isOpen = isPayable(document)
  const reversed = payments.filter(({ state }) => state === 'reversed')
  const notes = [
    amountReceived > 0 &&
      `${money(amountReceived)}${amountReceived < totals.amount ? ` of ${money(totals.amount)}` : ''} has been received.`,
    amountOverpaid > 0 && `The overpayment is ${money(amountOverpaid)}.`,
    amountRefunded > 0 && `${money(amountRefunded)} has been refunded.`,
    amountRefundPending > 0 && `A refund of ${money(amountRefundPending)} is on its way.`,
    isOpen &&
      isDepositRequested(document) &&
      `A deposit is due first. The rest, ${money(amountDue - amountRequested)}, is due by ${formatDate(dueDate)}.`,
    isOpen &&
      deposit > 0 &&
      isDepositPaid({ amount: totals.amount, amountDue, deposit, status }) &&
      'The deposit is paid.',
    isOpen && amountReceived > 0 && `${money(amountDue)} is still to be paid.`,
    status === 'void' && 'Nothing is to be paid.',
    status === 'paid' && 'Nothing more is due.',
    ...reversed.map(
      ({ amount, paidOn }) =>
        `The bank reports that ${money(amount)} of ${formatDate(paidOn)} did not arrive.`,
    ),
  ]
  return notes.filter((note) => note !== false)
}

export function positionTotals(document: InvoiceDocument): PageContent['totals'] {
  const { amountDue, amountReceived, amountRefunded, amountRefundPending, amountOverpaid } = document
  const isUntouched = amountReceived === 0 && amountRefunded === 0 && amountRefundPending === 0
  if (isUntouched && isPayable(document)) return []
  const money = moneyOf(document)
  const sums: [string, MinorUnits][] = [
    ['Received', amountReceived],
    ['Refunded', amountRefunded],
    ['Refund on its way', amountRefundPending],
    ['Overpaid', amountOverpaid],
  ]
  return [
    ...sums.flatMap(([label, amount]): PageContent['totals'] =>
      amount > 0 ? [[label, money(amount), 'normal']] : [],
    ),
    ['Still due', money(amountDue), 'bold'],
  ]
}

function isPayable({ status }: InvoiceDocument): boolean {
  return status === 'open' || status === 'overdue'
}

export function moneyOf({ currency }: InvoiceDocument): (amount: MinorUnits) => string {
  return (amount) => formatMoney({ amount, currency })
}

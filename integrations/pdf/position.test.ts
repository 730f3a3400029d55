import { describe, expect, it } from 'vitest'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import { invoiceDocument, paymentRecord } from '../../test/support/invoice-document.ts'
import { positionBox, positionSums } from './position.ts'

const PAID = { status: 'paid', closedOn: '2026-11-24', amountDue: 0, amountRequested: 0 } as const

function position(changes: Partial<InvoiceDocument>): { box: string; sums: string[] } {
  const document = invoiceDocument(changes)
  const { state, notes, amountLabel, amount } = positionBox(document, localeOf())
  return {
    box: `${state} | ${amountLabel} ${amount} | ${notes.join(' ')}`,
    sums: positionSums(document, localeOf()).map(([label, money]) => `${label} ${money}`),
  }
}

describe('the position on an invoice', () => {
  it('states the due date and the total before any payment', () => {
    expect(position({})).toEqual({ box: 'Due 30 November 2026 | To pay 120.00 GBP | ', sums: [] })
    expect(position({ status: 'overdue' }).box).toBe('Overdue since 30 November 2026 | To pay 120.00 GBP | ')
  })

  it('states what is paid and still due after a part payment', () => {
    const part = { amountReceived: 6_000, amountDue: 6_000, amountRequested: 6_000 }
    expect(position(part)).toEqual({
      box: 'Due 30 November 2026 | To pay 60.00 GBP | 60.00 GBP of 120.00 GBP has been received. 60.00 GBP is still to be paid.',
      sums: ['Received 60.00 GBP', 'Still due 60.00 GBP'],
    })
  })

  it('states what a credit note took back, and what is still due', () => {
    const credited = {
      amountCredited: 3_000,
      amountReceived: 6_000,
      amountDue: 3_000,
      amountRequested: 3_000,
    }
    expect(position(credited)).toEqual({
      box: 'Due 30 November 2026 | To pay 30.00 GBP | 30.00 GBP has been credited. 60.00 GBP of 90.00 GBP has been received. 30.00 GBP is still to be paid.',
      sums: ['Credited 30.00 GBP', 'Received 60.00 GBP', 'Still due 30.00 GBP'],
    })
  })

  it('asks for the whole amount of an overdue invoice, and does not call its deposit paid', () => {
    const { box } = position({ deposit: 3_600, status: 'overdue' })
    expect(box).toContain('To pay 120.00 GBP')
    expect(box).not.toContain('deposit')
  })

  it('states the deposit, and then that it is paid', () => {
    expect(position({ deposit: 3_600, amountRequested: 3_600 }).box).toBe(
      'Deposit due | To pay 36.00 GBP | A deposit is due first. The rest, 84.00 GBP, is due by 30 November 2026.',
    )
    const paid = { deposit: 3_600, amountReceived: 3_600, amountDue: 8_400, amountRequested: 8_400 }
    expect(position(paid)).toEqual({
      box: 'Due 30 November 2026 | To pay 84.00 GBP | 36.00 GBP of 120.00 GBP has been received. The deposit is paid. 84.00 GBP is still to be paid.',
      sums: ['Received 36.00 GBP', 'Still due 84.00 GBP'],
    })
  })

  it('states the payment, overpayment and refunds of a paid invoice', () => {
    expect(position({ ...PAID, amountReceived: 12_000 })).toEqual({
      box: 'Paid on 24 November 2026 | Still due 0.00 GBP | 120.00 GBP has been received. Nothing more is due.',
      sums: ['Received 120.00 GBP', 'Still due 0.00 GBP'],
    })
    expect(position({ ...PAID, amountReceived: 15_000, amountOverpaid: 3_000 })).toEqual({
      box: 'Paid on 24 November 2026 | Still due 0.00 GBP | 150.00 GBP has been received. The overpayment is 30.00 GBP. Nothing more is due.',
      sums: ['Received 150.00 GBP', 'Overpaid 30.00 GBP', 'Still due 0.00 GBP'],
    })
    const refunded = { ...PAID, amountReceived: 12_000, amountRefunded: 12_000 }
    expect(position(refunded)).toEqual({
      box: 'Paid on 24 November 2026, then refunded | Still due 0.00 GBP | 120.00 GBP has been received. 120.00 GBP has been refunded. Nothing more is due.',
      sums: ['Received 120.00 GBP', 'Refunded 120.00 GBP', 'Still due 0.00 GBP'],
    })
  })

  it('does not call a refund that is on its way refunded', () => {
    const pending = { ...PAID, amountReceived: 12_000, amountRefunded: 4_000, amountRefundPending: 8_000 }
    expect(position(pending)).toEqual({
      box: 'Paid on 24 November 2026 | Still due 0.00 GBP | 120.00 GBP has been received. 40.00 GBP has been refunded. A refund of 80.00 GBP is on its way. Nothing more is due.',
      sums: [
        'Received 120.00 GBP',
        'Refunded 40.00 GBP',
        'Refund on its way 80.00 GBP',
        'Still due 0.00 GBP',
      ],
    })
  })

  it('states what a refund wrote off when the refunded payment is removed, so that the rows add up', () => {
    const removed = { amountRefunded: 4_000, amountDue: 12_000, amountRequested: 12_000 }
    expect(position(removed)).toEqual({
      box: 'Due 30 November 2026 | To pay 120.00 GBP | 40.00 GBP has been refunded. 40.00 GBP is no longer to be paid. 120.00 GBP is still to be paid.',
      sums: ['Refunded 40.00 GBP', 'No longer to be paid 40.00 GBP', 'Still due 120.00 GBP'],
    })
  })

  it('states that nothing is due on a void invoice, and what was refunded', () => {
    const nothing = { status: 'void', closedOn: '2026-11-28', amountDue: 0, amountRequested: 0 } as const
    expect(position(nothing)).toEqual({
      box: 'Void since 28 November 2026 | Still due 0.00 GBP | Nothing is to be paid.',
      sums: ['Still due 0.00 GBP'],
    })
    const late = { ...nothing, amountReceived: 4_000, amountRefunded: 4_000 }
    expect(position(late).sums).toEqual(['Received 40.00 GBP', 'Refunded 40.00 GBP', 'Still due 0.00 GBP'])
  })

  it('states that the bank reversed a payment', () => {
    const payments = [paymentRecord({ state: 'reversed' })]
    expect(position({ ...PAID, amountReceived: 12_000, payments }).box).toContain(
      'The bank reports that 120.00 GBP of 24 November 2026 did not arrive.',
    )
  })
})

import { expect, it } from 'vitest'
import { DAY_MS } from '../shared/durations.ts'
import { DRAFT, type InvoiceState } from '../invoice/index.ts'
import { figureChanges, figuresOf } from './daily-figures.ts'

const AT = Date.UTC(2026, 10, 29)
const SENT: InvoiceState = {
  ...DRAFT,
  status: 'sent',
  issuedAt: AT,
  amount: 1_000,
  amountDue: 1_000,
  dueDate: '2026-12-31',
}

it('counts an issued invoice under its issue and its due date', () => {
  expect(figureChanges(DRAFT, SENT)).toEqual([
    { figure: 'issued', at: AT, count: 1, amount: 1_000 },
    { figure: 'sent', day: '2026-12-31', count: 1, amount: 1_000 },
  ])
})

it('changes nothing when the state stays the same', () => {
  expect(figureChanges(SENT, SENT)).toEqual([])
})

it('moves an invoice between the figures of its statuses when it is paid', () => {
  const payment = {
    id: 'pat_1',
    by: 'bank',
    amount: 1_000,
    allocated: 1_000,
    at: AT + 5_000,
    undone: false,
    receipt: 'none',
  } as const
  const paid: InvoiceState = {
    ...SENT,
    status: 'paid',
    isPaid: true,
    amountDue: 0,
    paidAt: AT + 5_000,
    payments: [payment],
  }
  expect(figureChanges(SENT, paid)).toEqual([
    { figure: 'sent', day: '2026-12-31', count: -1, amount: -1_000 },
    { figure: 'paid', at: AT + 5_000, count: 1, amount: 1_000 },
    { figure: 'seconds_to_pay', at: AT + 5_000, count: 1, amount: 5 },
    { figure: 'received', at: AT + 5_000, count: 1, amount: 1_000 },
  ])
})

it('leaves invoices over 0.00 and those issued elsewhere out of the time to pay', () => {
  const paid = { ...SENT, status: 'paid', isPaid: true, amountDue: 0, paidAt: AT + 5_000 } as const
  const figures = (state: InvoiceState) => figuresOf(state).map(({ figure }) => figure)
  expect(figures(paid)).toEqual(['issued', 'paid', 'seconds_to_pay'])
  expect(figures({ ...paid, amount: 0 })).toEqual(['issued', 'paid'])
  expect(figures({ ...paid, isTakenOver: true })).toEqual(['issued', 'paid'])
})

it('takes a credit note off what is outstanding and off what a paid invoice came to, on its own day', () => {
  const note = { id: 'crn_1', amount: 300, at: AT + DAY_MS, notice: 'none' } as const
  const credited = { ...SENT, amountDue: 700, amountCredited: 300, creditNotes: [note] }
  expect(figureChanges(SENT, credited)).toEqual([
    { figure: 'sent', day: '2026-12-31', count: 0, amount: -300 },
    { figure: 'credited', at: AT + DAY_MS, count: 1, amount: 300 },
  ])
  const paid = { ...credited, status: 'paid', isPaid: true, amountDue: 0, paidAt: AT + 5_000 } as const
  expect(figureChanges(credited, paid)).toContainEqual({
    figure: 'paid',
    at: AT + 5_000,
    count: 1,
    amount: 700,
  })
})

it('moves the open amount to the new date when the due date changes', () => {
  expect(figureChanges(SENT, { ...SENT, dueDate: '2027-01-15', amountDue: 400 })).toEqual([
    { figure: 'sent', day: '2026-12-31', count: -1, amount: -1_000 },
    { figure: 'sent', day: '2027-01-15', count: 1, amount: 400 },
  ])
})

it('counts an invoice as due earlier by the days that its test clock was moved', () => {
  const moved = { ...SENT, testClockOffsetMs: 40.5 * DAY_MS }
  expect(figureChanges(SENT, moved)).toEqual([
    { figure: 'sent', day: '2026-12-31', count: -1, amount: -1_000 },
    { figure: 'sent', day: '2026-11-21', count: 1, amount: 1_000 },
  ])
})

import { expect, it } from 'vitest'
import type { Facts } from './facts.ts'
import { findFaults } from './faults.ts'

const EMAIL = 'sam@customer.example'

function facts(): Facts & { played: [Facts['played'][0]] } {
  const invoice = {
    id: 'inv_1',
    status: 'paid',
    amount: 500,
    amount_due: 0,
    amount_paid: 500,
    link: null,
    payments: [{ id: 'att_1', status: 'received', amount: 500 }],
  }
  const metadata = { invoice_id: 'inv_1', attempt_id: 'att_1' }
  return {
    listed: [{ id: 'inv_1', customer: { email: EMAIL } }],
    payments: [
      { status: 'failed', amount_in_minor: 500, metadata: { ...metadata, attempt_id: 'att_0' } },
      { status: 'settled', amount_in_minor: 500, metadata },
    ],
    played: [
      {
        email: EMAIL,
        id: 'inv_1',
        invoice,
        subjects: ['Receipt for invoice 1', 'Invoice 1 - Payment Required'],
      },
    ],
  }
}

function faultsOf(found: Facts): string[] {
  return findFaults(found).flatMap(({ name, invoices }) => (invoices.length > 0 ? [name] : []))
}

it('finds nothing when the invoice was paid once and each e-mail came once', () => {
  expect(faultsOf(facts())).toEqual([])
})

it('finds an invoice that was accepted and does not exist', () => {
  const lost = facts()
  lost.listed = []
  expect(faultsOf(lost)).toEqual(['accepted invoices that do not exist'])
})

it('finds a second invoice of the same request', () => {
  const doubled = facts()
  doubled.listed.push({ id: 'inv_2', customer: { email: EMAIL } })
  expect(faultsOf(doubled)).toEqual(['invoices that exist twice'])
})

it('finds a payment that the invoice does not have', () => {
  const unpaid = facts()
  unpaid.played[0].invoice = {
    ...unpaid.played[0].invoice!,
    status: 'sent',
    amount_due: 500,
    amount_paid: 0,
    payments: [],
  }
  expect(faultsOf(unpaid)).toEqual([
    'invoices that are not paid',
    'invoices whose payments differ from those of the bank',
    'differences between the sums of the bank and of the invoices',
  ])
})

it('finds a second payment at the bank', () => {
  const doubled = facts()
  doubled.payments.push({ status: 'settled', amount_in_minor: 500, metadata: { invoice_id: 'inv_1' } })
  expect(faultsOf(doubled)).toEqual([
    'invoices that were paid twice',
    'invoices whose payments differ from those of the bank',
    'differences between the sums of the bank and of the invoices',
  ])
})

it('finds a payment for an unknown invoice', () => {
  const strange = facts()
  strange.payments.push({ status: 'settled', amount_in_minor: 500 })
  expect(faultsOf(strange)).toEqual([
    'payments at the bank for unknown invoices',
    'differences between the sums of the bank and of the invoices',
  ])
})

it.each([
  [['Receipt for invoice 1'], 'invoices without their e-mail or receipt'],
  [['Invoice 1 - Payment Required'], 'invoices without their e-mail or receipt'],
  [
    ['Receipt for invoice 1', 'Receipt for invoice 1', 'Invoice 1 - Payment Required'],
    'invoices whose e-mail or receipt came twice',
  ],
])('finds a missing or second e-mail among %j', (subjects, fault) => {
  const mailed = facts()
  mailed.played[0].subjects = subjects
  expect(faultsOf(mailed)).toEqual([fault])
})

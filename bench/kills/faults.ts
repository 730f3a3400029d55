import type { BankPayment, Facts, PlayedFacts } from './facts.ts'
import type { InvoiceJson } from './invoice.ts'

export interface Fault {
  name: string
  invoices: string[]
}

export function findFaults({ listed, payments, played }: Facts): Fault[] {
  const byEmail = Map.groupBy(listed, ({ customer }) => customer.email)
  const settled = Map.groupBy(
    payments.filter(({ status }) => status === 'settled'),
    ({ metadata }) => metadata?.invoice_id ?? 'without an invoice',
  )
  const ofBank = ({ id = '' }: PlayedFacts) => settled.get(id) ?? []
  const accepted = played.filter(({ id }) => id !== undefined)
  const known = new Set(played.map(({ id }) => id))
  const paid = sum(accepted.map(({ invoice }) => invoice?.amount_paid ?? 0))
  const collected = sum([...settled.values()].flat().map(({ amount_in_minor: amount }) => amount))
  return [
    {
      name: 'accepted invoices that do not exist',
      invoices: idsOf(
        accepted,
        ({ id, email, invoice }) => !invoice || !byEmail.get(email)?.some((one) => one.id === id),
      ),
    },
    {
      name: 'invoices that exist twice',
      invoices: idsOf(played, ({ email }) => (byEmail.get(email)?.length ?? 0) > 1),
    },
    {
      name: 'invoices that are not paid',
      invoices: idsOf(accepted, ({ invoice }) => invoice?.status !== 'paid' || invoice.amount_due !== 0),
    },
    {
      name: 'invoices that were paid twice',
      invoices: idsOf(
        accepted,
        (one) => ofBank(one).length > 1 || (one.invoice?.amount_paid ?? 0) > (one.invoice?.amount ?? 0),
      ),
    },
    {
      name: 'invoices whose payments differ from those of the bank',
      invoices: idsOf(accepted, (one) => !areSame(one.invoice, ofBank(one))),
    },
    {
      name: 'invoices without their e-mail or receipt',
      invoices: idsOf(accepted, ({ subjects }) => kinds(subjects).some((count) => count === 0)),
    },
    {
      name: 'invoices whose e-mail or receipt came twice',
      invoices: idsOf(accepted, ({ subjects }) => kinds(subjects).some((count) => count > 1)),
    },
    {
      name: 'payments at the bank for unknown invoices',
      invoices: [...settled.keys()].filter((id) => !known.has(id)),
    },
    {
      name: 'differences between the sums of the bank and of the invoices',
      invoices: paid === collected ? [] : [`${collected} at the bank, ${paid} on the invoices`],
    },
  ]
}

function idsOf(played: readonly PlayedFacts[], isFaulty: (one: PlayedFacts) => boolean): string[] {
  return played.filter(isFaulty).map(({ id, email }) => id ?? email)
}

function areSame(invoice: InvoiceJson | undefined, ofBank: readonly BankPayment[]): boolean {
  const received = (invoice?.payments ?? []).filter(({ status }) => status === 'received')
  return (
    received.length === ofBank.length &&
    ofBank.every(({ metadata, amount_in_minor: amount }) =>
      received.some((payment) => payment.id === metadata?.attempt_id && payment.amount === amount),
    )
  )
}

function kinds(subjects: readonly string[]): [number, number] {
  const receipts = subjects.filter((subject) => subject.startsWith('Receipt ')).length
  return [receipts, subjects.length - receipts]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

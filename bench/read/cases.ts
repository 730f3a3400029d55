import { IMPORTED, idOf } from './data.ts'

export interface Case {
  name: string
  path(nth: number): string
  isUnbounded?: true
}

const LIST = '/v1/invoices?limit=10'
const EVENTS = '/v1/events?limit=10'
const CUSTOMERS = '/v1/customers?limit=10'
const PAGES = '/dashboard/test'
const DEEP_CUSTOMERS = 100
const DAY_MS = 86_400_000

const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()
const dateAgo = (days: number) => daysAgo(days).slice(0, 10)

export function casesOf(invoices: number, deepCursor: string): Case[] {
  const spread = (nth: number, below: number) => (nth * 7_919) % below
  const customers = Math.floor(invoices / 40)
  const customer = (nth: number) => `customer${String(spread(nth, customers)).padStart(7, '0')}`
  const invoice = (nth: number) => 2 * (1 + spread(nth, Math.floor(invoices / 2) - 1))
  const imports = Math.floor(invoices / 2 / IMPORTED.of)
  const month = (nth: number) => 60 + spread(nth, 900)
  return [
    { name: 'first page', path: () => LIST },
    { name: 'deep page', path: () => `${LIST}&cursor=${deepCursor}` },
    { name: 'oldest first', path: () => `${LIST}&sort=created` },
    { name: 'one status', path: () => `${LIST}&status=overdue` },
    { name: 'two statuses', path: () => `${LIST}&status=overdue,viewed` },
    { name: 'customer', path: (nth) => `${LIST}&customer=${customer(nth)}@m0.example` },
    {
      name: 'created in a month',
      path: (nth) => `${LIST}&created_from=${daysAgo(month(nth))}&created_before=${daysAgo(month(nth) - 30)}`,
    },
    {
      name: 'due in a month',
      path: (nth) => `${LIST}&due_after=${dateAgo(month(nth))}&due_before=${dateAgo(month(nth) - 30)}`,
    },
    {
      name: 'overdue, oldest due first',
      path: (nth) => `${LIST}&status=overdue&due_before=${dateAgo(spread(nth, 90))}`,
    },
    {
      name: 'amounts of one per cent',
      path: (nth) =>
        `${LIST}&currency=GBP&amount_min=${1_000 + 4_000 * spread(nth, 100)}&amount_max=${6_000 + 4_000 * spread(nth, 100)}`,
    },
    { name: 'largest first', path: () => `${LIST}&currency=EUR&sort=-amount` },
    { name: 'rare currency', path: () => `${LIST}&currency=DKK` },
    { name: 'import', path: (nth) => `${LIST}&import=${idOf('imp', spread(nth, imports))}` },
    {
      name: 'recurring invoice',
      path: (nth) => `${LIST}&recurring=${idOf('rec', 10 * spread(nth, Math.floor(customers / 10)) + 3)}`,
    },
    { name: 'metadata, one invoice', path: (nth) => `${LIST}&metadata[order]=PO-${invoice(nth)}` },
    { name: 'metadata, a tenth', path: (nth) => `${LIST}&metadata[site]=site-${spread(nth, 10)}` },
    { name: 'search: number', path: (nth) => `${LIST}&q=${String(invoice(nth)).padStart(7, '0')}` },
    { name: 'search: e-mail', path: (nth) => `${LIST}&q=${customer(nth)}@m0` },
    {
      name: 'search: name',
      path: (nth) => `${LIST}&q=${['grace hopper', 'muller', 'Jørgensen', 'liskov'][nth % 4]}`,
    },
    {
      name: 'search: a tenth',
      path: (nth) => `${LIST}&q=${['consulting', 'plumbing', 'training'][nth % 3]}`,
    },
    { name: 'search: nothing', path: (nth) => `${LIST}&q=zzyzx${nth}` },
    {
      name: 'search with status and due dates',
      path: (nth) => `${LIST}&q=design&status=overdue,paid&due_before=${dateAgo(month(nth))}`,
    },
    {
      name: 'a month of due dates, newest first',
      path: (nth) =>
        `${LIST}&sort=-created&due_after=${dateAgo(month(nth))}&due_before=${dateAgo(month(nth) - 30)}`,
      isUnbounded: true,
    },
    { name: 'events, oldest first', path: () => EVENTS },
    { name: 'events, newest first', path: () => `${EVENTS}&sort=-created` },
    { name: 'events after one', path: (nth) => `${EVENTS}&after=${spread(nth, invoices / 5)}` },
    { name: 'events of a rare type', path: () => `${EVENTS}&type=invoice.voided` },
    {
      name: 'events of three types',
      path: () => `${EVENTS}&type=invoice.sent,invoice.viewed,invoice.voided`,
    },
    {
      name: 'events of a day',
      path: (nth) => {
        const days = 2 + spread(nth, 85)
        return `${EVENTS}&created_from=${daysAgo(days)}&created_before=${daysAgo(days - 1)}`
      },
    },
    {
      name: 'events of an invoice',
      path: (nth) => `${EVENTS}&invoice=${idOf('inv', invoices - 2 * spread(nth, customers))}`,
    },
    { name: 'an invoice', path: (nth) => `/v1/invoices/${idOf('inv', invoice(nth))}` },
    { name: 'customers, first page', path: () => CUSTOMERS },
    {
      name: 'customers, deep page',
      path: () => `${CUSTOMERS}&cursor=${idOf('cus', customers - DEEP_CUSTOMERS)}`,
    },
    {
      name: 'customers, search: name',
      path: (nth) => `${CUSTOMERS}&q=${['grace hopper', 'muller', 'Jørgensen', 'ada'][nth % 4]}`,
    },
    { name: 'customers, search: e-mail', path: (nth) => `${CUSTOMERS}&q=${customer(nth)}` },
    { name: 'customers, search: nothing', path: (nth) => `${CUSTOMERS}&q=zzyzx${nth}` },
    { name: 'customer by e-mail', path: (nth) => `${CUSTOMERS}&email=${customer(nth)}@m0.example` },
    {
      name: 'a customer’s invoices',
      path: (nth) => `/v1/customers/${idOf('cus', spread(nth, customers))}/invoices?limit=10`,
    },
    {
      name: 'a customer’s paid invoices',
      path: (nth) => `/v1/customers/${idOf('cus', spread(nth, customers))}/invoices?limit=10&status=paid`,
    },
    { name: 'summary of 90 days', path: () => '/v1/summary' },
    { name: 'summary of three years', path: () => `/v1/summary?from=${dateAgo(1_095)}&to=${dateAgo(0)}` },
    { name: 'page: overview', path: () => PAGES },
    { name: 'page: overview of a year', path: () => `${PAGES}?days=365` },
    { name: 'page: invoices', path: () => `${PAGES}/invoices` },
    { name: 'page: overdue invoices', path: () => `${PAGES}/invoices?status=overdue` },
    {
      name: 'page: search of invoices',
      path: (nth) => `${PAGES}/invoices?q=${['grace hopper', 'plumbing', 'zzyzx'][nth % 3]}`,
    },
    { name: 'page: customers', path: () => `${PAGES}/customers` },
    {
      name: 'page: search of customers',
      path: (nth) => `${PAGES}/customers?q=${['grace hopper', 'ada', customer(nth)][nth % 3]}`,
    },
    { name: 'export, first byte', path: () => '/v1/invoices.csv' },
    { name: 'export of a status, first byte', path: () => '/v1/invoices.csv?status=overdue' },
    { name: 'export of a search, first byte', path: () => '/v1/invoices.csv?q=consulting' },
  ]
}

import type { Context } from 'hono'
import { INVOICE_STATUSES, PAYABLE_STATUSES } from '../../../../domain/invoice/index.ts'
import { listQueryOf } from '../../../merchant/invoices/request/list-request.ts'
import { STATUS_NAMES } from '../status-badge.tsx'

export interface Filters {
  status: string
  q: string
  sort: string
  currency: string
}

export const SORTS = [
  ['-created', 'Newest first'],
  ['created', 'Oldest first'],
  ['due', 'Due soonest'],
  ['-due', 'Due latest'],
  ['-amount', 'Largest amount'],
  ['amount', 'Smallest amount'],
] as const

export const STATUSES = [
  ['', 'All'],
  [PAYABLE_STATUSES.join(','), 'Open'],
  ...INVOICE_STATUSES.map((status) => [status, STATUS_NAMES[status]] as const),
] as const

/**
 * Reads the query of a form, whose empty fields count as absent. Amounts of one currency only can be sorted.
 *
 * @throws Problem `invalid_query` for a parameter that is given twice
 */
export function queryOfForm(c: Context, currencies: readonly string[]): Record<string, unknown> {
  const given = Object.entries(listQueryOf(c)).map(([name, value]) => [
    name,
    typeof value === 'string' ? value.trim() : value,
  ])
  const query = Object.fromEntries(given.filter(([, value]) => value !== '')) as Record<string, unknown>
  const isByAmount = textOf(query['sort']).endsWith('amount')
  const [only] = currencies
  return isByAmount && only !== undefined ? { currency: only, ...query } : query
}

export function filtersOf(query: Record<string, unknown>): Filters {
  const text = (name: string) => textOf(query[name])
  return {
    status: text('status'),
    q: text('q'),
    sort: text('sort') || '-created',
    currency: text('currency'),
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

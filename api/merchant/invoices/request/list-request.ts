import type { Context } from 'hono'
import * as v from 'valibot'
import { isId } from '../../../../db/ids.ts'
import {
  type InvoiceFilter,
  type InvoiceOrder,
  KEYS,
  type ListPosition,
} from '../../../../db/invoices/list-query.ts'
import { INVOICE_STATUSES, type InvoiceStatus } from '../../../../domain/invoice/index.ts'
import { LIMITS } from '../../../../domain/invoice/limits.ts'
import { isCalendarDate } from '../../../../domain/shared/calendar.ts'
import { isCurrency } from '../../../../domain/shared/money.ts'
import { date, instant } from '../../../http/request/fields.ts'
import {
  idFilter,
  invalidCursor,
  invalidQuery,
  isCursorInstant,
  limit,
  parseQuery,
  readCursor,
  textCursor,
  textFilter,
  writeCursor,
} from '../../../http/request/list-query.ts'

const SORTS = ['created', '-created', 'due', '-due', 'amount', '-amount'] as const
type Sort = (typeof SORTS)[number]

const statuses = v.pipe(
  v.string(),
  v.metadata({ type: 'array', items: { type: 'string', enum: [...INVOICE_STATUSES] } }),
  v.transform((list) => [...new Set(list.split(','))]),
  v.check(
    (list) => list.every((one) => (INVOICE_STATUSES as readonly string[]).includes(one)),
    `invalid_status|must be one or more of ${INVOICE_STATUSES.join(', ')}, with commas between them`,
  ),
  v.transform((list) => list as InvoiceStatus[]),
)

const amount = v.pipe(
  v.string(),
  v.metadata({ type: 'integer', minimum: 0, description: 'Minor units' }),
  v.regex(/^\d{1,15}$/, 'invalid_amount|must be a whole number of minor units'),
  v.transform(Number),
)

const FILTERS = {
  status: v.optional(statuses),
  customer: v.optional(textFilter(254)),
  currency: v.optional(
    v.pipe(v.string(), v.check(isCurrency, 'unknown_currency|must be an ISO 4217 currency code such as EUR')),
  ),
  import: idFilter('imp', 'an import'),
  recurring: idFilter('rec', 'a recurring invoice'),
  due_after: v.optional(date),
  due_before: v.optional(date),
  created_from: v.optional(instant),
  created_before: v.optional(instant),
  amount_min: v.optional(amount),
  amount_max: v.optional(amount),
  metadata: v.optional(v.record(textFilter(LIMITS.metadataKey), textFilter(LIMITS.metadataValue))),
  q: v.optional(textFilter(200)),
  sort: v.optional(v.picklist(SORTS, `invalid_sort|must be one of ${SORTS.join(', ')}`)),
}

export const InvoiceListQuery = v.strictObject({
  limit: v.optional(limit, '25'),
  cursor: textCursor,
  ...FILTERS,
})

export const InvoiceExportQuery = v.strictObject(FILTERS)

type Filters = v.InferOutput<typeof InvoiceExportQuery>

export interface ListRequest {
  filter: InvoiceFilter
  order: InvoiceOrder
}

/** @throws Problem `invalid_query` */
export function parseListRequest(
  query: Record<string, unknown>,
): ListRequest & { limit: number; after?: ListPosition } {
  const { limit: size, cursor, ...filters } = parseQuery(InvoiceListQuery, query)
  const sort = sortOf(filters)
  const after = cursor === undefined ? undefined : positionOf(cursor, sort)
  return { ...toRequest(filters, sort), limit: size, ...(after ? { after } : {}) }
}

/** @throws Problem `invalid_query` */
export function parseExportRequest(query: Record<string, unknown>): ListRequest {
  const filters = parseQuery(InvoiceExportQuery, query)
  return toRequest(filters, sortOf(filters))
}

function toRequest(filters: Filters, sort: Sort): ListRequest {
  const { created_from: from, created_before: before } = filters
  const filter: InvoiceFilter = {
    statuses: filters.status,
    customer: filters.customer,
    currency: filters.currency,
    import: filters.import,
    recurring: filters.recurring,
    dueAfter: filters.due_after,
    dueBefore: filters.due_before,
    createdFrom: from === undefined ? undefined : new Date(from),
    createdBefore: before === undefined ? undefined : new Date(before),
    amountMin: filters.amount_min,
    amountMax: filters.amount_max,
    metadata: filters.metadata,
    search: filters.q,
  }
  return { filter, order: orderOf(sort) }
}

function sortOf({ sort, due_after: after, due_before: before, currency }: Filters): Sort {
  const isByDueDate = after !== undefined || before !== undefined
  const chosen = sort ?? (isByDueDate ? 'due' : '-created')
  if (orderOf(chosen).by === 'amount' && currency === undefined) {
    throw invalidQuery(
      'currency',
      'required',
      'is required to sort by amount, since currencies do not compare',
    )
  }
  return chosen
}

/** @throws Problem `invalid_query` for a parameter that is given twice */
export function listQueryOf(c: Context): Record<string, unknown> {
  const query: [string, unknown][] = []
  const metadata: [string, string][] = []
  for (const [name, values] of Object.entries(c.req.queries())) {
    if (name !== 'status' && values.length > 1) throw invalidQuery(name, 'repeated', 'must be given once')
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1]
    if (key === undefined) query.push([name, values.join(',')])
    else metadata.push([key, values[0] ?? ''])
  }
  if (metadata.length > 0) query.push(['metadata', Object.fromEntries(metadata)])
  return Object.fromEntries(query)
}

export function cursorOf(order: InvoiceOrder, position: ListPosition): string {
  return writeCursor([sortName(order), ...position])
}

function positionOf(cursor: string, sort: Sort): ListPosition {
  const [of, ...position] = readCursor(cursor)
  const keys = KEYS[orderOf(sort).by]
  if (SORTS.includes(of as Sort) && of !== sort) {
    throw invalidCursor(`must come from a list with sort=${sort}`)
  }
  const isValid =
    position.length === keys.length && keys.every(([, type], index) => isOf[type](position[index]))
  if (of !== sort || !isValid) throw invalidCursor()
  return position as string[]
}

const isOf = {
  timestamptz: isCursorInstant,
  date: (value: unknown) => typeof value === 'string' && isCalendarDate(value),
  bigint: (value: unknown) => typeof value === 'string' && /^\d{1,16}$/.test(value),
  text: (value: unknown) => typeof value === 'string' && isId('inv', value),
}

function orderOf(sort: Sort): InvoiceOrder {
  return { by: sort.replace('-', '') as InvoiceOrder['by'], isDescending: sort.startsWith('-') }
}

function sortName({ by, isDescending }: InvoiceOrder): Sort {
  return isDescending ? `-${by}` : by
}

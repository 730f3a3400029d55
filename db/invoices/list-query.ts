import { type RawBuilder, sql } from 'kysely'
import type { InvoiceStatus } from '../../domain/invoice/index.ts'
import type { CalendarDate } from '../../domain/shared/calendar.ts'
import type { MinorUnits } from '../../domain/shared/money.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface InvoiceFilter {
  statuses?: readonly InvoiceStatus[] | undefined
  customer?: string | undefined
  customerId?: string | undefined
  currency?: string | undefined
  import?: string | undefined
  recurring?: string | undefined
  dueAfter?: CalendarDate | undefined
  dueBefore?: CalendarDate | undefined
  createdFrom?: Date | undefined
  createdBefore?: Date | undefined
  amountMin?: MinorUnits | undefined
  amountMax?: MinorUnits | undefined
  metadata?: Record<string, string> | undefined
  search?: string | undefined
}

export interface InvoiceOrder {
  by: 'created' | 'due' | 'amount'
  isDescending: boolean
}

export type ListPosition = readonly string[]

interface Tenant {
  merchantId: string
  mode: Mode
}

export interface InvoiceList {
  tenant: Tenant
  filter: InvoiceFilter
  order: InvoiceOrder
}

export interface ListQuery extends InvoiceList {
  patterns: readonly string[]
}

export type Sql = RawBuilder<unknown>

/** Each order must end with the id, so that a position is unique. */
export const KEYS = {
  created: [
    ['created_at', 'timestamptz'],
    ['id', 'text'],
  ],
  due: [
    ['due_date', 'date'],
    ['created_at', 'timestamptz'],
    ['id', 'text'],
  ],
  amount: [
    ['amount', 'bigint'],
    ['created_at', 'timestamptz'],
    ['id', 'text'],
  ],
} as const satisfies Record<InvoiceOrder['by'], readonly (readonly [string, string])[]>

const CANDIDATE = sql`i.id, i.created_at, i.due_date, i.amount, i.status, i.currency, i.customer_id,
  i.customer_email, i.import_id, i.recurring_id`

export function partsOf(query: ListQuery, after: ListPosition | undefined) {
  const { tenant, filter, order } = query
  const given = conditionsOf(query)
  const inIndex = filtersInIndex(filter, order)
  const indexed = given.filter(({ name }) => inIndex.includes(name))
  const others = given.filter(({ name }) => !inIndex.includes(name))
  const bounds = [
    sql`i.merchant_id = ${tenant.merchantId}`,
    sql`i.mode = ${tenant.mode}`,
    ...(after ? [isAfter(order, after)] : []),
  ]
  const where = (conditions: readonly Sql[]) =>
    sql`select ${CANDIDATE} from invoice i where ${and([...bounds, ...conditions])}`
  const statuses = inIndex.includes('status') ? filter.statuses : undefined
  const besideStatus = on(
    'i',
    indexed.filter(({ name }) => name !== 'status'),
  )
  const inOrder = statuses
    ? sql.join(
        statuses.map((status) => where([...besideStatus, sql`i.status = ${status}`])),
        sql` union all `,
      )
    : where(besideStatus)
  return {
    isExact: others.length === 0,
    candidates: (limit: number) => sql`select c.* from (${inOrder}) c ${orderBy(order, 'c')} limit ${limit}`,
    others: and(on('c', others)),
    matches: (limit: number) =>
      sql`select c.* from (${where(on('i', given))} offset 0) c ${orderBy(order, 'c')} limit ${limit}`,
  }
}

function filtersInIndex(filter: InvoiceFilter, { by }: InvoiceOrder): readonly Name[] {
  if (by === 'due') return ['status', 'due']
  if (by === 'amount') return ['currency', 'amount']
  if (filter.import !== undefined) return ['import', 'created']
  if (filter.customerId !== undefined) return ['customer_id', 'created']
  return filter.customer === undefined ? ['status', 'created'] : ['customer', 'created']
}

type Name =
  | 'status'
  | 'customer'
  | 'customer_id'
  | 'currency'
  | 'import'
  | 'recurring'
  | 'due'
  | 'created'
  | 'amount'
  | 'search'
type Alias = 'c' | 'i'

interface Condition {
  name: Name
  on: (alias: Alias) => Sql
}

function on(alias: Alias, conditions: readonly Condition[]): Sql[] {
  return conditions.map((condition) => condition.on(alias))
}

function conditionsOf(query: ListQuery): Condition[] {
  const { filter } = query
  const { statuses, customer, currency, dueAfter, dueBefore, createdFrom, createdBefore } = filter
  const { amountMin, amountMax } = filter
  const other = (name: Name, value: unknown, condition: Condition['on']): Condition[] =>
    value === undefined ? [] : [{ name, on: condition }]
  const one = (name: Name, value: unknown, column: string, condition: Sql) =>
    other(name, value, (alias) => sql`${sql.raw(`${alias}.${column}`)} ${condition}`)
  return [
    ...one('status', statuses, 'status', sql`= any(${statuses}::text[])`),
    ...other('customer', customer, (alias) => isOf(customer ?? '', alias)),
    ...one('customer_id', filter.customerId, 'customer_id', sql`= ${filter.customerId}`),
    ...one('currency', currency, 'currency', sql`= ${currency}`),
    ...one('import', filter.import, 'import_id', sql`= ${filter.import}`),
    ...one('recurring', filter.recurring, 'recurring_id', sql`= ${filter.recurring}`),
    ...one('due', dueAfter, 'due_date', sql`> ${dueAfter}::date`),
    ...one('due', dueBefore, 'due_date', sql`< ${dueBefore}::date`),
    ...one('created', createdFrom, 'created_at', sql`>= ${createdFrom}::timestamptz`),
    ...one('created', createdBefore, 'created_at', sql`< ${createdBefore}::timestamptz`),
    ...one('amount', amountMin, 'amount', sql`>= ${amountMin}::bigint`),
    ...one('amount', amountMax, 'amount', sql`<= ${amountMax}::bigint`),
    ...other('search', filter.search ?? filter.metadata, (alias) => isFound(query, alias)),
  ]
}

function isOf(customer: string, alias: Alias): Sql {
  return sql`lower(${sql.raw(alias)}.customer_email) = lower(${customer})`
}

function isFound({ tenant, filter: { search, metadata }, patterns }: ListQuery, alias: Alias): Sql {
  if (search !== undefined && patterns.length === 0) return sql`false`
  const conditions = and([
    sql`s.merchant_id = ${tenant.merchantId}`,
    sql`s.mode = ${tenant.mode}`,
    ...patterns.map((pattern) => sql`s.words like ${pattern}`),
    ...(metadata === undefined ? [] : [sql`s.metadata @> ${JSON.stringify(metadata)}::jsonb`]),
  ])
  return alias === 'i'
    ? sql`i.id in (select s.invoice_id from invoice_search s where ${conditions})`
    : sql`exists (select from invoice_search s where s.invoice_id = c.id and ${conditions} offset 0)`
}

function isAfter({ by, isDescending }: InvoiceOrder, last: ListPosition): Sql {
  const columns = KEYS[by].map(([column]) => `i.${column}`).join(', ')
  const values = KEYS[by].map(([, type], index) => sql`${last[index]}::${sql.raw(type)}`)
  return sql`(${sql.raw(columns)}) ${sql.raw(isDescending ? '<' : '>')} (${sql.join(values)})`
}

export function orderBy({ by, isDescending }: InvoiceOrder, alias: string): Sql {
  const direction = isDescending ? 'desc' : 'asc'
  return sql.raw(`order by ${KEYS[by].map(([column]) => `${alias}.${column} ${direction}`).join(', ')}`)
}

/** Keeps the microseconds of PostgreSQL, because a `Date` holds milliseconds. */
export function position({ by }: InvoiceOrder, alias: Alias): Sql {
  const values = KEYS[by].map(([column, type]) =>
    type === 'timestamptz'
      ? `to_char(${alias}.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
      : `${alias}.${column}::text`,
  )
  return sql.raw(`array[${values.join(', ')}] as position`)
}

function and(conditions: readonly Sql[]): Sql {
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `)
}

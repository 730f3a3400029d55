import { sql } from 'kysely'
import { InvoiceRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { columnsOf, executePlanned, executeQuery, toRow } from '../prepared.ts'
import { digitsOfCarried } from '../../domain/payment/references/payment-reference.ts'
import { patternsOf } from '../search-patterns.ts'
import {
  type InvoiceList,
  type InvoiceOrder,
  type ListPosition,
  type ListQuery,
  orderBy,
  partsOf,
  position,
  type Sql,
} from './list-query.ts'
import {
  DRAFT_NOTE,
  type FoundInvoice,
  type InvoiceWithLink,
  LINK_COLUMNS,
  toInvoice,
} from './read-invoice.ts'

export interface ListedInvoice extends InvoiceWithLink {
  position: ListPosition
}

const NEAREST_ROWS = 2_000
const EXPORT_ROWS = 1_000
const FIRST_EXPORT_ROWS = 100

export async function listInvoices(
  em: EntityManager,
  list: InvoiceList,
  { limit, after }: { limit: number; after?: ListPosition | undefined },
): Promise<ListedInvoice[]> {
  const { order, filter } = list
  const { isExact, candidates, others, matches } = partsOf(await queryOf(em, list), after)
  const isPrepared = Object.values(filter).every((value) => value === undefined)
  if (isExact) return read(em, order, candidates(limit), { isPrepared })
  const near = sql`select c.* from (${candidates(NEAREST_ROWS)}) c
    where ${others} ${orderBy(order, 'c')} limit ${limit}`
  const found = await read(em, order, near)
  return found.length === limit ? found : read(em, order, matches(limit))
}

export async function* eachInvoice(em: EntityManager, list: InvoiceList): AsyncGenerator<InvoiceRow[]> {
  const { order } = list
  const query = await queryOf(em, list)
  let after: ListPosition | undefined
  for (let size = FIRST_EXPORT_ROWS; ;) {
    const { candidates, others } = partsOf(query, after)
    const match = sql`select ${sql.raw(columnsOf(em, InvoiceRow, 'i'))}
      from invoice i where i.id = c.id and ${others} offset 0`
    const rows = await executePlanned(
      em,
      sql<{ position: string[]; id: string | null }>`select ${position(order, 'c')}, m.*
        from (${candidates(size)}) c left join lateral (${match}) m on true ${orderBy(order, 'c')}`,
    )
    yield rows.filter(({ id }) => id !== null).map((columns) => toRow(em, InvoiceRow, columns))
    if (rows.length < size) return
    after = rows.at(-1)?.position
    size = EXPORT_ROWS
  }
}

async function queryOf(em: EntityManager, list: InvoiceList): Promise<ListQuery> {
  const { search } = list.filter
  if (search === undefined) return { ...list, patterns: [] }
  return { ...list, patterns: await patternsOf(em, digitsOfCarried(search) ?? search) }
}

async function read(
  em: EntityManager,
  order: InvoiceOrder,
  ids: Sql,
  { isPrepared = false } = {},
): Promise<ListedInvoice[]> {
  const found = await (isPrepared ? executeQuery : executePlanned)(
    em,
    sql<FoundInvoice & { position: string[] }>`
      select ${sql.raw(columnsOf(em, InvoiceRow, 'i'))}, ${sql.raw(LINK_COLUMNS)}, ${sql.raw(DRAFT_NOTE)}, ${position(order, 'c')}
      from (${ids}) c join invoice i on i.id = c.id left join pay_link l on l.id = i.link_id
      ${orderBy(order, 'c')}`,
  )
  return found.map(({ position: at, ...columns }) => ({ ...toInvoice(em, columns), position: at }))
}

import { type RawBuilder, sql } from 'kysely'
import { CustomerRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import { pageOf } from '../page.ts'
import { columnsOf, executePlanned, readRows, toRow } from '../prepared.ts'
import { patternsOf } from '../search-patterns.ts'
import type { Mode } from '../../domain/shared/mode.ts'

interface Tenant {
  merchantId: string
  mode: Mode
}

interface CustomerFilter {
  limit: number
  cursor?: string | undefined
  email?: string | undefined
  /** The words can be of the name and of the e-mail address. */
  q?: string | undefined
}

/** A frequent word is found among the newest customers, a rare one by the index. */
const NEAREST_ROWS = 500

export async function listCustomers(
  em: EntityManager,
  tenant: Tenant,
  filter: CustomerFilter,
): Promise<{ rows: CustomerRow[]; nextCursor: string | null }> {
  const { limit, q } = filter
  const found =
    q === undefined ? await newest(em, tenant, filter) : await matching(em, tenant, { ...filter, q })
  return pageOf(found, limit, ({ id }) => id)
}

async function newest(
  em: EntityManager,
  { merchantId, mode }: Tenant,
  { limit, cursor, email }: CustomerFilter,
): Promise<CustomerRow[]> {
  const conditions = [
    'r.merchant_id = ? and r.mode = ?',
    ...(email === undefined ? [] : ['and lower(r.email) = lower(?)']),
    ...(cursor === undefined ? [] : ['and r.id < ?']),
    'order by r.id desc limit ?',
  ]
  const values = [
    merchantId,
    mode,
    ...(email === undefined ? [] : [email]),
    ...(cursor === undefined ? [] : [cursor]),
    limit + 1,
  ]
  return readRows(em, CustomerRow, conditions.join(' '), values)
}

async function matching(
  em: EntityManager,
  { merchantId, mode }: Tenant,
  { limit, cursor, email, q }: CustomerFilter & { q: string },
): Promise<CustomerRow[]> {
  const patterns = await patternsOf(em, q)
  if (patterns.length === 0) return []
  const columns = sql.raw(`${columnsOf(em, CustomerRow, 'r')}, r.words`)
  const listed = sql`select ${columns} from customer r where ${and([
    sql`r.merchant_id = ${merchantId}`,
    sql`r.mode = ${mode}`,
    ...(email === undefined ? [] : [sql`lower(r.email) = lower(${email})`]),
    ...(cursor === undefined ? [] : [sql`r.id < ${cursor}`]),
  ])}`
  const matches = (alias: string) => and(patterns.map((one) => sql`${sql.raw(alias)}.words like ${one}`))
  const first = sql`order by c.id desc limit ${limit + 1}`
  const near = await read(
    em,
    sql`select c.* from (${listed} order by r.id desc limit ${NEAREST_ROWS}) c where ${matches('c')} ${first}`,
  )
  if (near.length > limit) return near
  return read(em, sql`select c.* from (${listed} and ${matches('r')} offset 0) c ${first}`)
}

async function read(em: EntityManager, query: RawBuilder<unknown>): Promise<CustomerRow[]> {
  const found = await executePlanned(em, sql<object>`${query}`)
  return found.map((columns) => toRow(em, CustomerRow, columns))
}

function and(conditions: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  return sql.join(conditions, sql` and `)
}

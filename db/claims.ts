import type { EntityManager } from './orm.ts'

/** Rows that need work, described in SQL for one table. */
export interface DueRows {
  table: string
  /** Primary key; `id` by default. */
  key?: readonly string[]
  where: string
  orderBy: string
  /** Timestamp column that a claim sets to the current time. `where` must then exclude the row for a while. */
  claimColumn: string
}

/** Timestamps are PostgreSQL's text, which has microseconds. */
export type Claimed<T> = T & { claimedAt: string; previous: string | null }

/** Returns SQL for an instant in the past, by the database's clock. */
export function ago(ms: number): string {
  return `now() - interval '${ms} milliseconds'`
}

/** Finds out in one query which of several tables have due rows. @returns the names of those entries */
export async function findDue<Name extends string>(
  em: EntityManager,
  entries: readonly (readonly [Name, Pick<DueRows, 'table' | 'where'>])[],
): Promise<Set<Name>> {
  const checks = entries.map(
    ([name, { table, where }]) => `exists(select from ${table} where ${where}) as "${name}"`,
  )
  const [row] = await em.execute<Record<Name, boolean>[]>(`select ${checks.join(',\n')}`)
  return new Set(entries.map(([name]) => name).filter((name) => row?.[name]))
}

/**
 * Claims due rows for the caller. Workers that claim at the same moment get different rows.
 * A claim ends by itself: if the claimer crashes, `where` includes the row again later.
 * `for no key update` also claims a row while another transaction inserts a row that refers to it.
 *
 * @param columns SQL of further columns to return; the table has the alias `t`
 */
export async function claimRows<T>(
  em: EntityManager,
  { table, key = ['id'], where, orderBy, claimColumn }: DueRows,
  columns: string,
  limit: number,
): Promise<Claimed<T>[]> {
  const row = (alias: string) => `(${key.map((column) => `${alias}.${column}`).join(', ')})`
  return em.execute<Claimed<T>[]>(
    `with due as (
       select ${key.join(', ')}, ${claimColumn} as previous from ${table}
       where ${where} order by ${orderBy} limit ? for no key update skip locked)
     update ${table} t set ${claimColumn} = now() from due where ${row('t')} = ${row('due')}
     returning ${columns}, t.${claimColumn} as "claimedAt", due.previous`,
    [limit],
  )
}

/** Undoes the claim of a row, so that it is due again at once. */
export async function releaseRow(
  em: EntityManager,
  { table, claimColumn }: DueRows,
  { id, claimedAt, previous }: Claimed<{ id: string }>,
): Promise<void> {
  await em.execute(
    `update ${table} set ${claimColumn} = ?::timestamptz where id = ? and ${claimColumn} = ?::timestamptz`,
    [previous, id, claimedAt],
  )
}

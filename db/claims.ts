import type { EntityManager } from './orm.ts'

export interface DueRows {
  table: string
  key?: readonly string[]
  where: string
  orderBy: string
  claimColumn: string
}

/** `claimedAt` is the database's text, because a `Date` has no microseconds. */
export type Claimed<T> = T & { claimedAt: string; previous: string | null }

export function ago(ms: number): string {
  return `now() - interval '${ms} milliseconds'`
}

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
 * Avoids `for update`, which also skips a row that a new child refers to.
 *
 * @see findings/postgres-skip-locked-skips-a-row-that-a-new-child-refers-to.sh
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

/** Keeps a claim that another process has made after `claimedAt`. */
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

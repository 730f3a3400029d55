import type { EntityName } from '@mikro-orm/core'
import type { EntityManager } from './orm.ts'
import { executePrepared } from './prepared.ts'

/**
 * Passes all rows in one parameter, because a statement takes at most 65,535 parameters.
 *
 * @param rows rows with the same properties
 * @see https://www.postgresql.org/docs/current/limits.html
 */
export async function bulkInsert<Row extends object>(
  tx: EntityManager,
  entity: EntityName<Row>,
  rows: readonly Partial<Row>[],
): Promise<void> {
  if (rows.length === 0) return
  const { tableName } = tx.getMetadata().get(entity)
  const { names, json } = recordsOf(tx, entity, rows)
  const columns = names.map((name) => `"${name}"`).join(', ')
  await executePrepared(
    tx,
    `insert into "${tableName}" (${columns})
     select ${columns} from jsonb_populate_recordset(null::"${tableName}", ?::jsonb)`,
    [json],
  )
}

export function recordsOf<Row extends object>(
  em: EntityManager,
  entity: EntityName<Row>,
  rows: readonly Partial<Row>[],
): { names: string[]; json: string } {
  const { tableName, properties } = em.getMetadata().get(entity)
  const columns = Object.keys(rows[0] ?? {}).map((name) => {
    const column = properties[name as keyof typeof properties]?.fieldNames[0]
    if (column === undefined) throw new RangeError(`${tableName} has no property ${name}`)
    return [name, column] as const
  })
  const records = rows.map((row) =>
    Object.fromEntries(columns.map(([name, column]) => [column, row[name as keyof Row]])),
  )
  return { names: columns.map(([, column]) => column), json: JSON.stringify(records) }
}

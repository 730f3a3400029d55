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
  const [first] = rows
  if (!first) return
  const { tableName, properties } = tx.getMetadata().get(entity)
  const columns = Object.keys(first).map((name) => {
    const column = properties[name as keyof typeof properties]?.fieldNames[0]
    if (column === undefined) throw new RangeError(`${tableName} has no property ${name}`)
    return [name, column] as const
  })
  const records = rows.map((row) =>
    Object.fromEntries(columns.map(([name, column]) => [column, row[name as keyof Row]])),
  )
  const names = columns.map(([, column]) => `"${column}"`).join(', ')
  await executePrepared(
    tx,
    `insert into "${tableName}" (${names})
     select ${names} from jsonb_populate_recordset(null::"${tableName}", ?::jsonb)`,
    [JSON.stringify(records)],
  )
}

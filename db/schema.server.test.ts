import { describe, expect, it } from 'vitest'
import { useDatabase } from '../test/support/use-database.ts'

const database = useDatabase()

async function readSchema(): Promise<Map<string, Map<string, boolean>>> {
  const rows = await database.orm.em.execute<{ table: string; column: string; nullable: boolean }[]>(
    `select table_name as "table", column_name as "column", is_nullable = 'YES' as nullable
     from information_schema.columns where table_schema = 'public'`,
  )
  const tables = Map.groupBy(rows, ({ table }) => table)
  return new Map(
    [...tables].map(([table, columns]) => [
      table,
      new Map(columns.map(({ column, nullable }) => [column, nullable])),
    ]),
  )
}

describe('the schema', () => {
  it('has the table and each column of every entity, and nullable where the entity is', async () => {
    const schema = await readSchema()
    const differences: string[] = []
    const entities = [...database.orm.getMetadata().getAll().values()]
    for (const { className, tableName, props } of entities) {
      const columns = schema.get(tableName)
      if (!columns) differences.push(`${className}: no table ${tableName}`)
      for (const { name, fieldNames, nullable = false } of columns ? props : []) {
        for (const column of fieldNames) {
          const accepts = columns?.get(column)
          if (accepts === undefined)
            differences.push(`${className}.${name}: no column ${tableName}.${column}`)
          else if (accepts !== nullable) differences.push(`${className}.${name}: nullable differs`)
        }
      }
    }
    expect(entities.length).toBeGreaterThan(15)
    expect(differences).toEqual([])
  })
})

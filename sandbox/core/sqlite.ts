import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

export function openDatabase(file: string): DatabaseSync {
  const database = new DatabaseSync(file)
  database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000')
  return database
}

export function all<Row>(
  database: DatabaseSync,
  sql: string,
  values: Record<string, SQLInputValue> = {},
): Row[] {
  return prepared(database, sql).all(values) as Row[]
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the columns' types
export function first<Row>(
  database: DatabaseSync,
  sql: string,
  values: Record<string, SQLInputValue> = {},
): Row | undefined {
  return prepared(database, sql).get(values) as Row | undefined
}

export function run(
  database: DatabaseSync,
  sql: string,
  values: Record<string, SQLInputValue> = {},
): { changes: number; lastId: number } {
  const { changes, lastInsertRowid } = prepared(database, sql).run(values)
  return { changes: Number(changes), lastId: Number(lastInsertRowid) }
}

/** `work` must be synchronous. */
export function transact<T>(database: DatabaseSync, work: () => T): T {
  if (database.isTransaction) return work()
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}

const statements = new WeakMap<DatabaseSync, Map<string, StatementSync>>()

function prepared(database: DatabaseSync, sql: string): StatementSync {
  const known = statements.get(database) ?? new Map<string, StatementSync>()
  statements.set(database, known)
  const statement = known.get(sql) ?? database.prepare(sql)
  known.set(sql, statement)
  return statement
}

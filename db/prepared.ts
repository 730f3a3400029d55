import type { EntityName } from '@mikro-orm/core'
import { CompiledQuery, type RawBuilder } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { EntityManager } from '@mikro-orm/postgresql'

/** Converts errors as `em.execute` does. */
export async function executePrepared<Row>(
  em: EntityManager,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> {
  return execute(em, CompiledQuery.raw(toPostgres(sql), [...values]))
}

async function execute<Row>(em: EntityManager, query: CompiledQuery): Promise<Row[]> {
  try {
    const { rows } = await em.getKysely().executeQuery(query)
    return rows as Row[]
  } catch (error) {
    throw em
      .getPlatform()
      .getExceptionConverter()
      .convertException(error as Error)
  }
}

export async function readRows<Row extends object>(
  em: EntityManager,
  entity: EntityName<Row>,
  where: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const { tableName } = em.getMetadata().get(entity)
  const sql = `select ${columnsOf(em, entity, 'r')} from ${tableName} r where ${where}`
  const rows = await executePrepared<object>(em, sql, values)
  return rows.map((row) => toRow(em, entity, row))
}

export async function executeQuery<Row>(em: EntityManager, query: RawBuilder<Row>): Promise<Row[]> {
  return execute(em, query.compile(em.getKysely()))
}

const PLANNED_EACH_TIME = '/* planned each time */ '

/**
 * Avoids a prepared statement, whose generic plan can be slow.
 *
 * @see https://www.postgresql.org/docs/current/sql-prepare.html
 */
export async function executePlanned<Row>(em: EntityManager, query: RawBuilder<Row>): Promise<Row[]> {
  const { sql, parameters } = query.compile(em.getKysely())
  return execute(em, CompiledQuery.raw(`${PLANNED_EACH_TIME}${sql}`, [...parameters]))
}

const converters = new Map<string, (columns: Record<string, unknown>) => object>()

export function toRow<Row extends object>(em: EntityManager, entity: EntityName<Row>, columns: object): Row {
  const { className, props } = em.getMetadata().get(entity)
  let convert = converters.get(className)
  if (!convert) {
    const fields = props.map(({ name, fieldNames: [column = ''], runtimeType }) => ({
      name,
      column,
      runtimeType,
    }))
    convert = (values) => {
      const row: Record<string, unknown> = {}
      for (const { name, column, runtimeType } of fields) row[name] = toValue(values[column], runtimeType)
      return row
    }
    converters.set(className, convert)
  }
  return convert(columns as Record<string, unknown>) as Row
}

function toValue(value: unknown, runtimeType: string): unknown {
  if (value === null || value === undefined) return null
  return runtimeType === 'Date' && !(value instanceof Date) ? new Date(value as string) : value
}

export async function readOne<Row extends object>(
  em: EntityManager,
  entity: EntityName<Row>,
  where: string,
  values: readonly unknown[],
): Promise<Row | undefined> {
  const [row] = await readRows(em, entity, `${where} limit 1`, values)
  return row
}

export async function readOneOrFail<Row extends object>(
  ...args: Parameters<typeof readOne<Row>>
): Promise<Row> {
  const row = await readOne(...args)
  if (!row) throw new RangeError(`no ${args[0].getMetadata().get(args[1]).tableName} matches`)
  return row
}

const columnLists = new Map<string, string>()

/** Returns names instead of `*`, because prepared statements must survive a migration. */
export function columnsOf<Row extends object>(
  em: EntityManager,
  entity: EntityName<Row>,
  alias: string,
): string {
  const { tableName, props } = em.getMetadata().get(entity)
  const key = `${tableName} ${alias}`
  const known = columnLists.get(key)
  if (known !== undefined) return known
  const list = props.flatMap(({ fieldNames }) => fieldNames.map((column) => `${alias}.${column}`)).join(', ')
  columnLists.set(key, list)
  return list
}

const texts = new Map<string, string>()

function toPostgres(sql: string): string {
  const known = texts.get(sql)
  if (known !== undefined) return known
  let count = 0
  const text = sql.replace(/\?/g, () => `$${(count += 1)}`)
  texts.set(sql, text)
  return text
}

export function prepareStatements(pool: Pool): void {
  const names = new Map<string, string>()
  pool.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    const named = (text: unknown, values?: unknown, ...rest: unknown[]) => {
      const isPrepared = typeof text === 'string' && !text.startsWith(PLANNED_EACH_TIME)
      if (!isPrepared || !Array.isArray(values) || values.length === 0) return query(text, values, ...rest)
      const name = names.get(text) ?? `s${names.size + 1}`
      names.set(text, name)
      const statement = { name, text, values }
      if (rest.length > 0) return query(statement, ...rest)
      // The promise of `pg` itself costs more CPU time.
      return new Promise((resolve, reject) => {
        query(statement, (error: Error | null, result: unknown) => (error ? reject(error) : resolve(result)))
      })
    }
    client.query = named as PoolClient['query']
  })
}

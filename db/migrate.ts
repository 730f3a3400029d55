import { pathToFileURL } from 'node:url'
import { createOrm, type MikroORM } from './orm.ts'

export class UnknownMigrationsError extends Error {
  override name = 'UnknownMigrationsError'

  constructor(migrations: readonly string[]) {
    super(
      `The database was created by another build of Duewell (unknown migrations: ${migrations.join(', ')}): ` +
        'run `npm run reset` for the local stack, or give a server a new, empty database.',
    )
  }
}

/** @throws UnknownMigrationsError */
export async function migrate(databaseUrl: string): Promise<void> {
  const orm = await createOrm(databaseUrl, 2)
  try {
    await orm.em.getConnection().transactional(async (lock) => {
      await orm.em.getConnection().execute('select pg_advisory_xact_lock(4033)', [], 'all', lock)
      const unknown = await unknownMigrations(orm)
      if (unknown.length > 0) throw new UnknownMigrationsError(unknown)
      await orm.migrator.up()
    })
  } finally {
    await orm.close()
  }
}

async function unknownMigrations(orm: MikroORM): Promise<string[]> {
  const { tableName, migrationsList = [] } = orm.config.get('migrations')
  const [table] = await orm.em.execute<{ name: string | null }[]>('select to_regclass(?)::text as name', [
    tableName,
  ])
  if (!table?.name) return []
  const known = new Set(migrationsList.map((migration) => ('name' in migration ? migration.name : '')))
  const executed = await orm.em.execute<{ name: string }[]>(`select name from ${table.name} order by id`)
  return executed.map(({ name }) => name).filter((name) => !known.has(name))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { DATABASE_URL } = process.env
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set')
  try {
    await migrate(DATABASE_URL)
  } catch (error) {
    if (!(error instanceof UnknownMigrationsError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

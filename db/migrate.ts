import { pathToFileURL } from 'node:url'
import { createOrm } from './orm.ts'

/** Brings the database to the newest schema. Safe to run again, and from two places at once. */
export async function migrate(databaseUrl: string): Promise<void> {
  const orm = await createOrm(databaseUrl, 2)
  try {
    // Two starting servers would run the same migration twice; the second waits here and then finds none to run.
    await orm.em.getConnection().transactional(async (lock) => {
      await orm.em.getConnection().execute('select pg_advisory_xact_lock(4033)', [], 'all', lock)
      await orm.migrator.up()
    })
  } finally {
    await orm.close()
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { DATABASE_URL } = process.env
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set')
  await migrate(DATABASE_URL)
}

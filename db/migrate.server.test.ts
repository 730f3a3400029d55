import { describe, expect, it } from 'vitest'
import { useDatabase } from '../test/support/use-database.ts'
import { migrate, UnknownMigrationsError } from './migrate.ts'

const database = useDatabase()

const executed = () => database.orm.em.execute<{ name: string }[]>('select name from migration order by id')

describe('migrate', () => {
  it('changes nothing on a database that has the newest schema', async () => {
    const before = await executed()
    await migrate(database.url)
    expect(await executed()).toEqual(before)
  })

  it('creates the schema in an empty database, also when two processes start at once', async () => {
    await database.orm.em.execute('drop schema public cascade')
    await database.orm.em.execute('create schema public')
    await Promise.all([migrate(database.url), migrate(database.url)])
    expect(await executed()).toEqual([{ name: '0001-schema' }])
  })

  it('refuses a database of another build and explains its replacement', async () => {
    await database.orm.em.execute(
      `insert into migration (name) values ('0001-first-invoice'), ('0002-whole-life')`,
    )
    const error = await migrate(database.url).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UnknownMigrationsError)
    expect((error as Error).message).toBe(
      'The database was created by another build of Duewell (unknown migrations: 0001-first-invoice, 0002-whole-life): ' +
        'run `npm run reset` for the local stack, or give a server a new, empty database.',
    )
  })
})

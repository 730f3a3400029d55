import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import * as entities from './entities/index.ts'
import { Migration0001Schema } from './migrations/0001-schema.ts'

export type { EntityManager, MikroORM } from '@mikro-orm/postgresql'

/**
 * Connects to the database. Each request and each activity passes down a separate `orm.em.fork()`.
 *
 * @param databaseUrl `postgresql://user:password@host:port/database`, with `?sslmode=require` where TLS is
 * needed
 */
export async function createOrm(databaseUrl: string, poolSize = 10): Promise<MikroORM> {
  return MikroORM.init({
    clientUrl: databaseUrl,
    entities: Object.values(entities),
    extensions: [Migrator],
    migrations: {
      tableName: 'migration',
      migrationsList: [{ name: '0001-schema', class: Migration0001Schema }],
      snapshot: false,
    },
    pool: { min: 0, max: poolSize },
    forceUtcTimezone: true,
    debug: false,
  })
}

import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import { type Pool, type PoolClient, TypeOverrides, types } from 'pg'
import * as entities from './entities/index.ts'
import { Migration0001Schema } from './migrations/0001-schema.ts'
import { prepareStatements } from './prepared.ts'

export type { EntityManager, MikroORM } from '@mikro-orm/postgresql'

/** Each request and each activity must use a separate `orm.em.fork()`. */
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
    driverOptions: {
      onPoolCreated(pool: Pool) {
        readBigintsAsNumbers(pool)
        freeDeadConnections(pool)
        prepareStatements(pool)
      },
    },
    forceUtcTimezone: true,
    debug: false,
  })
}

/** `MAX_AMOUNT` keeps them exact. The driver's default is text: https://node-postgres.com/features/types */
function readBigintsAsNumbers({ options }: Pool): void {
  if (!(options.types instanceof TypeOverrides)) throw new TypeError('the pool has no types of its own')
  options.types.setTypeParser(types.builtins.INT8, Number)
}

/** Releases a dead connection, because the pool otherwise counts the connection as used. */
function freeDeadConnections(pool: Pool): void {
  const used = new WeakSet<PoolClient>()
  pool.on('acquire', (client) => used.add(client))
  pool.on('release', (_error, client) => used.delete(client))
  pool.on('connect', (client) => {
    client.once('end', () => {
      if (!used.has(client)) return
      client.release(true)
      // A second call of `release` must not throw.
      client.release = () => undefined
    })
  })
}

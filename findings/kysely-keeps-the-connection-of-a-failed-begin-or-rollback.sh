#!/usr/bin/env bash
# Package and version: @mikro-orm/postgresql 7.2.1 with its kysely 0.29.6 and pg 8.23.0 (npm), on PostgreSQL 18
# (embedded-postgres 18.4.0-beta.17).
#
# Behaviour: a connection dies in the middle of a transaction, as in a restart of PostgreSQL. The transaction rejects,
# and so does its rollback on the dead connection. Kysely releases the connection of a transaction only after a
# successful commit or rollback, so the pool's place is lost. A pool of two hangs without end after two of these.
#
# Expected: the place is free again, as after a failed query outside of a transaction.
#
# Output seen:
#   a query on a dead connection, three times: rejects, rejects, rejects; then a query answers
#   a transaction on a dead connection, three times: rejects, rejects, waits without end
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# The server runs as another user if this script runs as root.
chmod 755 "$dir"
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0 embedded-postgres@18.4.0-beta.17 pg@8.23.0 \
  @mikro-orm/core@7.2.1 @mikro-orm/postgresql@7.2.1

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { defineEntity, MikroORM, p } from '@mikro-orm/postgresql'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

const Row = defineEntity({ name: 'Row', properties: { id: p.integer().primary() } })

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => resolve(port))
  })
})
const login = { port, user: 'postgres', password: 'postgres' }
const server = new EmbeddedPostgres({
  ...login,
  databaseDir: './data',
  persistent: false,
  createPostgresUser: process.getuid() === 0,
  onLog() {},
})
await server.initialise()
await server.start()
const admin = new pg.Client({ ...login, host: '127.0.0.1', database: 'postgres' })
await admin.connect()
const orm = await MikroORM.init({
  ...login,
  host: '127.0.0.1',
  dbName: 'postgres',
  entities: [Row],
  pool: { max: 2 },
  logger() {},
})

const outcome = (work) => Promise.race([work.then(() => 'answers', () => 'rejects'), wait(3_000, 'waits without end')])

/** Ends the connection that the query uses, while the query runs. */
async function die(em) {
  const query = em.execute('select pg_sleep(60)')
  query.catch(() => undefined)
  for (let ended = 0; ended === 0; await wait(20)) {
    const { rows } = await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid()",
    )
    ended = rows.length
    if (await Promise.race([query.then(() => true, () => true), wait(50, false)])) break
  }
  return query
}

const queries = []
for (let n = 0; n < 3; n++) queries.push(await outcome(die(orm.em.fork())))
const after = await outcome(orm.em.fork().execute('select 1'))
console.log(`a query on a dead connection, three times: ${queries.join(', ')}; then a query ${after}`)

const transactions = []
for (let n = 0; n < 2; n++) transactions.push(await outcome(orm.em.fork().transactional((tx) => die(tx))))
transactions.push(await outcome(orm.em.fork().transactional((tx) => tx.execute('select 1'))))
console.log(`a transaction on a dead connection, three times: ${transactions.join(', ')}`)
assert.deepEqual(queries, ['rejects', 'rejects', 'rejects'])
assert.equal(after, 'answers')
assert.deepEqual(transactions, ['rejects', 'rejects', 'waits without end'])
await admin.end()
await server.stop()
process.exit(0)
EOF
node_modules/.bin/node see.mjs

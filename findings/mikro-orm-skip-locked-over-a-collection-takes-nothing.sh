#!/usr/bin/env bash
# Package and version: @mikro-orm/postgresql 7.2.1 (npm), on PostgreSQL 18 (embedded-postgres 18.4.0-beta.17).
#
# Behaviour: two workers each take two of six due invoices, with `limit: 2` and `lockMode:
# PESSIMISTIC_PARTIAL_WRITE` (for update skip locked). If the condition names a collection, or a collection is
# populated by a join, the limit moves into a subquery and the lock stays outside. The subquery picks the same two
# invoices for both workers, and the second worker skips them and gets none, while four are free.
#
# Expected: the second worker gets the next two, as it does with a condition on the invoice itself.
#
# Output seen:
#   a condition on the invoice: the first takes 1, 2, the second takes 3, 4
#   a condition on its lines: the first takes 1, 2, the second takes none
#   its lines populated by a join: the first takes 1, 2, the second takes none
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# The server runs as another user if this script runs as root.
chmod 755 "$dir"
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund node@24.21.0 embedded-postgres@18.4.0-beta.17 \
  @mikro-orm/core@7.2.1 @mikro-orm/postgresql@7.2.1

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { defineEntity, LockMode, MikroORM, p } from '@mikro-orm/postgresql'
import EmbeddedPostgres from 'embedded-postgres'

const Line = defineEntity({
  name: 'Line',
  properties: { id: p.integer().primary(), amount: p.integer(), invoice: () => p.manyToOne(Invoice) },
})
const Invoice = defineEntity({
  name: 'Invoice',
  properties: {
    id: p.integer().primary(),
    status: p.string(),
    lines: () => p.oneToMany(Line).mappedBy('invoice'),
  },
})

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
const seen = []
const say = (line) => {
  console.log(line)
  seen.push(line)
}
try {
  const orm = await MikroORM.init({ ...login, host: '127.0.0.1', dbName: 'postgres', entities: [Invoice, Line] })
  await orm.schema.create()
  const em = orm.em.fork()
  for (const id of [1, 2, 3, 4, 5, 6]) {
    em.create(Invoice, { id, status: 'due' })
    for (const part of [1, 2]) em.create(Line, { id: id * 10 + part, amount: 10, invoice: id })
  }
  await em.flush()

  for (const [name, where, options] of [
    ['a condition on the invoice', { status: 'due' }, {}],
    ['a condition on its lines', { lines: { amount: { $gt: 0 } } }, {}],
    ['its lines populated by a join', { status: 'due' }, { populate: ['lines'], strategy: 'joined' }],
  ]) {
    const take = async (worker) => {
      const lock = { limit: 2, orderBy: { id: 1 }, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE }
      const invoices = await worker.find(Invoice, where, { ...lock, ...options })
      return invoices.map((invoice) => invoice.id).join(', ') || 'none'
    }
    await orm.em.fork().transactional(async (one) => {
      const first = await take(one)
      const second = await orm.em.fork().transactional(take)
      say(`${name}: the first takes ${first}, the second takes ${second}`)
    })
  }
  await orm.close()
} finally {
  await server.stop()
}
assert.deepEqual(seen, [
  'a condition on the invoice: the first takes 1, 2, the second takes 3, 4',
  'a condition on its lines: the first takes 1, 2, the second takes none',
  'its lines populated by a join: the first takes 1, 2, the second takes none',
])
EOF
npx --no-install node see.mjs

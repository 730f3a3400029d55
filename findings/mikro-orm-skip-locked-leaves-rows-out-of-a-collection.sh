#!/usr/bin/env bash
# Package and version: @mikro-orm/postgresql 7.2.1 (npm), on PostgreSQL 18 (embedded-postgres 18.4.0-beta.17).
#
# Behaviour: a worker takes an invoice with `lockMode: PESSIMISTIC_PARTIAL_WRITE` (for update skip locked) and
# populates its lines. The lock is passed on to the query of the lines, and so is "skip locked": a line that another
# transaction holds is missing in the collection, which counts as loaded. A total over the lines is then too small,
# and no error says so.
#
# Expected: the lock is for the invoices. The lines come all, or the query waits.
#
# Output seen:
#   nobody holds a line: lines 1, 2, 3, loaded true, total 60
#   another transaction holds line 2: lines 1, 3, loaded true, total 40
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
  em.create(Invoice, { id: 1, status: 'due' })
  for (const id of [1, 2, 3]) em.create(Line, { id, amount: id * 10, invoice: 1 })
  await em.flush()

  const take = (when) =>
    orm.em.fork().transactional(async (worker) => {
      const [invoice] = await worker.find(
        Invoice,
        { status: 'due' },
        { populate: ['lines'], limit: 1, orderBy: { id: 1 }, lockMode: LockMode.PESSIMISTIC_PARTIAL_WRITE },
      )
      const lines = invoice.lines.getItems().toSorted((a, b) => a.id - b.id)
      const total = lines.reduce((sum, line) => sum + line.amount, 0)
      say(`${when}: lines ${lines.map((line) => line.id).join(', ')}, loaded ${invoice.lines.isInitialized()}, total ${total}`)
    })

  await take('nobody holds a line')
  await orm.em.fork().transactional(async (other) => {
    await other.findOneOrFail(Line, 2, { lockMode: LockMode.PESSIMISTIC_WRITE })
    await take('another transaction holds line 2')
  })
  await orm.close()
} finally {
  await server.stop()
}
assert.deepEqual(seen, [
  'nobody holds a line: lines 1, 2, 3, loaded true, total 60',
  'another transaction holds line 2: lines 1, 3, loaded true, total 40',
])
EOF
npx --no-install node see.mjs

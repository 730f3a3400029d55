#!/usr/bin/env bash
# Package and version: @mikro-orm/postgresql 7.2.1 (npm), on PostgreSQL 18 (embedded-postgres 18.4.0-beta.17).
#
# Behaviour: invoices carry free metadata in a JSON column. A filter on a key becomes a cast to the type of the given
# value. With a number the text of every row is cast to a number, so one invoice with a text under that key makes the
# whole query fail. A filter with a text finds the number as well.
#
# Expected: JSON has types. The filter 17 finds the invoice with 17 and passes by those with a text, as PostgreSQL's
# own `metadata @> '{"order": 17}'` does.
#
# Output seen:
#   stored: 1 {"order":17}, 2 {"order":"17"}; filter 17: finds 1, 2
#   stored: 1 {"order":17}, 2 {"order":"17"}; filter "17": finds 1, 2
#   stored besides: 3 {"order":"A-17"}; filter 17: fails, invalid input syntax for type double precision: "A-17"
#   stored besides: 3 {"order":"A-17"}; PostgreSQL's containment: finds 1
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
import { defineEntity, MikroORM, p } from '@mikro-orm/postgresql'
import EmbeddedPostgres from 'embedded-postgres'

const Invoice = defineEntity({
  name: 'Invoice',
  properties: { id: p.integer().primary(), metadata: p.json() },
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
  const orm = await MikroORM.init({ ...login, host: '127.0.0.1', dbName: 'postgres', entities: [Invoice] })
  await orm.schema.create()
  const em = orm.em.fork()
  const find = (order) =>
    orm.em
      .fork()
      .find(Invoice, { metadata: { order } }, { orderBy: { id: 1 } })
      .then(
        (invoices) => `finds ${invoices.map((invoice) => invoice.id).join(', ')}`,
        (error) => `fails, ${error.message.slice(error.message.indexOf('invalid input'))}`,
      )

  em.create(Invoice, { id: 1, metadata: { order: 17 } })
  em.create(Invoice, { id: 2, metadata: { order: '17' } })
  await em.flush()
  say(`stored: 1 {"order":17}, 2 {"order":"17"}; filter 17: ${await find(17)}`)
  say(`stored: 1 {"order":17}, 2 {"order":"17"}; filter "17": ${await find('17')}`)

  em.create(Invoice, { id: 3, metadata: { order: 'A-17' } })
  await em.flush()
  say(`stored besides: 3 {"order":"A-17"}; filter 17: ${await find(17)}`)
  const contained = await em.execute('select id from invoice where metadata @> \'{"order": 17}\' order by id')
  const ids = contained.map((row) => row.id).join(', ')
  say(`stored besides: 3 {"order":"A-17"}; PostgreSQL's containment: finds ${ids}`)
  await orm.close()
} finally {
  await server.stop()
}
assert.deepEqual(seen, [
  'stored: 1 {"order":17}, 2 {"order":"17"}; filter 17: finds 1, 2',
  'stored: 1 {"order":17}, 2 {"order":"17"}; filter "17": finds 1, 2',
  'stored besides: 3 {"order":"A-17"}; filter 17: fails, invalid input syntax for type double precision: "A-17"',
  'stored besides: 3 {"order":"A-17"}; PostgreSQL\'s containment: finds 1',
])
EOF
npx --no-install node see.mjs

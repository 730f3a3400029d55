#!/usr/bin/env bash
# Packages: @temporalio/client, worker and workflow 1.24.0 (npm); the dev server of Temporal CLI 1.5.1 (server
# 1.29.1). The script needs that CLI as `temporal` on the PATH or in TEMPORAL_BIN.
#
# Behaviour: `startDelay` is described as the time to wait before the workflow starts. A signal that comes within it
# waits until it is over. An update does not: it makes the workflow begin at once, and the rest of the delay is gone.
# So a small change of an invoice that is to be sent next month sends it now. A `sleep` in the workflow has no such gap.
#
# Expected: an update waits as a signal does, or is answered while the rest of the workflow keeps its delay.
#
# Output seen:
#   start delay of 8 s, nothing comes: the invoice is sent after 8 s
#   start delay of 8 s, a signal comes: the invoice is sent after 8 s
#   start delay of 8 s, an update comes: the invoice is sent after 0 s
set -euo pipefail

temporal=${TEMPORAL_BIN:-temporal}
if ! command -v "$temporal" >/dev/null; then
  echo "Temporal CLI 1.5.1 is needed: set TEMPORAL_BIN" >&2
  exit 2
fi

dir=$(mktemp -d)
server=
stop() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -rf "$dir"
}
trap stop EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund \
  @temporalio/client@1.24.0 @temporalio/worker@1.24.0 @temporalio/workflow@1.24.0

port=$(node -e "const s = require(\"node:net\").createServer().listen(0, \"127.0.0.1\", () => {
  console.log(s.address().port)
  s.close()
})")
"$temporal" server start-dev --headless --ip 127.0.0.1 --port "$port" --log-level error >server.log 2>&1 &
server=$!

cat >workflows.cjs <<'EOF'
const { allHandlersFinished, condition, defineSignal, defineUpdate, setHandler, workflowInfo } =
  require('@temporalio/workflow')

exports.sendInvoice = async () => {
  setHandler(defineSignal('note'), () => {})
  setHandler(defineUpdate('changeNote'), () => 'changed')
  const sentAfter = Date.now() - workflowInfo().startTime.getTime()
  await condition(allHandlersFinished)
  return sentAfter
}
EOF
cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { setTimeout as wait } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'

Runtime.install({ logger: new DefaultLogger('ERROR') })
const address = process.argv[2]
const connect = async (triesLeft) => {
  try {
    const connection = await Connection.connect({ address })
    await connection.workflowService.describeNamespace({ namespace: 'default' })
    return connection
  } catch (error) {
    if (triesLeft === 0) throw error
    await wait(500)
    return connect(triesLeft - 1)
  }
}
const client = new Client({ connection: await connect(60) })
const worker = await Worker.create({
  connection: await NativeConnection.connect({ address }),
  taskQueue: 'invoices',
  workflowsPath: createRequire(import.meta.url).resolve('./workflows.cjs'),
})

const delay = 8000
const cases = {
  'nothing comes': () => {},
  'a signal comes': (invoice) => invoice.signal('note', 'thank you'),
  'an update comes': (invoice) => invoice.executeUpdate('changeNote', { args: ['thank you'] }),
}
const seen = await worker.runUntil(() =>
  Promise.all(
    Object.entries(cases).map(async ([name, act]) => {
      const invoice = await client.workflow.start('sendInvoice', {
        workflowId: name,
        taskQueue: 'invoices',
        startDelay: delay,
      })
      await act(invoice)
      return { name, sentAfter: await invoice.result() }
    }),
  ),
)
for (const { name, sentAfter } of seen)
  console.log(`start delay of 8 s, ${name}: the invoice is sent after ${Math.floor(sentAfter / 1000)} s`)

const [nothing, signal, update] = seen.map(({ sentAfter }) => sentAfter)
assert.ok(nothing >= delay && signal >= delay && update < delay / 2)
process.exit()
EOF
node see.mjs "127.0.0.1:$port"

#!/usr/bin/env bash
# Packages: @temporalio/client, worker and workflow 1.24.0 (npm); the dev server of Temporal CLI 1.5.1 (server
# 1.29.1). The script needs that CLI as `temporal` on the PATH or in TEMPORAL_BIN.
#
# Behaviour: a schedule starts its workflow under an id that ends in the time, in whole seconds. Two `trigger()` calls
# in one second mean the same id, so the second starts nothing, also with the overlap policy ALLOW_ALL. Each call
# resolves, and the schedule counts no missed or skipped action. (The server's issue 3614 knows of it.)
#
# Expected: three calls that succeed start three runs, or one of them is an error.
#
# Output seen:
#   3 triggers in one second: 3 calls succeeded, 1 run, 0 skipped for overlap, 0 missed
#   3 triggers a second and a half apart: 3 calls succeeded, 3 runs, 0 skipped for overlap, 0 missed
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
exports.reconcile = async () => 'done'
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

const seen = []
const trigger = async (name, pause) => {
  const scheduleId = `reconciliation, ${name}`
  const schedule = await client.schedule.create({
    scheduleId,
    spec: { calendars: [{ hour: 3 }] },
    state: { paused: true },
    policies: { overlap: 'ALLOW_ALL' },
    action: { type: 'startWorkflow', workflowType: 'reconcile', workflowId: scheduleId, taskQueue: 'invoices' },
  })
  // All calls without a pause have to fall into one second.
  await wait(1000 - (Date.now() % 1000))
  let succeeded = 0
  for (let call = 0; call < 3; call++) {
    await schedule.trigger('ALLOW_ALL')
    succeeded++
    await wait(pause)
  }
  await wait(5000)
  const { numActionsTaken, numActionsSkippedOverlap, numActionsMissedCatchupWindow } = (await schedule.describe()).info
  seen.push(
    `3 triggers ${name}: ${succeeded} calls succeeded, ${numActionsTaken} run${numActionsTaken === 1 ? '' : 's'}, ` +
      `${numActionsSkippedOverlap} skipped for overlap, ${numActionsMissedCatchupWindow} missed`,
  )
  console.log(seen.at(-1))
}

await worker.runUntil(async () => {
  await trigger('in one second', 0)
  await trigger('a second and a half apart', 1500)
})
assert.deepEqual(seen, [
  '3 triggers in one second: 3 calls succeeded, 1 run, 0 skipped for overlap, 0 missed',
  '3 triggers a second and a half apart: 3 calls succeeded, 3 runs, 0 skipped for overlap, 0 missed',
])
process.exit()
EOF
node see.mjs "127.0.0.1:$port"

#!/usr/bin/env bash
# Packages: @temporalio/client 1.24.0 (npm); the dev server of Temporal CLI 1.5.1 (server 1.29.1). The script needs that
# CLI as `temporal` on the PATH or in TEMPORAL_BIN.
#
# Behaviour: a cron string that names both a day of the month and a day of the week means either of them in a workflow
# with `cronSchedule`, as in cron itself. In a schedule, whose `cronExpressions` are meant for the move away from such
# workflows, it means the days that are both. Reminders for each Monday and the first of the month then go out on a
# Monday that is the first, about twice a year. The string is accepted, and a note in the type says it.
#
# Expected: the string keeps its meaning on the move, or is refused. POSIX, crontab: if both days are restricted, a day
# that matches either of them is meant.
#
# Output seen (the dates vary):
#   cron workflow "0 9 1 * MON": next Tue, 01 Dec 2026 09:00:00 GMT
#   schedule "0 9 1 * MON": next Mon, 01 Feb 2027 09:00:00 GMT, then Mon, 01 Mar 2027 09:00:00 GMT
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
npm install --silent --no-audit --no-fund @temporalio/client@1.24.0

port=$(node -e "const s = require(\"node:net\").createServer().listen(0, \"127.0.0.1\", () => {
  console.log(s.address().port)
  s.close()
})")
"$temporal" server start-dev --headless --ip 127.0.0.1 --port "$port" --log-level error >server.log 2>&1 &
server=$!

cat >see.mjs <<'EOF'
import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'

const connect = async (triesLeft) => {
  try {
    const connection = await Connection.connect({ address: process.argv[2] })
    await connection.workflowService.describeNamespace({ namespace: 'default' })
    return connection
  } catch (error) {
    if (triesLeft === 0) throw error
    await wait(500)
    return connect(triesLeft - 1)
  }
}
const client = new Client({ connection: await connect(60) })
const cron = '0 9 1 * MON'
const action = { taskQueue: 'reminders', args: [] }

const workflow = await client.workflow.start('remind', { ...action, workflowId: 'reminders', cronSchedule: cron })
const [{ eventTime, workflowExecutionStartedEventAttributes: start }] = (await workflow.fetchHistory()).events
const startedAt = Number(eventTime.seconds) * 1000
const byWorkflow = new Date(startedAt + Number(start.firstWorkflowTaskBackoff.seconds) * 1000)
console.log(`cron workflow "${cron}": next ${byWorkflow.toUTCString()}`)

const schedule = await client.schedule.create({
  scheduleId: 'reminders',
  spec: { cronExpressions: [cron] },
  action: { ...action, type: 'startWorkflow', workflowType: 'remind' },
})
const bySchedule = (await schedule.describe()).info.nextActionTimes
console.log(`schedule "${cron}": next ${bySchedule[0].toUTCString()}, then ${bySchedule[1].toUTCString()}`)

const week = 7 * 24 * 3600 * 1000
const isBoth = (day) => day.getUTCDate() === 1 && day.getUTCDay() === 1
assert.ok(byWorkflow.getTime() - startedAt <= week)
assert.ok(bySchedule.length > 2 && bySchedule.every(isBoth))
process.exit()
EOF
node see.mjs "127.0.0.1:$port"

#!/usr/bin/env bash
# Packages: @temporalio/worker and workflow 1.24.0 (npm), with Node.js 20 or newer. No server is needed: the script
# replays a history that it writes itself.
#
# Behaviour: the worker gives every call into a workflow's context the time limit `isolateExecutionTimeout`. Node.js
# starts an operating-system thread for each call with a limit, and joins it afterwards. One activation makes three to
# four such calls. A call without a limit costs about one microsecond, with one 28 to 70, which was a tenth of the CPU
# time of a worker with short workflows. The option takes no value that turns the limit off.
#
# Expected: one watchdog for each thread that runs workflows, or a limit that costs nothing until it is reached.
#
# Output seen (the microseconds are only compared, not checked):
#   10 timers: 44 calls into the context, 38 of them with a time limit
#   a call with a limit costs more than 5 times the CPU of one without
#   the limit 0 is refused
#   the limit undefined is refused
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @temporalio/worker@1.24.0 @temporalio/workflow@1.24.0

cat >workflows.cjs <<'EOF'
const { sleep } = require('@temporalio/workflow')
exports.remind = async () => {
  for (let day = 0; day < 10; day++) await sleep(86_400_000)
}
EOF
cat >see.cjs <<'EOF'
const assert = require('node:assert/strict')
const vm = require('node:vm')

let calls = 0
let limited = 0
const { runInContext } = vm.Script.prototype
vm.Script.prototype.runInContext = function (context, options) {
  calls++
  if (options?.timeout !== undefined) limited++
  return runInContext.call(this, context, options)
}
const { DefaultLogger, Runtime, Worker } = require('@temporalio/worker')
Runtime.install({ logger: new DefaultLogger('ERROR') })

const TIMERS = 10
const taskQueue = { name: 'reminders', kind: 'TASK_QUEUE_KIND_NORMAL' }
const events = []
function add(type, attributes) {
  const name = type.toLowerCase().replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
  events.push({
    eventId: String(events.length + 1),
    eventTime: new Date(Date.UTC(2026, 0, 1) + events.length * 1000).toISOString(),
    eventType: `EVENT_TYPE_${type}`,
    [`${name}EventAttributes`]: attributes,
  })
  return String(events.length)
}
function addTask() {
  const scheduledEventId = add('WORKFLOW_TASK_SCHEDULED', { taskQueue, startToCloseTimeout: '10s', attempt: 1 })
  const startedEventId = add('WORKFLOW_TASK_STARTED', { scheduledEventId, identity: 'w', requestId: scheduledEventId })
  return add('WORKFLOW_TASK_COMPLETED', { scheduledEventId, startedEventId, identity: 'w' })
}
add('WORKFLOW_EXECUTION_STARTED', {
  workflowType: { name: 'remind' },
  taskQueue,
  workflowTaskTimeout: '10s',
  originalExecutionRunId: 'run-1',
  firstExecutionRunId: 'run-1',
  attempt: 1,
  workflowId: 'invoice-1',
})
let task = addTask()
for (let timer = 1; timer <= TIMERS; timer++) {
  const timerId = String(timer)
  const startedEventId = add('TIMER_STARTED', {
    timerId,
    startToFireTimeout: '86400s',
    workflowTaskCompletedEventId: task,
  })
  add('TIMER_FIRED', { timerId, startedEventId })
  task = addTask()
}
add('WORKFLOW_EXECUTION_COMPLETED', { workflowTaskCompletedEventId: task })

function cpuOf(options) {
  const context = vm.createContext({}, { microtaskMode: 'afterEvaluate' })
  const script = new vm.Script('1')
  const times = 2000
  const before = process.cpuUsage()
  for (let time = 0; time < times; time++) runInContext.call(script, context, options)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times
}

async function main() {
  // The option `debugMode` runs the workflow in this thread, where the calls can be counted.
  const options = { workflowsPath: require.resolve('./workflows.cjs'), debugMode: true }
  const bundle = { ...options, replayName: 'reminders' }
  await Worker.runReplayHistory(bundle, { events }, 'invoice-1')
  const replay = { calls, limited }
  cpuOf({})
  const bare = cpuOf({})
  const withLimit = cpuOf({ timeout: 5000 })
  console.log(`${TIMERS} timers: ${replay.calls} calls into the context, ${replay.limited} of them with a time limit`)
  console.error(`CPU of a call: ${bare.toFixed(1)} µs without a limit, ${withLimit.toFixed(1)} µs with one`)
  assert.deepEqual(replay, { calls: 44, limited: 38 })
  assert.ok(withLimit > 5 * bare, 'the limit costs little')
  console.log('a call with a limit costs more than 5 times the CPU of one without')
  for (const isolateExecutionTimeout of [0, undefined]) {
    const unlimited = { ...options, replayName: 'reminders', isolateExecutionTimeout }
    await assert.rejects(Worker.runReplayHistory(unlimited, { events }, 'invoice-1'))
    console.log(`the limit ${isolateExecutionTimeout} is refused`)
  }
}
main().then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  },
)
EOF
node see.cjs

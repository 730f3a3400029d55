import { mkdtempSync, chmodSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { migrate } from '../db/migrate.ts'
import { freePorts } from '../dev/stack/ports.ts'
import { createDatabase, startPostgres } from '../dev/postgres/postgres.ts'
import { createSupervisor } from '../dev/processes/supervisor.ts'
import { ensureTemporalBinary } from '../dev/temporal/binary.ts'
import { startTemporal } from '../dev/temporal/temporal.ts'
import { paid, remindedThenPaid } from '../test/replay/scenarios.ts'
import { createWorld } from '../test/support/harness.ts'
import { bundleWorkflows } from '../worker/bundle.ts'
import { invoiceWorkflowId } from '../workflows/invoice/contract.ts'
import { countBillableActions, type HistoryEventJson } from './billable-actions.ts'

interface Aim {
  events: number
  workflowTasks: number
  billableActions: number
}

const LIVES = [
  {
    name: 'issue → sent → viewed → pay pressed → paid → receipt',
    play: paid,
    aim: { events: 37, workflowTasks: 6, billableActions: 13 },
  },
  {
    name: 'the same with two reminders',
    play: remindedThenPaid,
    aim: { events: 59, workflowTasks: 10, billableActions: 17 },
  },
]

const folder = mkdtempSync(path.join(tmpdir(), 'duewell-bench-'))
chmodSync(folder, 0o755)
const supervisor = createSupervisor({ dir: folder, isTemporary: true })
let isWithinAims = false
try {
  const code = await bundleWorkflows()
  const workflowBundlePath = path.join(folder, 'workflows.js')
  writeFileSync(workflowBundlePath, code)
  const dataDir = path.join(folder, 'postgres')
  const [databasePort = 0, temporalPort = 0] = await freePorts(2)
  const server = await startPostgres({
    supervisor,
    dataDir,
    port: databasePort,
    password: 'bench',
    volatile: true,
  })
  const databaseUrl = await createDatabase(server, 'duewell')
  await migrate(databaseUrl)
  const binary = await ensureTemporalBinary((text) => process.stderr.write(`${text}\n`))
  const { address: temporalAddress } = await startTemporal({ supervisor, binary, port: temporalPort })
  const world = await createWorld({ databaseUrl, temporalAddress, workflowBundlePath })
  try {
    const reports = LIVES.map(({ name, play, aim }) => async () => {
      const id = await play(world)
      const history = await world.client.workflow.getHandle(invoiceWorkflowId(id)).fetchHistory()
      const { events } = JSON.parse(historyToJSON(history)) as { events: HistoryEventJson[] }
      return report(name, events, aim)
    })
    isWithinAims = true
    for (const run of reports) isWithinAims = (await run()) && isWithinAims
  } finally {
    await world.close()
  }
} finally {
  await supervisor.stop()
}
process.exit(isWithinAims ? 0 : 1)

function report(life: string, events: HistoryEventJson[], aim: Aim): boolean {
  process.stdout.write(`\n${life}\n`)
  const counts = new Map<string, number>()
  for (const { eventType } of events) {
    const name = eventType.replace('EVENT_TYPE_', '').toLowerCase()
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  for (const [name, count] of counts) process.stdout.write(`${String(count).padStart(4)}  ${name}\n`)
  const workflowTasks = counts.get('workflow_task_completed') ?? 0
  const billableActions = countBillableActions(events)
  process.stdout.write(
    `${events.length} history events (aim: at most ${aim.events}), ` +
      `${workflowTasks} workflow tasks (at most ${aim.workflowTasks}), ` +
      `${billableActions} billable actions (at most ${aim.billableActions})\n`,
  )
  return (
    events.length <= aim.events &&
    workflowTasks <= aim.workflowTasks &&
    billableActions <= aim.billableActions
  )
}

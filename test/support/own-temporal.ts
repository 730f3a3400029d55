import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createSupervisor } from '../../dev/processes/supervisor.ts'
import { freePorts } from '../../dev/stack/ports.ts'
import { ensureTemporalBinary } from '../../dev/temporal/binary.ts'
import { startTemporal } from '../../dev/temporal/temporal.ts'

export interface OwnTemporal {
  address: string
  kill(): Promise<void>
  freeze(): void
  thaw(): void
  restart(): Promise<void>
  stop(): Promise<void>
}

const PORT_PAUSE_MS = 200
const MAX_STARTS = 20

export async function startOwnTemporal(): Promise<OwnTemporal> {
  const dir = mkdtempSync(path.join(tmpdir(), 'duewell-temporal-'))
  chmodSync(dir, 0o755)
  const supervisor = createSupervisor({ dir, isTemporary: true })
  const binary = await ensureTemporalBinary(() => undefined)
  const [port = 0] = await freePorts(1)
  const start = () =>
    startTemporal({ supervisor, binary, port, databaseFile: path.join(dir, 'temporal.sqlite') })
  let running = await start()
  return {
    address: running.address,
    async kill() {
      process.kill(running.child.pid, 'SIGKILL')
      await running.child.ended
    },
    freeze: () => void process.kill(running.child.pid, 'SIGSTOP'),
    thaw: () => void process.kill(running.child.pid, 'SIGCONT'),
    async restart() {
      for (let starts = 1; ; starts++) {
        try {
          running = await start()
          return
        } catch (error) {
          if (starts === MAX_STARTS) throw error
          await wait(PORT_PAUSE_MS)
        }
      }
    },
    stop: () => supervisor.stop(),
  }
}

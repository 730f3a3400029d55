import { rmSync } from 'node:fs'
import { stackPaths } from './stack/paths.ts'
import { removePostgresData } from './postgres/data-directory.ts'
import { lockHolder } from './stack/lock.ts'
import { endRecordedProcesses } from './processes/process-record.ts'

const paths = stackPaths()
const holder = lockHolder(paths)
if (holder) {
  process.stderr.write(
    `The stack runs, as process ${holder.pid}. Stop it with Ctrl-C first; nothing was removed.\n`,
  )
  process.exitCode = 1
} else {
  await endRecordedProcesses(paths.processes)
  removePostgresData(paths.postgres)
  rmSync(paths.dir, { recursive: true, force: true, maxRetries: 5 })
  process.stdout.write('Removed .stack; the next `npm start` begins with an empty database.\n')
}

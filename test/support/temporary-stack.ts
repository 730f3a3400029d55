import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { drawPorts } from '../../dev/stack/ports.ts'
import { type RunningStack, startStack } from '../../dev/stack/stack.ts'

/** The stack has separate processes, folder and ports, which a stop removes. */
export async function startThrowawayStack(): Promise<RunningStack> {
  const dir = mkdtempSync(path.join(tmpdir(), 'duewell-stack-'))
  // PostgreSQL's own user must be able to read the folder.
  chmodSync(dir, 0o755)
  const ports = await drawPorts()
  const quiet = {
    say: () => undefined,
    begin: () => ({ update: () => undefined, done: () => undefined }),
    close: () => undefined,
  }
  return startStack({
    dir,
    isTemporary: true,
    environment: { ...process.env, ...ports, LOG_LEVEL: 'warn' },
    progress: quiet,
  })
}

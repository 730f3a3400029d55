import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { drawPorts } from '../../dev/stack/ports.ts'
import { stackPaths } from '../../dev/stack/paths.ts'
import { type RunningStack, startStack } from '../../dev/stack/stack.ts'

export interface ThrowawayStack extends RunningStack {
  logs: string
}

export async function startThrowawayStack(logLevel = 'warn'): Promise<ThrowawayStack> {
  const dir = mkdtempSync(path.join(tmpdir(), 'duewell-stack-'))
  chmodSync(dir, 0o755)
  const ports = await drawPorts()
  const quiet = {
    say: () => undefined,
    begin: () => ({ update: () => undefined, done: () => undefined }),
    close: () => undefined,
  }
  const stack = await startStack({
    dir,
    isTemporary: true,
    environment: { ...process.env, ...ports, LOG_LEVEL: logLevel },
    progress: quiet,
  })
  return { ...stack, logs: stackPaths(dir).logs }
}

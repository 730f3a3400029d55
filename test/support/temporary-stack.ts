import { chmodSync, copyFileSync, mkdtempSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { drawPorts } from '../../dev/stack/ports.ts'
import { stackPaths } from '../../dev/stack/paths.ts'
import { type RunningStack, startStack } from '../../dev/stack/stack.ts'

export interface ThrowawayStack extends RunningStack {
  logs: string
}

export interface Built {
  servers: string
  workflowBundle: string
}

/** Compiles the servers itself unless `built` names the folders. */
export async function startThrowawayStack(logLevel = 'warn', built?: Built): Promise<ThrowawayStack> {
  const dir = mkdtempSync(path.join(tmpdir(), 'duewell-stack-'))
  chmodSync(dir, 0o755)
  const ports = await drawPorts()
  const { logs, build, workflowBundle } = stackPaths(dir)
  if (built) {
    symlinkSync(built.servers, build)
    copyFileSync(built.workflowBundle, workflowBundle)
  }
  const quiet = {
    say: () => undefined,
    begin: () => ({ update: () => undefined, done: () => undefined }),
    close: () => undefined,
  }
  const stack = await startStack({
    dir,
    isTemporary: true,
    isBuilt: built !== undefined,
    environment: { ...process.env, ...ports, LOG_LEVEL: logLevel },
    progress: quiet,
  })
  return { ...stack, logs }
}

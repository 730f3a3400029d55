import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'

/**
 * Starts the script `name` of the caller's folder, compiled or not.
 * The process gets only `env`, because the environment of its parent contains secrets.
 */
export function forkScript(
  { dirname, filename }: Pick<ImportMeta, 'dirname' | 'filename'>,
  name: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  return fork(path.join(dirname, `${name}${path.extname(filename)}`), args, {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
}

import { renameSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import path from 'node:path'
import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads'

// `NODE_OPTIONS=--import` loads this file into every process of a stack. In api and worker, the first SIGURG
// begins a profile of every thread. The second SIGURG writes the profiles. SIGUSR2 would stop Temporal's
// worker.

const FOLDER = 'BENCH_PROFILE_FOLDER'
/** Worker threads inherit the variable. */
const PART = 'BENCH_PROFILE_PART'

const script = process.argv[1] ?? ''
const folder = process.env[FOLDER]
const part = isMainThread ? /\/(api|worker)\/main\.ts$/.exec(script)?.[1] : process.env[PART]
if (folder !== undefined && part !== undefined) {
  process.env[PART] = part
  // `recordStatements` makes PostgreSQL log the name with each statement.
  process.env['PGAPPNAME'] = part
  const file = path.join(folder, `${part}-${isMainThread ? 'main' : threadId}.json`)
  const channel = new BroadcastChannel('bench-profile')
  channel.unref()
  const toggle = createToggle(file)
  if (isMainThread) {
    process.on('SIGURG', () => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no origin
      channel.postMessage('toggle')
      void toggle()
    })
  } else channel.addEventListener('message', () => void toggle())
}

function createToggle(file: string): () => Promise<void> {
  const session = new Session()
  let before: NodeJS.CpuUsage | undefined
  return async () => {
    if (before) {
      const { user, system } = process.threadCpuUsage(before)
      before = undefined
      const { profile } = await session.post('Profiler.stop')
      session.disconnect()
      writeFileSync(`${file}.unfinished`, JSON.stringify({ cpuMs: (user + system) / 1_000, profile }))
      renameSync(`${file}.unfinished`, file)
      return
    }
    session.connect()
    await session.post('Profiler.enable')
    await session.post('Profiler.start')
    before = process.threadCpuUsage()
    writeFileSync(`${file}.unfinished`, '')
  }
}

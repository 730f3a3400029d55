import { renameSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import path from 'node:path'
import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads'

const FOLDER = 'BENCH_PROFILE_FOLDER'
const PART = 'BENCH_PROFILE_PART'

const script = process.argv[1] ?? ''
const folder = process.env[FOLDER]
const part = isMainThread ? /\/(api|worker)(?:\/main|-process)\.[jt]s$/.exec(script)?.[1] : process.env[PART]
if (folder !== undefined && part !== undefined) {
  process.env[PART] = part
  process.env['PGAPPNAME'] = part
  const file = path.join(folder, `${part}-${isMainThread ? 'main' : threadId}.json`)
  const channel = new BroadcastChannel('bench-profile')
  channel.unref()
  const toggle = createToggle(file)
  if (isMainThread) {
    // Temporal's worker shuts down at SIGUSR2 by default, so the hook uses SIGURG:
    // https://typescript.temporal.io/api/interfaces/worker.RuntimeOptions
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

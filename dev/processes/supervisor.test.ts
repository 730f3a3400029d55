import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeJson } from '../stack/json-file.ts'
import { stackPaths } from '../stack/paths.ts'
import { identify, stillRuns } from './process-identity.ts'
import { endStaleProcesses } from './stale-processes.ts'
import { lockHolder, StackRunsError, takeLock } from '../stack/lock.ts'
import { ChildEndedError, type ChildSpec, createSupervisor, type Supervisor } from './supervisor.ts'

const STAYS = 'setInterval(() => {}, 1000)'
/** Starts a process of its own, says its id, and leaves a SIGTERM unheard. */
const STUBBORN_PARENT = `
  const { spawn } = require('node:child_process')
  process.on('SIGTERM', () => console.log('heard'))
  console.log(spawn(process.execPath, ['-e', ${JSON.stringify(STAYS)}]).pid)
  ${STAYS}`

let folder: string
let supervisor: Supervisor
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duewell-supervisor-'))
  supervisor = createSupervisor({ logDir: path.join(folder, 'logs') })
})
afterEach(async () => {
  await supervisor.stop()
  rmSync(folder, { recursive: true, force: true })
})

function script(name: string, code: string, changes: Partial<ChildSpec> = {}): ChildSpec {
  return { name, command: process.execPath, args: ['-e', code], ...changes }
}

async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (;;) {
    const seen = look()
    if (seen !== undefined && seen !== false) return seen
    await wait(20)
  }
}

const numberIn = (file: string) => until(() => Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined)
const isGone = (pid: number) => identify(pid) === undefined

describe('a supervisor', () => {
  it('names a process that ended by itself, and shows the end of its log', async () => {
    supervisor.start(script('steady', STAYS))
    const lines = 'for (let i = 1; i <= 30; i++) console.log(`line ${i}`)'
    supervisor.start(script('brittle', `${lines}; process.exitCode = 3`))
    const crash: unknown = await supervisor.crash.catch((error: unknown) => error)
    expect(crash).toBeInstanceOf(ChildEndedError)
    const { child, message } = crash as ChildEndedError
    expect(child).toBe('brittle')
    expect(message).toContain('brittle ended (code 3)')
    expect(message.match(/line \d+/g)).toEqual(Array.from({ length: 20 }, (_, index) => `line ${index + 11}`))
  })

  it('names a program that is not there', async () => {
    supervisor.start({ name: 'missing', command: path.join(folder, 'nothing'), args: [] })
    await expect(supervisor.crash).rejects.toThrow('missing ended (spawn')
  })

  it('stops the last started first', async () => {
    const order: string[] = []
    for (const name of ['first', 'second', 'third']) {
      const child = supervisor.start(script(name, STAYS))
      void child.ended.then(() => order.push(name))
    }
    await supervisor.stop()
    expect(order).toEqual(['third', 'second', 'first'])
  })

  it('kills what does not stop, and all that it has started', async () => {
    const child = supervisor.start(script('stubborn', STUBBORN_PARENT, { graceMs: 50 }))
    const grandchild = await numberIn(child.logFile)
    await supervisor.stop()
    expect(await child.ended).toBe('SIGKILL')
    await until(() => isGone(child.pid) && isGone(grandchild))
  })

  it('starts nothing once it has been stopped', async () => {
    await supervisor.stop()
    expect(() => supervisor.start(script('late', STAYS))).toThrow('late is not started')
  })

  it('gives what a finished program printed, and fails with one that failed', async () => {
    await expect(supervisor.run(script('speaker', 'console.log("said")'))).resolves.toBe('said\n')
    const failing = script('failing', 'console.error("why"); process.exit(1)')
    await expect(supervisor.run(failing)).rejects.toThrow(/failing ended \(code 1\)[^]*why/)
  })

  it('leaves nothing behind when it is killed itself', async () => {
    const doomed = path.join(folder, 'doomed')
    const supervisorUrl = new URL('supervisor.ts', import.meta.url).href
    const code = `
      import { createSupervisor } from ${JSON.stringify(supervisorUrl)}
      const supervisor = createSupervisor({ logDir: ${JSON.stringify(doomed)}, removeAtEnd: ${JSON.stringify(doomed)} })
      const child = supervisor.start({ name: 'child', command: process.execPath, args: ['-e', ${JSON.stringify(STAYS)}] })
      console.log(child.pid)`
    const args = ['--import', 'tsx', '--input-type=module', '-e', code]
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer]
    parent.kill('SIGKILL')
    await until(() => isGone(Number(pid)) && !existsSync(doomed))
  })
})

describe('the next start', () => {
  it('ends what a killed stack has left running, and leaves alone a stranger that got its id', async () => {
    const paths = stackPaths(folder)
    const left = supervisor.start(script('left', STAYS))
    const stranger = supervisor.start(script('stranger', STAYS))
    writeJson(paths.processes, [
      { name: 'left', stopSignal: 'SIGTERM', ...identify(left.pid) },
      { name: 'former', stopSignal: 'SIGTERM', ...identify(stranger.pid), born: 'long ago' },
    ])
    expect(await endStaleProcesses(paths)).toEqual(['left'])
    expect(isGone(left.pid)).toBe(true)
    expect(isGone(stranger.pid)).toBe(false)
  })

  it('is refused while a stack runs on the same folder, and not by one that was killed', async () => {
    const paths = stackPaths(folder)
    const release = takeLock(paths)
    expect(() => takeLock(paths)).toThrow(StackRunsError)
    release()
    const dead = supervisor.start(script('dead', STAYS))
    writeJson(paths.lock, identify(dead.pid))
    expect(lockHolder(paths)?.pid).toBe(dead.pid)
    process.kill(dead.pid, 'SIGKILL')
    await dead.ended
    takeLock(paths)()
  })
})

it('knows a process by its birth, not only by its id', () => {
  const own = identify(process.pid)
  expect(own && stillRuns(own)).toBe(true)
  expect(stillRuns({ pid: process.pid, born: 'long ago' })).toBe(false)
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeJson } from '../stack/json-file.ts'
import { stackPaths } from '../stack/paths.ts'
import { startCleanup } from './cleanup-client.ts'
import { identify, stillRuns } from './process-identity.ts'
import { createProcessRecord, endRecordedProcesses } from './process-record.ts'
import { lockHolder, StackRunsError, takeLock } from '../stack/lock.ts'
import { ChildEndedError, type ChildSpec, createSupervisor, type Supervisor } from './supervisor.ts'

const STAYS = 'setInterval(() => {}, 1000)'
const STUBBORN_PARENT = `
  const { spawn } = require('node:child_process')
  process.on('SIGTERM', () => undefined)
  console.log(spawn(process.execPath, ['-e', ${JSON.stringify(STAYS)}]).pid)
  ${STAYS}`

let folder: string
let supervisor: Supervisor
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'duewell-supervisor-'))
  supervisor = createSupervisor({ dir: folder })
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

describe('supervisor', () => {
  it('reports a process that ended by itself, with the last lines of its log', async () => {
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

  it('reports a program that does not exist', async () => {
    supervisor.start({ name: 'missing', command: path.join(folder, 'nothing'), args: [] })
    await expect(supervisor.crash).rejects.toThrow('missing ended (spawn')
  })

  it('stops the last started process first', async () => {
    const order: string[] = []
    for (const name of ['first', 'second', 'third']) {
      const child = supervisor.start(script(name, STAYS))
      void child.ended.then(() => order.push(name))
    }
    await supervisor.stop()
    expect(order).toEqual(['third', 'second', 'first'])
  })

  it('kills a process that ignores the stop signal, together with its children', async () => {
    const child = supervisor.start(script('stubborn', STUBBORN_PARENT, { graceMs: 50 }))
    const grandchild = await numberIn(child.logFile)
    await supervisor.stop()
    expect(await child.ended).toBe('SIGKILL')
    await until(() => isGone(child.pid) && isGone(grandchild))
  })

  it('refuses to start a process after it was stopped', async () => {
    await supervisor.stop()
    expect(() => supervisor.start(script('late', STAYS))).toThrow('late is not started')
  })

  it('returns the output of a finished program, and throws when the program failed', async () => {
    await expect(supervisor.run(script('speaker', 'console.log("said")'))).resolves.toBe('said\n')
    const failing = script('failing', 'console.error("why"); process.exit(1)')
    await expect(supervisor.run(failing)).rejects.toThrow(/failing ended \(code 1\)[^]*why/)
  })

  it('ends its processes and removes its temporary folder when it is killed itself', async () => {
    const doomed = path.join(folder, 'doomed')
    const supervisorUrl = new URL('supervisor.ts', import.meta.url).href
    const code = `
      import { createSupervisor } from ${JSON.stringify(supervisorUrl)}
      const supervisor = createSupervisor({ dir: ${JSON.stringify(doomed)}, isTemporary: true })
      const child = supervisor.start({ name: 'child', command: process.execPath, args: ['-e', ${JSON.stringify(STAYS)}] })
      console.log(child.pid)`
    const args = ['--import', 'tsx', '--input-type=module', '-e', code]
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer]
    parent.kill('SIGKILL')
    await until(() => isGone(Number(pid)) && !existsSync(doomed))
  })
})

describe('startCleanup', () => {
  it('ends the processes of an owner whose pipe closes before the owner has ended', async () => {
    const file = path.join(folder, 'closing.json')
    const owner = supervisor.start(script('owner', STAYS))
    const orphan = supervisor.start(script('orphan', STAYS))
    const running = [{ name: 'orphan', stopSignal: 'SIGTERM', ...identify(orphan.pid) }]
    writeJson(file, { owner: identify(owner.pid), running })
    const closed = startCleanup(file).close()
    await wait(300)
    process.kill(owner.pid, 'SIGKILL')
    await closed
    expect(isGone(orphan.pid)).toBe(true)
  })
})

describe('endRecordedProcesses', () => {
  it('ends the processes of a killed owner, and spares a later process with the same id', async () => {
    const file = path.join(folder, 'killed.json')
    const orphan = supervisor.start(script('orphan', STAYS))
    const stranger = supervisor.start(script('stranger', STAYS))
    writeJson(file, {
      owner: { pid: 1, born: 'long ago' },
      running: [
        { name: 'orphan', stopSignal: 'SIGTERM', ...identify(orphan.pid) },
        { name: 'former', stopSignal: 'SIGTERM', ...identify(stranger.pid), born: 'long ago' },
      ],
    })
    expect(await endRecordedProcesses(file)).toEqual(['orphan'])
    expect(isGone(orphan.pid)).toBe(true)
    expect(isGone(stranger.pid)).toBe(false)
  })

  it('ends no process while the owner runs', async () => {
    const file = path.join(folder, 'running.json')
    const child = supervisor.start(script('child', STAYS))
    createProcessRecord(file).add('child', child.pid, 'SIGTERM')
    expect(await endRecordedProcesses(file)).toEqual([])
    expect(isGone(child.pid)).toBe(false)
  })

  it('ignores a record that is missing or not complete', async () => {
    const file = path.join(folder, 'broken.json')
    expect(await endRecordedProcesses(file)).toEqual([])
    writeJson(file, [])
    expect(await endRecordedProcesses(file)).toEqual([])
  })
})

describe('takeLock', () => {
  it('throws while a stack runs on the same folder, and succeeds after that stack was killed', async () => {
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

it('compares the start time of a process, not only its id', () => {
  const own = identify(process.pid)
  expect(own && stillRuns(own)).toBe(true)
  expect(stillRuns({ pid: process.pid, born: 'long ago' })).toBe(false)
})

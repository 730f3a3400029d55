import { chownSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { findPostgresHome, makeOwnFolder, type PostgresHome } from './data-directory.ts'
import { commandLine, identify, sendSignal, stillRuns } from '../processes/process-identity.ts'
import type { Child, Supervisor } from '../processes/supervisor.ts'

export interface PostgresOptions {
  supervisor: Supervisor
  dataDir: string
  port: number
  password: string
  volatile?: boolean
}

export interface RunningPostgres {
  child: Child
  url(database: string): string
}

const USER = 'duewell'
const MAX_CONNECTIONS = 200
const VOLATILE = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'autovacuum=off']

export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { supervisor, port, password } = options
  const home = await findPostgresHome(options.dataDir)
  await stopOrphan(home.dataDir)
  if (!existsSync(home.dataDir)) await makeDataDir(options, home)
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
    command: path.join(home.programs, 'bin', 'postgres'),
    args: ['-D', home.dataDir, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    ...home.user,
    // PostgreSQL waits after SIGTERM until every client has disconnected:
    // https://www.postgresql.org/docs/current/server-shutdown.html
    stopSignal: 'SIGINT',
  })
  const url = (database: string) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`
  await supervisor.until(child, async (signal) => {
    while (!(await answers(url('postgres')))) await wait(50, undefined, { signal })
  })
  return { child, url }
}

export async function execute(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(statement)
  } finally {
    await client.end()
  }
}

export async function createDatabase(server: RunningPostgres, name: string): Promise<string> {
  const { rowCount } = await execute(
    server.url('postgres'),
    `select 1 from pg_database where datname = '${name}'`,
  )
  if (rowCount === 0) await execute(server.url('postgres'), `create database "${name}"`)
  return server.url(name)
}

async function makeDataDir({ supervisor, password }: PostgresOptions, home: PostgresHome): Promise<void> {
  // An interrupted start must leave no partial `dataDir`.
  const unfinished = `${home.dataDir}.new`
  rmSync(unfinished, { recursive: true, force: true })
  makeOwnFolder(unfinished, home)
  const cluster = path.join(unfinished, 'cluster')
  const passwordFile = path.join(unfinished, 'password')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (home.user) chownSync(passwordFile, home.user.uid, home.user.gid)
  await supervisor.run({
    name: 'postgres-init',
    command: path.join(home.programs, 'bin', 'initdb'),
    args: [
      `--pgdata=${cluster}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // Sorting must not depend on the machine's locale.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ],
    ...home.user,
  })
  renameSync(cluster, home.dataDir)
  rmSync(unfinished, { recursive: true })
}

async function stopOrphan(dataDir: string): Promise<void> {
  const pidFile = path.join(dataDir, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
  const orphan = pid > 0 ? identify(pid) : undefined
  if (!orphan) return
  if (!commandLine(pid)?.includes(` -D ${dataDir} `)) {
    rmSync(pidFile)
    return
  }
  sendSignal(pid, 'SIGINT')
  const deadline = Date.now() + 10_000
  while (stillRuns(orphan)) {
    if (Date.now() > deadline) sendSignal(pid, 'SIGQUIT')
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

import path from 'node:path'
import { Connection } from '@temporalio/client'
import { parseTemporal } from '../../config/config.ts'
import type { TemporalConfig } from '../../config/temporal.ts'
import { compiled, compileServers } from './compile.ts'
import { ROOT, type StackPaths } from './paths.ts'
import { createDatabase, type RunningPostgres, startPostgres } from '../postgres/postgres.ts'
import type { Progress } from './progress.ts'
import { untilAnswers, untilReadyLine } from './readiness.ts'
import {
  type EnvironmentInput,
  sandboxEnvironment,
  serviceEnvironment,
  stackAddresses,
} from './environment.ts'
import type { StackFile } from './file.ts'
import type { Seeded } from './demo/seed.ts'
import { type Child, ChildEndedError, type ChildSpec, type Supervisor } from '../processes/supervisor.ts'
import { loadWorkflowBundle } from '../../worker/bundle.ts'
import { deploymentVersion, setCurrentVersion } from '../../worker/deployment-version.ts'
import { ensureTemporalBinary } from '../temporal/binary.ts'
import { registerSearchAttributes, type RunningTemporal, startTemporal } from '../temporal/temporal.ts'

export interface PartsInput extends EnvironmentInput {
  supervisor: Supervisor
  progress: Progress
  paths: StackPaths
  isBuilt: boolean
}

export type RestartablePart = 'api' | 'worker' | 'temporal' | 'postgres'

export interface StartedParts {
  file: StackFile
  restart: (part: RestartablePart) => Promise<number>
}

export async function startParts(input: PartsInput): Promise<StartedParts> {
  const { environment, ports, supervisor, progress, paths, isBuilt } = input
  const addresses = stackAddresses(input)
  const { DATABASE_URL: ownDatabase } = environment
  const ownTemporal = environment['TEMPORAL_ADDRESS'] ? parseTemporal(environment) : undefined

  const serverUp = ownDatabase
    ? Promise.resolve(undefined)
    : step('postgres', () => startLocalPostgres(input))
  const temporalUp = ownTemporal
    ? step('temporal', () => registerSearchAttributes(ownTemporal))
    : step('temporal', (update) => startLocalTemporal(input, update))
  const sandboxUp = step('sandbox', async () => {
    const child = supervisor.start(program('sandbox', 'sandbox/main.ts', sandboxEnvironment(input, paths)))
    const ready = await supervisor.until(child, (signal) =>
      untilReadyLine<SandboxReady>(child.logFile, signal),
    )
    return { child, ready }
  })
  const databaseUp = serverUp.then((server) =>
    step('database', async () => {
      const databaseUrl = ownDatabase || (await createDatabase(required(server), 'duewell'))
      const env = serviceEnvironment(input, databaseUrl)
      await supervisor.run(program('migrate', 'db/migrate.ts', env)).catch(throwExplanation)
      return { databaseUrl, env }
    }),
  )
  const seedUp = databaseUp.then(({ env }) =>
    step('seed', async () => {
      const seed = program('seed', 'dev/stack/demo/seed.ts', { ...env, SEED_FILE: paths.seed })
      return JSON.parse(await supervisor.run(seed)) as Seeded & Pick<StackFile, 'login'>
    }),
  )
  const startApi = (env: NodeJS.ProcessEnv) =>
    startService(compiledProgram('api', 'api/main.ts', env), `${addresses.api}/readyz`)
  const startWorker = (env: NodeJS.ProcessEnv) =>
    startService(
      compiledProgram('worker', 'dev/stack/worker-process.ts', env, [paths.workflowBundle]),
      workerReadiness(input),
    )
  const bundle = program('workflows', 'worker/build-bundle.ts', environment, [paths.workflowBundle])
  const compileUp = isBuilt ? undefined : step('compile', () => supervisor.run(compileServers(paths)))
  const bundleUp = isBuilt ? undefined : step('workflows', () => supervisor.run(bundle))
  const apiUp = Promise.all([databaseUp, compileUp]).then(([{ env }]) => step('api', () => startApi(env)))
  const workerUp = Promise.all([databaseUp, bundleUp, compileUp]).then(([{ env }]) =>
    step(
      'worker',
      async (update) => {
        const [child] = await Promise.all([startWorker(env), temporalUp.then(() => update('connecting'))])
        await makeVersionCurrent(parseTemporal(env), paths)
        return child
      },
      'waiting for Temporal',
    ),
  )

  const parts = [serverUp, temporalUp, sandboxUp, databaseUp, seedUp, apiUp, workerUp] as const
  const [server, temporal, sandbox, database, seeded, api, worker] = await Promise.all(parts)
  const pids = {
    supervisor: process.pid,
    api: api.pid,
    worker: worker.pid,
    sandbox: sandbox.child.pid,
    ...(temporal ? { temporal: temporal.child.pid } : {}),
    ...(server ? { postgres: server.child.pid } : {}),
  }
  const restarts = {
    api: () => startApi(database.env),
    worker: () => startWorker(database.env),
    temporal: async () => (await startLocalTemporal(input, () => undefined)).child,
    postgres: async () => (await startLocalPostgres(input)).child,
  }
  const file: StackFile = {
    api: addresses.api,
    dashboard: `${addresses.api}/dashboard/test`,
    metrics: addresses.metrics,
    worker_metrics: addresses.workerMetrics,
    temporal_address: ownTemporal?.connection.address ?? `127.0.0.1:${ports.TEMPORAL_PORT}`,
    temporal_namespace: ownTemporal?.namespace ?? 'default',
    ...(ownTemporal ? {} : { temporal_ui: `http://127.0.0.1:${ports.TEMPORAL_UI_PORT}` }),
    inbox: sandbox.ready.inbox,
    postmark_url: sandbox.ready.postmark,
    postmark_token: database.env['TEST_POSTMARK_SERVER_TOKEN'] ?? '',
    twilio_url: sandbox.ready.twilio,
    bank: sandbox.ready.bank,
    tokenio_bank: addresses.tokenio,
    database_url: database.databaseUrl,
    api_key: seeded.api_key,
    live_api_key: seeded.live_api_key,
    login: seeded.login,
    pids,
    ports,
  }
  return { file, restart: async (part) => (await restarts[part]()).pid }

  async function step<T>(
    name: string,
    work: (update: (text: string) => void) => Promise<T>,
    firstText?: string,
  ): Promise<T> {
    const shown = progress.begin(name, firstText)
    const result = await work((text) => shown.update(text))
    shown.done()
    return result
  }

  function compiledProgram(
    name: keyof typeof SERVER_FLAGS,
    entry: string,
    env: NodeJS.ProcessEnv,
    args: string[] = [],
  ): ChildSpec {
    const script = compiled(paths, entry)
    return { name, command: process.execPath, args: [...SERVER_FLAGS[name], script, ...args], env }
  }

  async function startService(spec: ChildSpec, readiness: string): Promise<Child> {
    const child = supervisor.start(spec)
    await supervisor.until(child, (signal) => untilAnswers(readiness, signal))
    return child
  }
}

function throwExplanation(error: unknown): never {
  const lines = error instanceof ChildEndedError ? error.lines : []
  const isExplained = lines.length > 0 && !lines.some((line) => /^\s+at /.test(line))
  throw isExplained ? new Error(lines.join('\n'), { cause: error }) : error
}

interface SandboxReady {
  bank: string
  postmark: string
  twilio: string
  inbox: string
}

async function startLocalPostgres({
  supervisor,
  paths,
  ports,
  secrets,
}: PartsInput): Promise<RunningPostgres> {
  const password = secrets.POSTGRES_PASSWORD
  return startPostgres({ supervisor, dataDir: paths.postgres, port: ports.POSTGRES_PORT, password })
}

async function startLocalTemporal(
  { environment, supervisor, paths, ports }: PartsInput,
  update: (text: string) => void,
): Promise<RunningTemporal> {
  const binary = await ensureTemporalBinary(update, environment)
  update('starting')
  const { TEMPORAL_PORT: port, TEMPORAL_UI_PORT: uiPort } = ports
  return startTemporal({ supervisor, binary, port, uiPort, databaseFile: paths.temporal })
}

async function makeVersionCurrent(
  { connection: options, namespace, taskQueue }: TemporalConfig,
  { workflowBundle }: StackPaths,
): Promise<void> {
  const connection = await Connection.connect(options)
  try {
    const version = deploymentVersion(taskQueue, await loadWorkflowBundle(workflowBundle))
    await setCurrentVersion({ connection, namespace, version, replaceWorkers: true })
  } finally {
    await connection.close()
  }
}

function workerReadiness(input: EnvironmentInput): string {
  const url = new URL('/readyz', stackAddresses(input).api)
  url.port = String(input.ports.WORKER_PORT)
  return url.href
}

/** The scripts `api` and `worker` in package.json must have the same flags. */
export const SERVER_FLAGS = {
  api: ['--max-semi-space-size=4', '--heap-growing-percent=25'],
  worker: ['--max-semi-space-size=16', '--heap-growing-percent=40'],
} as const

function program(name: string, file: string, env: NodeJS.ProcessEnv, args: string[] = []): ChildSpec {
  const script = path.join(ROOT, file)
  return { name, command: process.execPath, args: ['--import', 'tsx', script, ...args], env }
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a required part did not start')
  return value
}

import { setTimeout as wait } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import type { TemporalConfig } from '../../config/temporal.ts'
import type { Child, Supervisor } from '../processes/supervisor.ts'

export interface TemporalOptions {
  supervisor: Supervisor
  binary: string
  port: number
  uiPort?: number
  databaseFile?: string
}

export interface RunningTemporal {
  child: Child
  address: string
}

const NAMESPACE = 'default'
const INDEXED_VALUE_TYPE_KEYWORD = 2
const SEARCH_ATTRIBUTES = { InvoiceStatus: 'Keyword', MerchantId: 'Keyword' }

export async function startTemporal(options: TemporalOptions): Promise<RunningTemporal> {
  const { supervisor, binary, port } = options
  const child = supervisor.start({
    name: 'temporal',
    command: binary,
    args: serverArguments(options),
  })
  const address = `127.0.0.1:${port}`
  await supervisor.until(child, async (signal) => {
    const connection = Connection.lazy({ address })
    try {
      while (!(await serves(connection, NAMESPACE))) await wait(50, undefined, { signal })
    } finally {
      await connection.close()
    }
  })
  return { child, address }
}

function serverArguments({ port, uiPort, databaseFile }: TemporalOptions): string[] {
  const flags: [string, string][] = [
    ['--ip', '127.0.0.1'],
    ['--port', String(port)],
    ['--log-level', 'warn'],
    // SQLite's transactions survive a killed process with `synchronous=normal`:
    // https://www.sqlite.org/pragma.html#pragma_synchronous
    ['--sqlite-pragma', 'journal_mode=wal'],
    ['--sqlite-pragma', 'synchronous=normal'],
    // One merchant's import must not delay the invoices of other merchants.
    ['--dynamic-config-value', 'matching.enableFairness=true'],
    ['--dynamic-config-value', 'history.transferProcessorMaxPollRPS=1000'],
  ]
  for (const [name, type] of Object.entries(SEARCH_ATTRIBUTES))
    flags.push(['--search-attribute', `${name}=${type}`])
  if (databaseFile !== undefined) flags.push(['--db-filename', databaseFile])
  if (uiPort !== undefined) flags.push(['--ui-port', String(uiPort)])
  return ['server', 'start-dev', ...flags.flat(), ...(uiPort === undefined ? ['--headless'] : [])]
}

export async function registerSearchAttributes({
  connection: options,
  namespace,
}: TemporalConfig): Promise<void> {
  const connection = await Connection.connect({ ...options, connectTimeout: '5 seconds' })
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
    const missing = Object.keys(SEARCH_ATTRIBUTES).filter((name) => !(name in (customAttributes ?? {})))
    const searchAttributes = Object.fromEntries(missing.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD]))
    if (missing.length > 0)
      await connection.operatorService.addSearchAttributes({ namespace, searchAttributes })
  } finally {
    await connection.close()
  }
}

/** The server can answer before the namespace and the search attributes exist. */
export async function serves(connection: Connection, namespace: string): Promise<boolean> {
  try {
    return await connection.withDeadline(Date.now() + 2_000, async () => {
      await connection.workflowService.describeNamespace({ namespace })
      const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace })
      return Object.keys(SEARCH_ATTRIBUTES).every((name) => name in (customAttributes ?? {}))
    })
  } catch {
    return false
  }
}

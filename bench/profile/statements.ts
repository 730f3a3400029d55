import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { execute } from '../../dev/postgres/postgres.ts'
import { readJson } from '../../dev/stack/json-file.ts'
import { at } from '../lives/dialects.ts'
import { type Profiled, PROFILED } from './recording.ts'

const POLL_MS = 50
const LIMIT_MS = 60_000

export async function recordStatements(
  folder: string,
  work: () => Promise<unknown>,
): Promise<Record<Profiled, string[]>> {
  const state = path.join(folder, '.stack')
  const log = path.join(state, 'logs', 'postgres.log')
  const url = String(at(readJson(path.join(state, 'stack.json')), 'database_url'))
  for (const setting of ["log_statement = 'all'", "log_line_prefix = '%a|'"])
    await execute(url, `alter system set ${setting}`)
  await execute(url, 'select pg_reload_conf()')
  await untilLogged()
  const before = readFileSync(log, 'utf8').length
  await work()
  const lines = readFileSync(log, 'utf8').slice(before).split('\n')
  const statements = PROFILED.map((part) => [part, lines.flatMap((line) => statementOf(line, part))])
  return Object.fromEntries(statements) as Record<Profiled, string[]>

  async function untilLogged(): Promise<void> {
    const deadline = performance.now() + LIMIT_MS
    while (!readFileSync(log, 'utf8').includes('|LOG:  statement: select 1')) {
      if (performance.now() > deadline) throw new Error('PostgreSQL does not log its statements')
      await wait(POLL_MS)
      await execute(url, 'select 1')
    }
  }
}

function statementOf(line: string, part: Profiled): string[] {
  const text = new RegExp(`^${part}\\|LOG:  (?:statement|execute [^:]+): (.*)$`).exec(line)?.[1]
  return text === undefined ? [] : [text]
}

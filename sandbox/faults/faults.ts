import type { DatabaseSync } from 'node:sqlite'
import { all, first, run } from '../core/sqlite.ts'
import type { Provider } from '../core/webhooks.ts'

export const faultModes = [
  'status',
  'timeout_after_accept',
  'timeout_before_accept',
  'reset_after_accept',
  'reset_before_accept',
  'not_indexed',
] as const
export type FaultMode = (typeof faultModes)[number]

export interface Fault {
  operation: string
  mode: FaultMode
  status: number
  error_code: number | null
  times: number
}

export interface Faults {
  plan(provider: Provider, fault: Fault): void
  list(provider: Provider): Fault[]
  clear(provider: Provider): void
  take(provider: Provider, operation: string): Fault | undefined
}

export function createFaults(database: DatabaseSync): Faults {
  database.exec(`
    create table if not exists sandbox_fault (
      id integer primary key autoincrement, provider text not null, operation text not null,
      mode text not null, status integer not null, error_code integer, times integer not null)`)
  const columns = 'operation, mode, status, error_code, times'
  return {
    plan: (provider, fault) =>
      void run(
        database,
        `insert into sandbox_fault (provider, ${columns})
         values ($provider, $operation, $mode, $status, $error_code, $times)`,
        { provider, ...fault },
      ),
    list: (provider) =>
      all<Fault>(database, `select ${columns} from sandbox_fault where provider = $provider order by id`, {
        provider,
      }),
    clear: (provider) =>
      void run(database, 'delete from sandbox_fault where provider = $provider', { provider }),
    take: (provider, operation) => {
      const fault = first<Fault & { id: number }>(
        database,
        `select id, ${columns} from sandbox_fault where provider = $provider and operation = $operation
           order by id limit 1`,
        { provider, operation },
      )
      if (!fault) return undefined
      if (fault.times > 1)
        run(database, 'update sandbox_fault set times = times - 1 where id = $id', { id: fault.id })
      else run(database, 'delete from sandbox_fault where id = $id', { id: fault.id })
      return fault
    },
  }
}

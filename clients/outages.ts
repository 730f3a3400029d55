import type { Client } from '@temporalio/client'
import type { Logger } from 'pino'
import type { EntityManager } from '../db/orm.ts'
import { isDatabaseUnavailable } from '../db/unavailable.ts'
import { TemporalUnavailableError } from './call-with-retry.ts'
import { grpcCode, NOT_FOUND, RESOURCE_EXHAUSTED } from './grpc-error.ts'
import { DEFAULT_TIMING, type Outage, type OutageTiming, watchServer } from './outage.ts'

type WatchLog = Pick<Logger, 'warn' | 'info'>

const TEMPORAL_GRACE_MS = 1_500
const CALL_MS = 60_000
const RECONNECT_MS = 12_000

/** Reads a workflow, so that a failure of Temporal's database counts as an outage. */
export function watchTemporal(client: Client, log: WatchLog, timing: Partial<OutageTiming> = {}): Outage {
  const { namespace } = client.options
  const missing = { namespace, execution: { workflowId: 'outage-check' } }
  const reach = async () => {
    try {
      await client.withDeadline(Date.now() + CALL_MS, () =>
        client.workflowService.describeWorkflowExecution(missing),
      )
    } catch (error) {
      const code = grpcCode(error)
      if (code !== NOT_FOUND && code !== RESOURCE_EXHAUSTED) throw error
    }
  }
  const defaults = { ...DEFAULT_TIMING, graceMs: TEMPORAL_GRACE_MS, recoveryMs: RECONNECT_MS }
  return watchServer({ name: 'temporal', reach, log }, { ...defaults, ...timing })
}

export function watchDatabase(em: EntityManager, log: WatchLog, timing: Partial<OutageTiming> = {}): Outage {
  const reach = () => em.fork().execute('select 1')
  const defaults = { ...DEFAULT_TIMING, answerMs: 5_000, settleMs: 1_000, recoveryMs: 30_000 }
  return watchServer({ name: 'database', reach, log }, { ...defaults, ...timing })
}

interface FailureLog {
  log: Pick<Logger, 'debug' | 'warn' | 'error'>
  database: Pick<Outage, 'noteFailure'>
}

export function logFailure(
  { log, database }: FailureLog,
  level: 'warn' | 'error',
  fields: { err: unknown; [fact: string]: unknown },
  event: string,
): void {
  log[noteOutage(database, fields.err) ? 'debug' : level](fields, event)
}

export function noteOutage(database: Pick<Outage, 'noteFailure'>, error: unknown): boolean {
  if (error instanceof TemporalUnavailableError) return error.isOutage
  if (!isDatabaseUnavailable(error)) return false
  database.noteFailure(error)
  return true
}

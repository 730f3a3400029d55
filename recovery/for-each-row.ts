import { TemporalUnavailableError } from '../clients/call-with-retry.ts'
import { noteOutage } from '../clients/outages.ts'
import type { EntityManager } from '../db/orm.ts'
import { RailUnavailableError } from '../integrations/bank/rail.ts'
import { MessageNotTakenError, SendOutcomeUnknownError } from '../integrations/send-outcome.ts'
import type { RecoveryDeps } from './deps.ts'

const CONCURRENT_ROWS = 10

export async function forEachRow<T>(
  { em, database, log, stopping }: RecoveryDeps,
  job: string,
  rows: readonly T[],
  idsOf: (row: T) => object,
  recover: (row: T, em: EntityManager) => Promise<void>,
): Promise<void> {
  const deferred: unknown[] = []
  for (let start = 0; start < rows.length; start += CONCURRENT_ROWS) {
    if (stopping?.aborted) break
    await Promise.all(
      rows.slice(start, start + CONCURRENT_ROWS).map(async (row) => {
        try {
          await recover(row, em.fork())
        } catch (error) {
          if (noteOutage(database, error)) {
            log.debug({ job, ...idsOf(row), err: error }, 'recovery.deferred')
          } else if (isPassing(error)) {
            deferred.push({ ...idsOf(row), reason: error.message })
          } else log.error({ job, ...idsOf(row), err: error }, 'recovery.failed')
        }
      }),
    )
  }
  if (deferred.length > 0) log.warn({ job, count: deferred.length, rows: deferred }, 'recovery.deferred')
}

function isPassing(error: unknown): error is Error {
  return PASSING_ERRORS.some((kind) => error instanceof kind)
}

const PASSING_ERRORS = [
  TemporalUnavailableError,
  RailUnavailableError,
  MessageNotTakenError,
  SendOutcomeUnknownError,
] as const

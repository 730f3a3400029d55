import { setTimeout as wait } from 'node:timers/promises'
import { findDue } from '../db/claims.ts'
import { deleteAbandonedUploads } from './delete-abandoned-uploads.ts'
import type { RecoveryDeps, RecoveryJob } from './deps.ts'
import { issueDueDrafts } from './issue-due-drafts.ts'
import { reloadCancelledImports, reloadImports } from './reload-imports.ts'
import { reloadInvoices } from './reload-invoices.ts'
import { reloadRecurring } from './reload-recurring.ts'
import { retryWebhooks } from './retry-webhooks.ts'

/** Webhooks come first, as they need no worker. Drafts come last, as each waits for one. */
const JOBS: readonly RecoveryJob[] = [
  retryWebhooks,
  reloadInvoices,
  reloadRecurring,
  reloadImports,
  reloadCancelledImports,
  deleteAbandonedUploads,
  issueDueDrafts,
]

const GRACE_MS = 10_000
const PAUSE_MS = 2_000

/**
 * Finishes work that a crash or an outage of Temporal interrupted. An idle round costs one query. Jobs claim rows
 * only after Temporal answers, because a claimed row waits for later rounds.
 *
 * @throws TemporalUnavailableError: no row was claimed
 * @internal
 */
export async function sweep(deps: RecoveryDeps, graceMs = GRACE_MS): Promise<void> {
  const due = await findDue(
    deps.em.fork(),
    JOBS.map((job) => [job.name, job.due(graceMs)] as const),
  )
  if (due.size === 0) return
  await deps.temporal.ping()
  for (const job of JOBS) {
    if (due.has(job.name) && !deps.stopping?.aborted) await job.run(deps, graceMs)
  }
}

/**
 * Sweeps every two seconds until stopped. An outage causes one log line at its start and one at its end.
 * A Temporal schedule instead of this loop would start 43,200 workflows a day.
 *
 * @returns a function that stops the loop and waits for the rows in progress
 */
export function startSweeping(deps: RecoveryDeps, pauseMs = PAUSE_MS): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }

  async function run(): Promise<void> {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        await sweep({ ...deps, stopping: stopping.signal })
        if (failures > 0) deps.log.info({ failures }, 'sweep.recovered')
        failures = 0
      } catch (error) {
        if (failures === 0) deps.log.warn({ err: error }, 'sweep.failed')
        failures += 1
      }
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
}

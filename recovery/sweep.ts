import { setTimeout as wait } from 'node:timers/promises'
import { noteOutage } from '../clients/outages.ts'
import { findDue } from '../db/claims.ts'
import { deleteAbandonedUploads } from './cleanup/delete-abandoned-uploads.ts'
import { deleteExpiredRows } from './cleanup/delete-expired.ts'
import { deleteOldPublicEvents } from './cleanup/delete-old-events.ts'
import { deleteOldIdempotencyKeys } from './cleanup/delete-old-idempotency-keys.ts'
import type { RecoveryDeps, RecoveryJob } from './deps.ts'
import { giveUpOldWebhooks } from './cleanup/give-up-webhooks.ts'
import { issueDueDrafts } from './issue-due-drafts.ts'
import { collectDueDigests, collectNotices, sendNotices } from './merchant-notices.ts'
import { reloadAfterCommands } from './workflows/reload-after-commands.ts'
import { reloadCancelledImports, reloadImports } from './workflows/reload-imports.ts'
import { reloadRecurring } from './workflows/reload-recurring.ts'
import { reportReopenings } from './report-reopenings.ts'
import { retryBlockedOccurrences } from './retry-blocked-occurrences.ts'
import { retryWebhooks } from './retry-webhooks.ts'
import { sendAccountMails } from './send-account-mails.ts'
import { startIssuedInvoices } from './workflows/start-issued-invoices.ts'
import { releaseWebhookTries, startWebhookNotices, startWebhookRetries } from './webhooks.ts'

const WITHOUT_TEMPORAL: readonly RecoveryJob[] = [
  deleteExpiredRows,
  deleteAbandonedUploads,
  deleteOldIdempotencyKeys,
  releaseWebhookTries,
  deleteOldPublicEvents,
]

const WITH_TEMPORAL: readonly RecoveryJob[] = [
  retryWebhooks,
  reportReopenings,
  reloadAfterCommands,
  reloadRecurring,
  reloadImports,
  reloadCancelledImports,
  startIssuedInvoices,
  issueDueDrafts,
  retryBlockedOccurrences,
  startWebhookRetries,
  startWebhookNotices,
  // The job follows `retryWebhooks`, which tries each webhook once more.
  giveUpOldWebhooks,
]

export const RECOVERY_JOBS = [...WITHOUT_TEMPORAL, ...WITH_TEMPORAL]

/** A slow e-mail provider must not delay other jobs. */
export const MAIL_JOBS: readonly RecoveryJob[] = [
  sendAccountMails,
  collectNotices,
  collectDueDigests,
  sendNotices,
]

const GRACE_MS = 10_000
const PAUSE_MS = 2_000

/** @internal */
export async function sweep(
  deps: RecoveryDeps,
  graceMs = GRACE_MS,
  given: readonly RecoveryJob[] = [...RECOVERY_JOBS, ...MAIL_JOBS],
): Promise<void> {
  const jobs = deps.temporal.isKnown ? given.filter((job) => !WITH_TEMPORAL.includes(job)) : given
  const due = await findDue(
    deps.em.fork(),
    jobs.map((job) => [job.name, job.due(graceMs)] as const),
  )
  if (due.size === 0) return
  for (const job of jobs) {
    if (due.has(job.name) && !deps.stopping?.aborted) await job.run(deps, graceMs)
  }
}

export function startSweeping(
  deps: RecoveryDeps,
  jobs: readonly RecoveryJob[],
  pauseMs = PAUSE_MS,
): { stop(): Promise<void> } {
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
        await sweep({ ...deps, stopping: stopping.signal }, GRACE_MS, jobs)
        if (failures > 0) deps.log.info({ failures }, 'sweep.recovered')
        failures = 0
      } catch (error) {
        if (noteOutage(deps.database, error)) deps.log.debug({ err: error }, 'sweep.failed')
        else {
          if (failures === 0) deps.log.warn({ err: error }, 'sweep.failed')
          failures += 1
        }
      }
      await wait(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
}

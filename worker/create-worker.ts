import { type NativeConnection, Worker } from '@temporalio/worker'
import { createImportRecordActivities } from '../activities/imports/import-state.ts'
import { createIssueBatch } from '../activities/imports/issue-batch.ts'
import { createBulkMail } from '../activities/imports/email-batch.ts'
import { createReadImport } from '../activities/imports/parse-file.ts'
import type {
  BulkMailActivities,
  ImportRecordActivities,
  ImportWorkActivities,
} from '../activities/imports/types.ts'
import { createMessageActivities } from '../activities/notifications/notifications.ts'
import { createPaymentActivities } from '../activities/payments/payments.ts'
import { createRefundActivities } from '../activities/payments/refunds.ts'
import { createReconciliationActivities } from '../activities/reconciliation/reconcile.ts'
import type { ReconciliationActivities } from '../activities/reconciliation/types.ts'
import { createRecordActivities } from '../activities/invoices/record-events.ts'
import { createRecurringNoticeActivities } from '../activities/notifications/recurring-notices.ts'
import { createRecurringActivities } from '../activities/recurring/recurring.ts'
import type { RecurringActivities } from '../activities/recurring/types.ts'
import type { InvoiceActivities } from '../activities/invoices/types.ts'
import type { EntityManager } from '../db/orm.ts'
import type { LinkKey } from '../domain/payment/payment-link.ts'
import type { Rails } from '../integrations/bank/rails.ts'
import type { Mailer } from '../integrations/email/mailer.ts'
import type { SmsSender } from '../integrations/sms/sms-sender.ts'
import { bulkMailQueue } from '../workflows/import/contract.ts'
import { scrubFailures } from './scrub-failures.ts'

export interface WorkerDeps {
  connection: NativeConnection
  namespace: string
  taskQueue: string
  workflowBundle: { code: string } | { codePath: string }
  em: EntityManager
  rails: Rails
  mailer: Mailer
  sms?: SmsSender
  publicUrl: string
  linkKeys: readonly LinkKey[]
  indexDelayMs?: number
  /** Rows of an import that are issued together. */
  batchRows?: number
  /** How new what became final may be and not be compared with the bank yet, in milliseconds. */
  reconcileGraceMs?: number
}

/** A worker that runs invoices and everything they ask of the outside. */
export async function createInvoiceWorker(deps: WorkerDeps): Promise<Worker> {
  const activities: InvoiceActivities &
    ImportRecordActivities &
    ImportWorkActivities &
    RecurringActivities &
    ReconciliationActivities = {
    ...createRecordActivities(deps),
    ...createPaymentActivities(deps),
    ...createRefundActivities(deps),
    ...createMessageActivities(deps),
    ...createImportRecordActivities(deps),
    ...createReadImport(deps),
    ...createIssueBatch(deps),
    ...createRecurringActivities(deps),
    ...createRecurringNoticeActivities(deps),
    ...createReconciliationActivities(deps),
  }
  return Worker.create({
    connection: deps.connection,
    namespace: deps.namespace,
    taskQueue: deps.taskQueue,
    workflowBundle: deps.workflowBundle,
    activities,
    interceptors: { activity: [(context) => ({ inbound: scrubFailures(context) })] },
    // A history that does not replay would hold its invoice up for good. The log is the truth: the run fails, is tried
    // again as its start says, and begins from the log.
    workflowFailureErrorTypes: { '*': ['NondeterminismError'] },
    maxCachedWorkflows: CACHED_WORKFLOWS,
    shutdownGraceTime: '10 seconds',
  })
}

/**
 * An invoice is idle for days at a time, and its short history is replayed within milliseconds. Kept by the thousand
 * they only fill the heap, and what is collected from it grows with each.
 */
const CACHED_WORKFLOWS = 500

/** Batches a second, over all workers: Postmark states no limit and answers 429 when it is too much. */
const BATCHES_PER_SECOND = 5

/** A worker that sends the mail of imports, batch by batch at the provider's pace. The server keeps count of it. */
export async function createBulkMailWorker(
  deps: WorkerDeps,
  batchesPerSecond = BATCHES_PER_SECOND,
): Promise<Worker> {
  const activities: BulkMailActivities = createBulkMail(deps)
  return Worker.create({
    connection: deps.connection,
    namespace: deps.namespace,
    taskQueue: bulkMailQueue(deps.taskQueue),
    activities,
    maxTaskQueueActivitiesPerSecond: batchesPerSecond,
    maxConcurrentActivityTaskExecutions: 2,
    interceptors: { activity: [(context) => ({ inbound: scrubFailures(context) })] },
    shutdownGraceTime: '10 seconds',
  })
}

import { type NativeConnection, Worker } from '@temporalio/worker'
import { createImportRecordActivities } from '../activities/imports/import-state.ts'
import { createIssueBatch } from '../activities/imports/issue-batch.ts'
import { createBulkMail } from '../activities/imports/email-batch.ts'
import { createParseImport } from '../activities/imports/parse-file.ts'
import type {
  BulkMailActivities,
  ImportRecordActivities,
  ImportWorkActivities,
} from '../activities/imports/types.ts'
import { createMessageActivities } from '../activities/notifications/notifications.ts'
import type { NotificationDeps } from '../activities/notifications/channels.ts'
import { createPaymentActivities } from '../activities/payments/payments.ts'
import { createRefundActivities } from '../activities/payments/refunds.ts'
import { createReconciliationActivities } from '../activities/reconciliation/reconcile.ts'
import type { ReconciliationActivities } from '../activities/reconciliation/types.ts'
import { createRecordActivities } from '../activities/invoices/record-events.ts'
import { createRecurringNoticeActivities } from '../activities/notifications/recurring-notices.ts'
import { createRecurringActivities } from '../activities/recurring/recurring.ts'
import type { RecurringActivities } from '../activities/recurring/types.ts'
import type { InvoiceActivities, PaymentActivities } from '../activities/invoices/types.ts'
import { type Timed, timed } from '../activities/timed.ts'
import type { WebhookActivities } from '../activities/webhooks/types.ts'
import { createWebhookActivities } from '../activities/webhooks/webhooks.ts'
import type { Outage } from '../clients/outage.ts'
import type { ByMode } from '../domain/shared/mode.ts'
import type { Rails } from '../integrations/bank/rails.ts'
import { bulkMailQueue } from '../workflows/import/contract.ts'
import type { WorkflowBundle } from './bundle.ts'
import { deploymentVersion } from './deployment-version.ts'
import { scrubFailures } from './scrub-failures.ts'

export interface WorkerDeps extends NotificationDeps {
  connection: NativeConnection
  namespace: string
  taskQueue: string
  workflowBundle: WorkflowBundle
  database: Pick<Outage, 'noteFailure'>
  rails: ByMode<Rails>
  batchRows?: number
  reconcileGraceMs?: number
}

export async function createInvoiceWorker(deps: WorkerDeps): Promise<Worker> {
  const refunds = createRefundActivities(deps)
  const activities: Omit<InvoiceActivities, keyof PaymentActivities> &
    Timed<PaymentActivities> &
    ImportRecordActivities &
    ImportWorkActivities &
    RecurringActivities &
    ReconciliationActivities &
    WebhookActivities = {
    ...createRecordActivities(deps),
    ...refunds,
    ...timed<PaymentActivities>({
      ...createPaymentActivities(deps),
      checkRefund: (input) => refunds.checkRefund(input),
    }),
    ...createMessageActivities(deps),
    ...createImportRecordActivities(deps),
    ...createParseImport(deps),
    ...createIssueBatch(deps),
    ...createRecurringActivities(deps),
    ...createRecurringNoticeActivities(deps),
    ...createReconciliationActivities(deps),
    ...createWebhookActivities(deps),
  }
  return Worker.create({
    connection: deps.connection,
    namespace: deps.namespace,
    taskQueue: deps.taskQueue,
    workflowBundle: deps.workflowBundle,
    workerDeploymentOptions: versioning(deps),
    activities,
    interceptors: { activity: [(context) => ({ inbound: scrubFailures(context, deps.database) })] },
    // A run whose history does not replay fails instead of waiting: docs/decisions/0003-workflow-retry.md
    workflowFailureErrorTypes: { '*': ['NondeterminismError'] },
    maxCachedWorkflows: CACHED_WORKFLOWS,
    shutdownGraceTime: '10 seconds',
  })
}

const CACHED_WORKFLOWS = 500

const BATCHES_PER_SECOND = 5

/**
 * `batchesPerSecond` applies to all workers together.
 *
 * @see https://typescript.temporal.io/api/interfaces/worker.WorkerOptions
 */
export async function createBulkMailWorker(
  deps: WorkerDeps,
  batchesPerSecond = BATCHES_PER_SECOND,
): Promise<Worker> {
  const activities: BulkMailActivities = createBulkMail(deps)
  return Worker.create({
    connection: deps.connection,
    namespace: deps.namespace,
    taskQueue: bulkMailQueue(deps.taskQueue),
    workerDeploymentOptions: versioning(deps),
    activities,
    maxTaskQueueActivitiesPerSecond: batchesPerSecond,
    maxConcurrentActivityTaskExecutions: 2,
    interceptors: { activity: [(context) => ({ inbound: scrubFailures(context, deps.database) })] },
    shutdownGraceTime: '10 seconds',
  })
}

function versioning({ taskQueue, workflowBundle }: WorkerDeps) {
  return {
    version: deploymentVersion(taskQueue, workflowBundle),
    useWorkerVersioning: true,
    defaultVersioningBehavior: 'AUTO_UPGRADE',
  } as const
}

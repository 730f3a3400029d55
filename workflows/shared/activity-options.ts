import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow'
import type {
  RecurringNoticeActivities,
  RecurringRecordActivities,
} from '../../activities/recurring/types.ts'
import type {
  BulkMailActivities,
  ImportRecordActivities,
  ImportWorkActivities,
} from '../../activities/imports/types.ts'
import type { ReconciliationActivities } from '../../activities/reconciliation/types.ts'
import type {
  MessageActivities,
  PaymentActivities,
  RecordActivities,
  RefundActivities,
} from '../../activities/invoices/types.ts'
import type { Timed } from '../../activities/timed.ts'
import type { WebhookNoticeActivities, WebhookRecordActivities } from '../../activities/webhooks/types.ts'
import { guardReplayResults, hasAnyField } from './replay-guard.ts'

/** Retries have no end, because no decision may be lost. */
export const records = guardReplayResults(
  proxyLocalActivities<RecordActivities>({
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
  }),
  {
    loadInvoice: Array.isArray,
    recordEvents: (result) => result === undefined || result === null || hasAnyField('isBehind')(result),
    reschedule: hasAnyField('events', 'refused'),
    credit: hasAnyField('events', 'refused'),
  },
)

export const payments = guardReplayResults(
  proxyLocalActivities<Timed<PaymentActivities>>({
    startToCloseTimeout: '20 seconds',
    scheduleToCloseTimeout: '25 seconds',
    retry: { initialInterval: '300 milliseconds', maximumAttempts: 3 },
  }),
  {
    startPayment: hasAnyField('outcome'),
    checkPayment: hasAnyField('attemptId'),
    readPayment: hasAnyField('attemptId'),
    checkRefund: hasAnyField('refundId'),
  },
)

/** Retries have no end, because no message or refund may be lost. */
export const messages = proxyActivities<MessageActivities & RefundActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '15 minutes' },
})

export const importRecords = guardReplayResults(
  proxyLocalActivities<ImportRecordActivities>({
    startToCloseTimeout: '60 seconds',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
  }),
  {
    loadImport: hasAnyField('openBatches'),
    commandImport: hasAnyField('snapshot'),
    yieldToInteractive: (result) => typeof result === 'boolean',
    completeImport: hasAnyField('openBatches'),
  },
)

export const importWork = proxyActivities<ImportWorkActivities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
})

export function bulkMail(taskQueue: string) {
  return proxyActivities<BulkMailActivities>({
    taskQueue,
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '20 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '15 minutes' },
  })
}

const RECURRING_RECORDS = {
  startToCloseTimeout: '10 seconds',
  retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
} as const

export const recurringRecordsBetweenTasks = proxyActivities<RecurringRecordActivities>(RECURRING_RECORDS)

export const recurringRecords = guardReplayResults(
  proxyLocalActivities<RecurringRecordActivities>(RECURRING_RECORDS),
  {
    loadRecurring: hasAnyField('timetable'),
    commandRecurring: hasAnyField('state'),
    issueOccurrence: hasAnyField('state'),
  },
)

export const recurringNotices = proxyActivities<RecurringNoticeActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '15 minutes' },
})

export const webhookRecords = guardReplayResults(
  proxyLocalActivities<WebhookRecordActivities>({
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
  }),
  { makeDeliveryDue: (result) => typeof result === 'object' && result !== null },
)

export const webhookNotices = proxyActivities<WebhookNoticeActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '15 minutes' },
})

/** @param timeoutMs milliseconds for all attempts */
export function reconciliation(timeoutMs: number) {
  return proxyActivities<ReconciliationActivities>({
    startToCloseTimeout: '1 hour',
    scheduleToCloseTimeout: timeoutMs,
    heartbeatTimeout: '1 minute',
    retry: {
      initialInterval: '1 second',
      maximumInterval: '15 minutes',
      nonRetryableErrorTypes: ['UnknownToRailError'],
    },
  })
}

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
import { guardReplayResults, hasAnyField } from './replay-guard.ts'

/** Short database writes. Retried until the database is back: nothing decided is ever given up. */
export const records = guardReplayResults(
  proxyLocalActivities<RecordActivities>({
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
  }),
  {
    openInvoice: Array.isArray,
    recordEvents: (result) => result === undefined || result === null || hasAnyField('missed')(result),
    reschedule: hasAnyField('events', 'refused'),
  },
)

/** Calls a payer waits for: three quick tries, then they are told. What became of it is checked later. */
export const payments = guardReplayResults(
  proxyLocalActivities<PaymentActivities>({
    // One try may take a token, a list of banks, a cancellation and the payment, of five seconds each.
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

/** E-mail, and refunds at a rail: retried for as long as the invoice lives. */
export const messages = proxyActivities<MessageActivities & RefundActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '15 minutes' },
})

/** Short writes of an import's row. */
export const importRecords = guardReplayResults(
  proxyLocalActivities<ImportRecordActivities>({
    startToCloseTimeout: '60 seconds',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
  }),
  {
    openImport: hasAnyField('openBatches'),
    commandImport: hasAnyField('status', 'refused'),
    yieldToInteractive: (result) => typeof result === 'boolean',
    completeImport: hasAnyField('openBatches'),
  },
)

/** Reading a file, and issuing a batch of it: a try that dies is begun again. */
export const importWork = proxyActivities<ImportWorkActivities>({
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '30 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
})

/** Mail in bulk goes through a queue of its own, which has the provider's pace. */
export function bulkMail(taskQueue: string) {
  return proxyActivities<BulkMailActivities>({
    taskQueue,
    startToCloseTimeout: '5 minutes',
    heartbeatTimeout: '20 seconds',
    retry: { initialInterval: '1 second', maximumInterval: '15 minutes' },
  })
}

/** Short writes of a recurring invoice's rows. */
export const recurringRecords = guardReplayResults(
  proxyLocalActivities<RecurringRecordActivities>({
    startToCloseTimeout: '10 seconds',
    retry: { initialInterval: '100 milliseconds', maximumInterval: '30 seconds' },
  }),
  {
    openRecurring: hasAnyField('timetable'),
    tellRecurring: hasAnyField('state'),
    issueOccurrence: hasAnyField('state'),
  },
)

/** E-mail to its merchant. */
export const recurringNotices = proxyActivities<RecurringNoticeActivities>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1 second', maximumInterval: '15 minutes' },
})

/**
 * Reading an account at a rail may take minutes, and the rail may be away for hours. One that the rail does not know
 * will not be there a minute later either.
 *
 * @param patienceMs after that the account is left to the next run
 */
export function reconciliation(patienceMs: number) {
  return proxyActivities<ReconciliationActivities>({
    startToCloseTimeout: '1 hour',
    scheduleToCloseTimeout: patienceMs,
    heartbeatTimeout: '1 minute',
    retry: {
      initialInterval: '1 second',
      maximumInterval: '15 minutes',
      nonRetryableErrorTypes: ['UnknownToRailError'],
    },
  })
}

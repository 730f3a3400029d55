import { type Client, WithStartWorkflowOperation, WorkflowUpdateFailedError } from '@temporalio/client'
import * as contract from '../workflows/invoice/contract.ts'
import type { recurringWorkflow } from '../workflows/recurring/workflow.ts'
import { callWithRetry } from './call-with-retry.ts'

/** Who a plan belongs to: what a run needs to be found by, should it have to be started. */
export interface RecurringRef {
  id: string
  merchantId: string
}

/** A recurring invoice's workflow, as the api sees it. */
export interface RecurringClient {
  /**
   * What the merchant asks. The same command a second time is done once.
   * @throws TemporalUnavailableError: it may have been done; ask again with the same command id
   */
  request(plan: RecurringRef, update: contract.RecurringUpdate): Promise<contract.RecurringUpdateResult>
  /**
   * Has the workflow read its log, and starts it if there is none.
   * @throws TemporalUnavailableError
   */
  reload(plan: RecurringRef): Promise<void>
}

/** Beside what the workflow itself waits for what follows. */
const REQUEST_WAIT_MS = contract.SETTLE_WAIT_MS + 30_000
const SIGNAL_WAIT_MS = 5_000

export function createRecurringClient(client: Client, taskQueue: string): RecurringClient {
  const runOptions = (plan: RecurringRef) => ({
    workflowId: contract.recurringWorkflowId(plan.id),
    taskQueue,
    args: [{ recurringId: plan.id }] as [contract.RecurringWorkflowInput],
    typedSearchAttributes: [{ key: contract.merchantIdAttribute, value: plan.merchantId }],
    retry: contract.WORKFLOW_RETRY,
    priority: { priorityKey: 1, fairnessKey: plan.merchantId },
    staticSummary: 'recurring invoice',
  })

  return {
    async request(plan, update) {
      const deadline = Date.now() + REQUEST_WAIT_MS
      const startWorkflowOperation = () =>
        new WithStartWorkflowOperation<typeof recurringWorkflow>('recurringWorkflow', {
          ...runOptions(plan),
          workflowIdConflictPolicy: 'USE_EXISTING',
        })
      try {
        return await callWithRetry(deadline, () =>
          client.withDeadline(deadline, () =>
            client.workflow.executeUpdateWithStart<
              typeof recurringWorkflow,
              contract.RecurringUpdateResult,
              [contract.RecurringUpdate]
            >(contract.recurringUpdates[update.type], {
              startWorkflowOperation: startWorkflowOperation(),
              args: [update],
            }),
          ),
        )
      } catch (error) {
        const refused =
          error instanceof WorkflowUpdateFailedError ? contract.recurringRefusalOf(error.cause) : undefined
        if (refused) return { outcome: 'refused', refused }
        throw error
      }
    },

    async reload(plan) {
      const deadline = Date.now() + SIGNAL_WAIT_MS
      await callWithRetry(deadline, () =>
        client.withDeadline(deadline, () =>
          client.workflow.signalWithStart<typeof recurringWorkflow>('recurringWorkflow', {
            ...runOptions(plan),
            signal: contract.reloadRecurringSignal.name,
            signalArgs: [],
          }),
        ),
      )
    },
  }
}

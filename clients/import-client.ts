import { type Client, WithStartWorkflowOperation } from '@temporalio/client'
import * as contract from '../workflows/invoice/contract.ts'
import type { importWorkflow } from '../workflows/import/workflow.ts'
import { callWithRetry } from './call-with-retry.ts'

/** Who an import belongs to: what its workflow needs to be found by, should it have to be started. */
export interface ImportRef {
  id: string
  merchantId: string
}

/** An import's workflow, as the api sees it. */
export interface ImportClient {
  /**
   * Starts the workflow, or has one that is at work read its row again.
   * @throws TemporalUnavailableError: the import stays as it is, and the sweep starts it later
   */
  reload(subject: ImportRef): Promise<void>
  /** @throws TemporalUnavailableError: it may have been done; asking again is refused then */
  command(subject: ImportRef, command: contract.MerchantImportCommand): Promise<contract.ImportCommandResult>
}

const COMMAND_WAIT_MS = 60_000
const SIGNAL_WAIT_MS = 5_000

export function createImportClient(client: Client, taskQueue: string): ImportClient {
  return {
    async reload(subject) {
      const deadline = Date.now() + SIGNAL_WAIT_MS
      await callWithRetry(deadline, () =>
        client.withDeadline(deadline, () =>
          client.workflow.signalWithStart<typeof importWorkflow>('importWorkflow', {
            ...runOptions(subject),
            signal: contract.reloadImportSignal.name,
            signalArgs: [],
          }),
        ),
      )
    },

    async command(subject, command) {
      const deadline = Date.now() + COMMAND_WAIT_MS
      return callWithRetry(deadline, () =>
        client.withDeadline(deadline, () =>
          client.workflow.executeUpdateWithStart<
            typeof importWorkflow,
            contract.ImportCommandResult,
            [contract.MerchantImportCommand]
          >(contract.importUpdates[command.type], {
            startWorkflowOperation: new WithStartWorkflowOperation<typeof importWorkflow>('importWorkflow', {
              ...runOptions(subject),
              workflowIdConflictPolicy: 'USE_EXISTING',
            }),
            args: [command],
          }),
        ),
      )
    },
  }

  function runOptions({ id, merchantId }: ImportRef) {
    return {
      workflowId: contract.importWorkflowId(id),
      taskQueue,
      args: [{ importId: id }] as [contract.ImportWorkflowInput],
      typedSearchAttributes: [{ key: contract.merchantIdAttribute, value: merchantId }],
      retry: contract.WORKFLOW_RETRY,
      priority: { priorityKey: 2, fairnessKey: merchantId },
      staticSummary: 'import',
    }
  }
}

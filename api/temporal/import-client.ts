import { type Client, WithStartWorkflowOperation } from '@temporalio/client'
import * as contract from '../../workflows/invoice/contract.ts'
import { answered } from './call-with-retry.ts'

/** Who an import belongs to: what its workflow needs to be found by, should it have to be started. */
export interface ImportRef {
  id: string
  merchantId: string
}

/** An import's workflow, as the api sees it. */
export interface Importer {
  /**
   * Starts the workflow, or has one that is at work read its row again.
   * @throws TemporalUnavailableError: the import stays as it is, and the sweep starts it later
   */
  wake(subject: ImportRef): Promise<void>
  /** @throws TemporalUnavailableError: it may have been done; asking again is refused then */
  command(subject: ImportRef, command: contract.AskedImportCommand): Promise<contract.ImportCommandResult>
}

const COMMAND_WAIT_MS = 60_000
const SIGNAL_WAIT_MS = 5_000

export function createImporter(client: Client, taskQueue: string): Importer {
  return {
    async wake(subject) {
      const deadline = Date.now() + SIGNAL_WAIT_MS
      await answered(deadline, () =>
        client.withDeadline(deadline, () =>
          client.workflow.signalWithStart<contract.ImportWorkflow>(contract.IMPORT_WORKFLOW_TYPE, {
            ...runOptions(subject),
            signal: contract.importWakeSignal.name,
            signalArgs: [],
          }),
        ),
      )
    },

    async command(subject, command) {
      const deadline = Date.now() + COMMAND_WAIT_MS
      return answered(deadline, () =>
        client.withDeadline(deadline, () =>
          client.workflow.executeUpdateWithStart<
            contract.ImportWorkflow,
            contract.ImportCommandResult,
            [contract.AskedImportCommand]
          >(contract.importUpdates[command.type], {
            startWorkflowOperation: new WithStartWorkflowOperation<contract.ImportWorkflow>(
              contract.IMPORT_WORKFLOW_TYPE,
              { ...runOptions(subject), workflowIdConflictPolicy: 'USE_EXISTING' },
            ),
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
      retry: contract.RUN_AGAIN,
      priority: { priorityKey: 2, fairnessKey: merchantId },
      staticSummary: 'import',
    }
  }
}

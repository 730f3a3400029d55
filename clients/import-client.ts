import * as contract from '../workflows/import/contract.ts'
import type { importWorkflow } from '../workflows/import/workflow.ts'
import { createWorkflowClient, type TemporalAccess, type WorkflowRef } from './workflow-client.ts'

export interface ImportClient {
  reload(ref: WorkflowRef): Promise<void>
  /**
   * A retry must have the same `commandId`, because the command may have been executed.
   *
   * @throws TemporalUnavailableError
   */
  command(ref: WorkflowRef, command: contract.MerchantImportCommand): Promise<contract.ImportCommandResult>
}

const COMMAND_WAIT_MS = 60_000

export function createImportClient(temporal: TemporalAccess): ImportClient {
  const workflows = createWorkflowClient<typeof importWorkflow>(temporal, {
    type: 'importWorkflow',
    workflowId: contract.importWorkflowId,
    input: (importId): contract.ImportWorkflowInput => ({ importId }),
    priorityKey: 2,
    summary: 'import',
  })
  return {
    reload: (ref) => workflows.signal(ref, contract.reloadImportSignal, []),
    command: (ref, command) =>
      workflows.update(ref, contract.importUpdates[command.type], [command], COMMAND_WAIT_MS),
  }
}

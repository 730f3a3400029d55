import type { RecurringRefusal } from '../domain/recurring/index.ts'
import * as contract from '../workflows/recurring/contract.ts'
import type { recurringWorkflow } from '../workflows/recurring/workflow.ts'
import { createWorkflowClient, type TemporalAccess, type WorkflowRef } from './workflow-client.ts'

export interface RecurringClient {
  /**
   * A retry must have the same `commandId`, because the command may have been executed.
   *
   * @throws TemporalUnavailableError
   */
  command(
    recurring: WorkflowRef,
    command: contract.RecurringUpdate,
    knownEvents: number,
  ): Promise<contract.RecurringUpdateResult>
  reload(recurring: WorkflowRef): Promise<void>
}

const COMMAND_WAIT_MS = contract.SETTLE_WAIT_MS + 30_000

export function createRecurringClient(temporal: TemporalAccess): RecurringClient {
  const workflows = createWorkflowClient<typeof recurringWorkflow, RecurringRefusal>(temporal, {
    type: 'recurringWorkflow',
    workflowId: contract.recurringWorkflowId,
    input: (recurringId): contract.RecurringWorkflowInput => ({ recurringId }),
    priorityKey: 1,
    summary: 'recurring invoice',
    refusalOf: contract.recurringRefusalOf,
  })
  return {
    command: (recurring, command, knownEvents) => {
      const update = contract.recurringUpdates[command.type]
      return workflows.command(recurring, update, [command, knownEvents], COMMAND_WAIT_MS)
    },
    reload: (recurring) => workflows.signal(recurring, contract.reloadRecurringSignal, []),
  }
}

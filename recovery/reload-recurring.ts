import type { WorkflowRef } from '../clients/workflow-client.ts'
import { ago, type DueRows } from '../db/claims.ts'
import { RELOAD_PAUSE, type RecoveryJob } from './deps.ts'
import { clearPendingMark, reloadWorkflows } from './reload-workflows.ts'

/** Starts the workflows of recurring invoices that have none, do not answer, or are late. */
export const reloadRecurring: RecoveryJob = {
  name: 'reload_recurring',
  due: lateRecurring,
  async run(deps, graceMs) {
    await reloadWorkflows<WorkflowRef & { commandPendingSince: string | null }>(
      deps,
      this.name,
      lateRecurring(graceMs),
      async (recurring, em) => {
        const { id, commandPendingSince } = recurring
        await deps.recurring.reload(recurring)
        if (commandPendingSince) await clearPendingMark(em, 'recurring_invoice', id, commandPendingSince)
      },
      ', t.command_pending_since as "commandPendingSince"',
    )
  },
}

function lateRecurring(graceMs: number): DueRows {
  return {
    table: 'recurring_invoice',
    where: `(command_pending_since <= ${ago(graceMs)} or next_at <= ${ago(graceMs)})
      and (last_reloaded_at is null or last_reloaded_at <= ${ago(RELOAD_PAUSE * graceMs)})`,
    orderBy: 'last_reloaded_at nulls first',
    claimColumn: 'last_reloaded_at',
  }
}

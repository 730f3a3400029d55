import type { WorkflowRef } from '../clients/workflow-client.ts'
import { ago, type DueRows } from '../db/claims.ts'
import { RELOAD_PAUSE, type RecoveryJob } from './deps.ts'
import { clearPendingMark, createReloadJob } from './reload-workflows.ts'

/** Starts the workflows of recurring invoices that have none, do not answer, or are late. */
export const reloadRecurring: RecoveryJob = createReloadJob<
  WorkflowRef & { commandPendingSince: string | null }
>({
  name: 'reload_recurring',
  due: lateRecurring,
  columns: ', t.command_pending_since as "commandPendingSince"',
  async reload({ recurring }, row, em) {
    await recurring.reload(row)
    const { id, commandPendingSince } = row
    if (commandPendingSince) await clearPendingMark(em, 'recurring_invoice', id, commandPendingSince)
  },
})

function lateRecurring(graceMs: number): DueRows {
  return {
    table: 'recurring_invoice',
    where: `(command_pending_since <= ${ago(graceMs)} or next_at <= ${ago(graceMs)})
      and (last_reloaded_at is null or last_reloaded_at <= ${ago(RELOAD_PAUSE * graceMs)})`,
    orderBy: 'last_reloaded_at nulls first',
    claimColumn: 'last_reloaded_at',
  }
}

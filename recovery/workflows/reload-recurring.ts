import { ago, type DueRows } from '../../db/claims.ts'
import { RELOAD_PAUSE, type RecoveryJob } from '../deps.ts'
import { createReloadJob } from './reload-workflows.ts'

export const reloadRecurring: RecoveryJob = createReloadJob({
  name: 'reload_recurring',
  due: lateRecurring,
  reload: ({ recurring }, row) => recurring.reload(row),
})

function lateRecurring(graceMs: number): DueRows {
  return {
    table: 'recurring_invoice',
    where: `next_at <= ${ago(graceMs)}
      and (last_reloaded_at is null or last_reloaded_at <= ${ago(RELOAD_PAUSE * graceMs)})`,
    orderBy: 'last_reloaded_at nulls first',
    claimColumn: 'last_reloaded_at',
  }
}

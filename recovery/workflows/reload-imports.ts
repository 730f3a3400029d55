import { ago, type DueRows } from '../../db/claims.ts'
import { RELOAD_PAUSE, type RecoveryJob } from '../deps.ts'
import { createReloadJob } from './reload-workflows.ts'

export const reloadImports: RecoveryJob = createReloadJob({
  name: 'reload_imports',
  due: stalledImports,
  reload: ({ imports }, row) => imports.reload(row),
})

export const reloadCancelledImports: RecoveryJob = createReloadJob({
  name: 'reload_cancelled_imports',
  due: cancelledImports,
  reload: ({ imports }, row) => imports.reload(row),
})

function stalledImports(graceMs: number): DueRows {
  return {
    table: 'import',
    where: `status in ('parsing', 'issuing') and ((started_at is null and updated_at <= ${ago(graceMs)})
      or updated_at <= ${ago(RELOAD_PAUSE * graceMs)})`,
    orderBy: 'updated_at',
    claimColumn: 'updated_at',
  }
}

function cancelledImports(graceMs: number): DueRows {
  return {
    table: 'import',
    where: `status = 'cancelled' and updated_at <= ${ago(RELOAD_PAUSE * graceMs)}
      and id in (select import_id from import_batch where done_at is null and issued_at is not null)`,
    orderBy: 'updated_at',
    claimColumn: 'updated_at',
  }
}

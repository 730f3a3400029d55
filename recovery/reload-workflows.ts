import type { WorkflowRef } from '../clients/workflow-client.ts'
import { type Claimed, claimRows, type DueRows, releaseRow } from '../db/claims.ts'
import type { EntityManager } from '../db/orm.ts'
import { BATCH_ROWS, type RecoveryDeps } from './deps.ts'
import { forEachRow } from './for-each-row.ts'

/**
 * Claims due rows and reloads the workflows. A reload fails only while Temporal is unavailable. A failed row
 * is released for the next round.
 */
export async function reloadWorkflows<T extends WorkflowRef = WorkflowRef>(
  deps: RecoveryDeps,
  job: string,
  due: DueRows,
  reload: (row: Claimed<T>, em: EntityManager) => Promise<void>,
  columns = '',
): Promise<void> {
  const rows = await claimRows<T>(
    deps.em.fork(),
    due,
    `t.id, t.merchant_id as "merchantId"${columns}`,
    BATCH_ROWS,
  )
  const recover = async (row: Claimed<T>, em: EntityManager) => {
    try {
      await reload(row, em)
    } catch (error) {
      await releaseRow(em, due, row)
      throw error
    }
  }
  await forEachRow(deps, job, rows, ({ id }) => ({ id }), recover)
}

/**
 * Clears the mark of a pending command, unless a newer command has replaced the mark.
 *
 * @param since the mark as the database's text
 */
export async function clearPendingMark(
  em: EntityManager,
  table: 'invoice' | 'recurring_invoice',
  id: string,
  since: string,
): Promise<void> {
  await em.execute(
    `update ${table} set command_pending_since = null where id = ? and command_pending_since = ?::timestamptz`,
    [id, since],
  )
}

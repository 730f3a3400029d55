import type { WorkflowRef } from '../../clients/workflow-client.ts'
import { ago, type DueRows } from '../../db/claims.ts'
import type { PendingCommandRow } from '../../db/entities/index.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { RecoveryDeps, RecoveryJob } from '../deps.ts'
import { createReloadJob } from './reload-workflows.ts'

type PendingRow = WorkflowRef & Pick<PendingCommandRow, 'workflow' | 'subjectId'>

export const reloadAfterCommands: RecoveryJob = createReloadJob<PendingRow>({
  name: 'reload_after_commands',
  due: unansweredCommands,
  columns: ['t.workflow', 't.subject_id as "subjectId"'],
  async reload(deps, { workflow, subjectId, merchantId, claimedAt }, em) {
    await clientOf(deps, workflow).reload({ id: subjectId, merchantId })
    await removeOlder(em, subjectId, claimedAt)
  },
})

function clientOf(
  { invoices, recurring, imports }: RecoveryDeps,
  workflow: PendingRow['workflow'],
): { reload(ref: WorkflowRef): Promise<void> } {
  switch (workflow) {
    case 'invoice':
      return invoices
    case 'recurring_invoice':
      return recurring
    case 'import':
      return imports
  }
}

/** Keeps a command that no sweep claimed before the reload. */
async function removeOlder(em: EntityManager, subjectId: string, claimedAt: string): Promise<void> {
  await em.execute(`delete from pending_command where subject_id = ? and claimed_at <= ?::timestamptz`, [
    subjectId,
    claimedAt,
  ])
}

/** Nine grace periods must exceed the longest wait of a request for an answer. */
function unansweredCommands(graceMs: number): DueRows {
  const isOver = `(not is_waiting or sent_at <= ${ago(9 * graceMs)})`
  return {
    table: 'pending_command',
    where: `${isOver} and (claimed_at is null or claimed_at <= ${ago(9 * graceMs)})`,
    orderBy: 'sent_at',
    claimColumn: 'claimed_at',
  }
}

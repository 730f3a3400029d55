import type { PendingCommandRow } from './entities/index.ts'
import type { EntityManager } from './orm.ts'
import { executePrepared } from './prepared.ts'

export interface CommandSubject {
  workflow: PendingCommandRow['workflow']
  id: string
  merchantId: string
}

/** Each recorded decision of the workflow must increase the selected number. */
const PROGRESS = {
  invoice: 'select decision_count from invoice',
  recurring_invoice: 'select last_seq from recurring_invoice',
  import: 'select revision from import',
} as const satisfies Record<CommandSubject['workflow'], string>

/** The call must precede the send, so that a crash leaves the row. */
export async function savePending(
  em: EntityManager,
  id: string,
  { workflow, id: subjectId, merchantId }: CommandSubject,
): Promise<number> {
  const [row] = await executePrepared<{ progress: number | null }>(
    em,
    `insert into pending_command (id, workflow, subject_id, merchant_id) values (?, ?, ?, ?)
     returning (${PROGRESS[workflow]} s where s.id = subject_id) as progress`,
    [id, workflow, subjectId, merchantId],
  )
  return row?.progress ?? 0
}

export async function removePending(em: EntityManager, id: string): Promise<void> {
  await executePrepared(em, 'delete from pending_command where id = ?', [id])
}

export async function markUnanswered(em: EntityManager, id: string): Promise<void> {
  await executePrepared(em, 'update pending_command set is_waiting = false where id = ?', [id])
}

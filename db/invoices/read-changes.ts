import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

/** A mark changes with each recorded event, and when a command begins or ends. */
export async function readChangeMarks(
  em: EntityManager,
  invoiceIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await executePrepared<{ id: string; mark: string }>(
    em,
    `select i.id, concat_ws(' ', i.last_seq, (select max(c.id) from pending_command c
        where c.workflow = 'invoice' and c.subject_id = i.id and c.is_waiting)) as mark
     from invoice i where i.id = any(?::text[])`,
    [invoiceIds],
  )
  return new Map(rows.map(({ id, mark }) => [id, mark]))
}

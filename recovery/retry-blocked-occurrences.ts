import type { WorkflowRef } from '../clients/workflow-client.ts'
import { ago, claimRows, type DueRows } from '../db/claims.ts'
import { newId } from '../db/ids.ts'
import { loadRecurring } from '../db/recurring/event-store.ts'
import { occurrencesToRetry } from '../domain/recurring/index.ts'
import { BATCH_ROWS, type RecoveryJob } from './deps.ts'
import { forEachRow } from './for-each-row.ts'

export const retryBlockedOccurrences: RecoveryJob = {
  name: 'retry_blocked_occurrences',
  due: blockedRecurring,
  async run(deps, graceMs) {
    const columns = 't.id, t.merchant_id as "merchantId"'
    const rows = await claimRows<WorkflowRef>(deps.em.fork(), blockedRecurring(graceMs), columns, BATCH_ROWS)
    const idsOf = ({ id }: WorkflowRef) => ({ recurring: id })
    await forEachRow(deps, this.name, rows, idsOf, async (ref, em) => {
      const state = await loadRecurring(em, ref.id)
      const numbers = occurrencesToRetry(state, Date.now() + state.testClockOffsetMs)
      for (const number of numbers) {
        const retry = { type: 'retry', commandId: newId('cmd'), actor: { type: 'system' }, number } as const
        await deps.recurring.command(ref, retry, state.seq)
      }
      if (numbers.length === 0)
        await em.execute('update recurring_invoice set blocked_at = null where id = ?', [ref.id])
    })
  },
}

function blockedRecurring(graceMs: number): DueRows {
  return {
    table: 'recurring_invoice',
    where: `blocked_at <= ${ago(graceMs)} and cardinality(missing_for_live(merchant_id)) = 0`,
    orderBy: 'blocked_at',
    claimColumn: 'blocked_at',
  }
}

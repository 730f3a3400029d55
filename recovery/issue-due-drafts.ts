import { issueInvoice } from '../clients/issue-invoice.ts'
import type { WorkflowRef } from '../clients/workflow-client.ts'
import { ago, claimRows, type DueRows } from '../db/claims.ts'
import { MAY_ISSUE } from '../db/trust/live-standing.ts'
import { BATCH_ROWS, type RecoveryJob } from './deps.ts'
import { forEachRow } from './for-each-row.ts'

export const issueDueDrafts: RecoveryJob = {
  name: 'issue_due_drafts',
  due: dueDrafts,
  async run(deps, graceMs) {
    const columns = 't.id, t.merchant_id as "merchantId"'
    const drafts = await claimRows<WorkflowRef>(deps.em.fork(), dueDrafts(graceMs), columns, BATCH_ROWS)
    const idsOf = ({ id }: WorkflowRef) => ({ invoice: id })
    await forEachRow(deps, this.name, drafts, idsOf, async (draft, em) => {
      const refused = await issueInvoice(em, deps.invoices, draft)
      if (refused) deps.log.info({ invoice: draft.id, refused }, 'recovery.draft_waits')
      else deps.log.debug({ invoice: draft.id }, 'recovery.draft_issued')
    })
  },
}

/** The grace period excludes drafts that a request may be issuing. */
function dueDrafts(graceMs: number): DueRows {
  return {
    table: 'invoice',
    where: `status = 'draft' and send_at <= now() and updated_at <= ${ago(graceMs)} and ${MAY_ISSUE}`,
    orderBy: 'updated_at',
    // A claim must move a failing draft behind the other drafts.
    claimColumn: 'updated_at',
  }
}

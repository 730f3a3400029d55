import { startIssued } from '../../clients/issue-invoice.ts'
import { ago, type DueRows } from '../../db/claims.ts'
import { type RecoveryJob, RELOAD_PAUSE } from '../deps.ts'
import { createReloadJob } from './reload-workflows.ts'

export const startIssuedInvoices: RecoveryJob = createReloadJob({
  name: 'start_issued_invoices',
  due: pendingStarts,
  reload: ({ invoices }, invoice, em) => startIssued(em, invoices, invoice),
})

/** The grace period excludes invoices that a request may be starting. */
function pendingStarts(graceMs: number): DueRows {
  return {
    table: 'pending_start',
    where: `issued_at <= ${ago(graceMs)} and (claimed_at is null or claimed_at <= ${ago(RELOAD_PAUSE * graceMs)})`,
    orderBy: 'issued_at',
    claimColumn: 'claimed_at',
  }
}

import { ago, type DueRows } from '../db/claims.ts'
import type { RecoveryJob } from './deps.ts'
import { clearPendingMark, createReloadJob } from './reload-workflows.ts'

/** Reloads invoices with an unanswered command. The log may already hold the result of the command. */
export const reloadInvoices: RecoveryJob = createReloadJob({
  name: 'reload_invoices',
  due: pendingInvoices,
  async reload({ invoices }, invoice, em) {
    await invoices.reload(invoice)
    await clearPendingMark(em, 'invoice', invoice.id, invoice.claimedAt)
  },
})

/**
 * Describes the invoices to reload. No request waits longer than nine grace periods (90 seconds) for an
 * answer.
 */
function pendingInvoices(graceMs: number): DueRows {
  return {
    table: 'invoice',
    where: `command_pending_since <= ${ago(9 * graceMs)}`,
    orderBy: 'command_pending_since',
    claimColumn: 'command_pending_since',
  }
}

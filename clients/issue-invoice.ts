import type { IssueRefusal } from '../domain/merchant/trust.ts'
import { issueDraft } from '../db/invoices/issue/issue-draft.ts'
import type { EntityManager } from '../db/orm.ts'
import { removePendingStart } from '../db/pending-starts.ts'
import type { InvoiceClient } from './invoice-client.ts'
import type { WorkflowRef } from './workflow-client.ts'

/**
 * @returns the reason if the draft must not be issued
 * @throws TemporalUnavailableError after the issue; the sweep then starts the workflow
 */
export async function issueInvoice(
  em: EntityManager,
  invoices: Pick<InvoiceClient, 'start'>,
  invoice: WorkflowRef,
): Promise<IssueRefusal | undefined> {
  const { isNew, refused } = await issueDraft(em, invoice.id)
  if (isNew) await startIssued(em, invoices, invoice)
  return refused
}

/** @throws TemporalUnavailableError */
export async function startIssued(
  em: EntityManager,
  invoices: Pick<InvoiceClient, 'start'>,
  invoice: WorkflowRef,
): Promise<void> {
  await invoices.start(invoice)
  await removePendingStart(em, invoice.id)
}

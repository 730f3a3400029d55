import * as wf from '@temporalio/workflow'
import type { ReconciliationResult, Untold } from '../activities/reconciliation-types.ts'
import { reconciliation } from './activities.ts'
import { bankReportSignal, invoiceWorkflowId, refundReportSignal } from './contract.ts'
import { isFailure } from './open-invoice.ts'
import type { ReconciliationInput } from './reconciliation-contract.ts'
import { startInvoice } from './start-invoice.ts'

const SETTLE_MS = 60_000
/** A single invoice's update stands before it, an import behind it. */
const PRIORITY = 3

/**
 * Compares every account with the logs, once. What the bank has as final and an invoice does not know is told to the
 * invoice, and the account looked at again; whatever differs then is for people.
 */
export async function reconciliationWorkflow({
  settleMs = SETTLE_MS,
}: ReconciliationInput): Promise<ReconciliationResult[]> {
  const until = new Date(Date.now()).toISOString()
  const results: ReconciliationResult[] = []
  for (const account of await reconciliation.listAccounts()) {
    wf.setCurrentDetails(describe(results, `${account.rail} ${account.currency}`))
    let result = await reconciliation.reconcile({ ...account, until })
    if (result.untold.length > 0) {
      for (const untold of result.untold) await tell(untold)
      await wf.sleep(settleMs, { summary: 'invoices take in what they were told' })
      result = await reconciliation.reconcile({ ...account, until })
    }
    results.push(result)
  }
  wf.setCurrentDetails(describe(results))
  return results
}

/** Its workflow may have ended: then it is started again, from its log. */
async function tell({ invoiceId, merchantId, ...news }: Untold): Promise<void> {
  const begin = { invoiceId, begin: 'resume' as const, merchantId, priorityKey: PRIORITY }
  const handle = wf.getExternalWorkflowHandle(invoiceWorkflowId(invoiceId))
  const signal = () =>
    'payment' in news
      ? handle.signal(bankReportSignal, news.payment)
      : handle.signal(refundReportSignal, news.refund)
  try {
    await signal()
  } catch (error) {
    if (!isFailure(error)) throw error
    await startInvoice({ ...begin, summary: 'reconciliation', afterItsEnd: true })
    // One that ends again before the signal comes is told by the next run.
    await signal().catch((again: unknown) => {
      if (!isFailure(again)) throw again
    })
  }
}

/** For operators, in Temporal's UI. */
function describe(results: readonly ReconciliationResult[], at?: string): string {
  const lines = results.map(({ rail, currency, transactions, matched, findings }) => {
    const differences = findings.map(
      ({ kind, subject, invoiceId }) => `  - **${kind}** ${subject}${invoiceId ? ` (${invoiceId})` : ''}`,
    )
    return [
      `- ${rail} ${currency}: ${transactions} transactions, ${matched} matched, **${findings.length}** differ`,
    ]
      .concat(differences)
      .join('\n')
  })
  return [at ? `Comparing **${at}**` : 'Every account is compared with the logs', ...lines].join('\n')
}

import * as wf from '@temporalio/workflow'
import type { AccountOutcome, MissedReport } from '../../activities/reconciliation/types.ts'
import { reconciliation } from '../shared/activity-options.ts'
import { bankReportSignal, invoiceWorkflowId, refundReportSignal } from '../invoice/contract.ts'
import { isFailure } from '../shared/is-activity-failure.ts'
import type { ReconciliationInput } from './contract.ts'
import { startInvoice } from '../invoice/start-child.ts'

const SETTLE_MS = 60_000
const PATIENCE_MS = 3 * 60 * 60_000
/** So often an account is looked at again while there is more to tell, and an invoice told; the rest is for the next run. */
const MAX_ROUNDS = 10
/** A single invoice's update stands before it, an import behind it. */
const PRIORITY = 3

/**
 * Compares every account with the logs, once. What the bank has as final and an invoice does not know is told to the
 * invoice, and the account looked at again; whatever differs then is for people. All at once, so that one that cannot
 * be read keeps no other waiting.
 */
export async function reconciliationWorkflow({
  recheckDelayMs = SETTLE_MS,
  timeoutMs = PATIENCE_MS,
}: ReconciliationInput): Promise<AccountOutcome[]> {
  const { reconcile } = reconciliation(timeoutMs)
  const until = new Date(Date.now()).toISOString()
  const accounts = await reconciliation(PATIENCE_MS).listAccounts()
  const done: AccountOutcome[] = []
  wf.setCurrentDetails(describe(done, accounts.length))
  return Promise.all(
    accounts.map(async (account) => {
      const outcome = await compareAccount(account)
      done.push(outcome)
      wf.setCurrentDetails(describe(done, accounts.length))
      return outcome
    }),
  )

  async function compareAccount(account: Account): Promise<AccountOutcome> {
    try {
      let found = await reconcile({ ...account, until })
      for (let time = 1; time <= MAX_ROUNDS; time++) {
        const { missed, unread, hasMoreMissed } = found
        if (missed.length + unread.length === 0) break
        for (const news of missed) await reportToInvoice(news)
        await wf.sleep(recheckDelayMs, { summary: 'invoices take in what they were told' })
        found = await reconcile({ ...account, until })
        if (!hasMoreMissed) break
      }
      return found
    } catch (error) {
      if (!isFailure(error)) throw error
      return { ...account, error: wf.rootCause(error) ?? 'unknown' }
    }
  }
}

type Account = Pick<AccountOutcome, 'rail' | 'currency'>

/** Its workflow may have ended: then it is started again, from its log, and hears it before anything else. */
async function reportToInvoice({ invoiceId, merchantId, report }: MissedReport): Promise<void> {
  const { type, ...news } = report
  for (let time = 1; time <= MAX_ROUNDS; time++) {
    try {
      const handle = wf.getExternalWorkflowHandle(invoiceWorkflowId(invoiceId))
      await handle.signal(type === 'bank_report' ? bankReportSignal : refundReportSignal, news)
      return
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    const start = { invoiceId, mode: 'resume', merchantId, priorityKey: PRIORITY } as const
    const summary = 'reconciliation'
    // Not where somebody else was quicker to start it.
    if (await startInvoice({ ...start, initialReport: report, summary, allowRestart: true })) return
  }
}

/** For operators, in Temporal's UI. */
function describe(done: readonly AccountOutcome[], accounts: number): string {
  const heading =
    done.length < accounts
      ? `Comparing: **${done.length} of ${accounts}** accounts are done`
      : 'Every account is compared with the logs, or is said below not to be'
  return [heading, ...done.flatMap(linesOf)].join('\n')
}

function linesOf(outcome: AccountOutcome): string[] {
  const account = `- ${outcome.rail} ${outcome.currency}`
  if ('error' in outcome) return [`${account}: **not compared** (${outcome.error})`]
  const { transactions, matched, differ, findings, notRead, unread } = outcome
  return [
    `${account}: ${transactions} transactions, ${matched} matched, **${differ}** differ`,
    ...findings.map(
      ({ kind, subject, invoiceId }) => `  - **${kind}** ${subject}${invoiceId ? ` (${invoiceId})` : ''}`,
    ),
    ...unread.map(({ subject, reason }) => `  - **not read** ${subject} (${reason})`),
    ...more(differ - findings.length + notRead - unread.length),
  ]
}

function more(count: number): string[] {
  return count > 0 ? [`  - and ${count} more, in the table \`reconciliation_finding\``] : []
}

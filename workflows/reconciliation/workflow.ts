import * as wf from '@temporalio/workflow'
import type { AccountOutcome, MissedReport } from '../../activities/reconciliation/types.ts'
import { reconciliation } from '../shared/activity-options.ts'
import { paymentReportSignal, invoiceWorkflowId, refundReportSignal } from '../invoice/contract.ts'
import { isFailure } from '../shared/is-activity-failure.ts'
import type { ReconciliationInput } from './contract.ts'
import { startInvoice } from '../invoice/start-child.ts'

const RECHECK_DELAY_MS = 60_000
const TIMEOUT_MS = 3 * 60 * 60_000
const MAX_ROUNDS = 10
const PRIORITY = 3

export async function reconciliationWorkflow({
  recheckDelayMs = RECHECK_DELAY_MS,
  timeoutMs = TIMEOUT_MS,
}: ReconciliationInput): Promise<AccountOutcome[]> {
  const { reconcile } = reconciliation(timeoutMs)
  const until = new Date(Date.now()).toISOString()
  const accounts = await reconciliation(TIMEOUT_MS).listAccounts()
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
      for (let round = 1; round <= MAX_ROUNDS; round++) {
        const { missed, unread, hasMoreMissed } = found
        if (missed.length + unread.length === 0) break
        for (const report of missed) await reportToInvoice(report)
        await wf.sleep(recheckDelayMs, { summary: 'invoices apply their reports' })
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

type Account = Pick<AccountOutcome, 'rail' | 'mode' | 'currency'>

async function reportToInvoice({ invoiceId, merchantId, report }: MissedReport): Promise<void> {
  const { type, ...facts } = report
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    try {
      const handle = wf.getExternalWorkflowHandle(invoiceWorkflowId(invoiceId))
      await handle.signal(type === 'payment_report' ? paymentReportSignal : refundReportSignal, facts)
      return
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    const start = { invoiceId, merchantId, priorityKey: PRIORITY }
    const summary = 'reconciliation'
    // Another caller can start the workflow first, so the next round signals that run.
    if (await startInvoice({ ...start, initialReport: report, summary, allowRestart: true })) return
  }
}

function describe(done: readonly AccountOutcome[], accounts: number): string {
  const heading =
    done.length < accounts
      ? `Comparing: **${done.length} of ${accounts}** accounts are done`
      : 'Every account is compared with the logs, unless an error is listed'
  return [heading, ...done.flatMap(linesOf)].join('\n')
}

function linesOf(outcome: AccountOutcome): string[] {
  const account = `- ${outcome.rail} ${outcome.mode} ${outcome.currency}`
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

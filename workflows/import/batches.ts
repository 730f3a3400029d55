import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import * as wf from '@temporalio/workflow'
import type { ImportSnapshot, EmailedBatch } from '../../activities/imports/types.ts'
import { bulkMail, importRecords, importWork } from '../shared/activity-options.ts'
import { invoiceWorkflowId, WORKFLOW_RETRY, reloadSignal } from '../invoice/contract.ts'
import { bulkMailQueue, batchWorkflowId } from './contract.ts'
import { isFailure } from '../shared/is-activity-failure.ts'
import { startInvoice } from '../invoice/start-child.ts'

const BATCHES_AT_ONCE = 2
const STARTS_AT_ONCE = 8
const LOAD_CHECK_EVERY_MS = 1_000

const PRIORITY = { invoice: 4, batch: 5 } as const

interface Issuing {
  importId: string
  snapshot: () => ImportSnapshot
}

export async function issueBatches({ importId, snapshot }: Issuing): Promise<void> {
  const { status: statusAtStart, openBatches } = snapshot()
  const queue = [...openBatches]
  const tally: Tally = { startedAt: Date.now(), batches: queue.length, done: 0, issued: 0 }
  const isWanted = () => snapshot().status === statusAtStart
  await Promise.all(
    Array.from({ length: BATCHES_AT_ONCE }, async () => {
      for (;;) {
        await wf.condition(() => !isWanted() || !snapshot().isPaused)
        const batch = isWanted() ? queue.shift() : undefined
        if (batch === undefined) return
        const result = await runBatch({ importId, batch, merchantId: snapshot().merchantId })
        tally.done += 1
        tally.issued += result.issued
        tally.progress = result.progress
        wf.setCurrentDetails(describeTally(tally, snapshot()))
      }
    }),
  )
}

interface Tally {
  startedAt: number
  batches: number
  done: number
  issued: number
  progress?: EmailedBatch['progress']
}

function describeTally(tally: Tally, snapshot: ImportSnapshot): string {
  const { invoicesToIssue, isPaused } = snapshot
  const { startedAt, batches, done, issued, progress } = tally
  const seconds = Math.max(1, (Date.now() - startedAt) / 1_000)
  const left = isPaused ? '**paused**' : `${Math.ceil(((batches - done) * seconds) / done)} s left`
  const lines = [
    `**${invoicesToIssue}** invoices to issue, ${done} of ${batches} batches done, ${left}`,
    describeRows(snapshot),
    `- issued: ${progress?.issued ?? issued}, ${Math.round(issued / seconds)} a second`,
  ]
  if (progress) {
    const { failed, delivered, undelivered } = progress
    lines.push(
      `- failed after the review: ${failed}`,
      `- delivered so far: ${delivered}, refused by the mail provider: ${undelivered}`,
    )
  }
  return lines.join('\n')
}

export function describeRows({ rows, validRows, invalidRows }: ImportSnapshot): string {
  return `- parsed: ${rows}, validated: ${validRows + invalidRows}, valid: ${validRows}`
}

const RETRY_MS = { first: 2_000, longest: 300_000 }

async function runBatch(input: BatchInput): Promise<BatchResult> {
  const workflowId = batchWorkflowId(input.importId, input.batch)
  for (let waitMs = RETRY_MS.first; ; waitMs = Math.min(2 * waitMs, RETRY_MS.longest)) {
    try {
      return await wf.executeChild(importBatchWorkflow, {
        workflowId,
        args: [input],
        parentClosePolicy: 'ABANDON',
        retry: WORKFLOW_RETRY,
        priority: { priorityKey: PRIORITY.batch, fairnessKey: input.merchantId },
        staticSummary: `batch ${input.batch}`,
      })
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
      await wf.sleep(waitMs, { summary: 'the batch already runs' })
    }
  }
}

interface BatchInput {
  importId: string
  batch: number
  merchantId: string
}

interface BatchResult {
  issued: number
  progress: EmailedBatch['progress']
}

wf.setWorkflowOptions({ versioningBehavior: 'PINNED' }, importBatchWorkflow)

/** Every step must be idempotent, because a failed run begins again. */
export async function importBatchWorkflow({ importId, batch, merchantId }: BatchInput): Promise<BatchResult> {
  wf.setCurrentDetails('Issuing the rows in one transaction')
  const { invoiceIds } = await importWork.issueBatch({ importId, batch })
  wf.setCurrentDetails(`Starting the workflows of **${invoiceIds.length}** invoices`)
  await startInvoices(invoiceIds, merchantId, `import ${importId}`)
  wf.setCurrentDetails(`**${invoiceIds.length}** invoices live; their e-mails go out in one batch`)
  const { failedInvoiceIds, progress } = await bulkMail(
    bulkMailQueue(wf.workflowInfo().taskQueue),
  ).emailBatch({
    importId,
    batch,
  })
  await Promise.all(failedInvoiceIds.map(reload))
  return { issued: invoiceIds.length, progress }
}

async function startInvoices(
  invoiceIds: readonly string[],
  merchantId: string,
  summary: string,
): Promise<void> {
  const queue = [...invoiceIds]
  let isSlow = false
  let now = Date.now()
  let checkedAt = 0
  const checkLoad = async () => {
    checkedAt = now
    isSlow = await importRecords.yieldToInteractive()
  }
  await checkLoad()
  await Promise.all(
    Array.from({ length: STARTS_AT_ONCE }, async (_, index) => {
      const checksLoad = index === 0
      for (;;) {
        if (checksLoad && (isSlow || now - checkedAt >= LOAD_CHECK_EVERY_MS)) await checkLoad()
        await wf.condition(() => checksLoad || !isSlow || queue.length === 0)
        const invoiceId = queue.shift()
        if (!invoiceId) return
        await startInvoice({ invoiceId, merchantId, priorityKey: PRIORITY.invoice, summary })
        // `Date.now()` after a local activity can differ in a replay: docs/decisions/0002-replay-guard.md
        now = Date.now()
      }
    }),
  )
}

async function reload(invoiceId: string): Promise<void> {
  try {
    await wf.getExternalWorkflowHandle(invoiceWorkflowId(invoiceId)).signal(reloadSignal)
  } catch (error) {
    // An ended workflow needs no signal, because the next run reads the log.
    if (!isFailure(error)) throw error
  }
}

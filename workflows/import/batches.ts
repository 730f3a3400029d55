import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import * as wf from '@temporalio/workflow'
import type { ImportSnapshot, EmailedBatch } from '../../activities/imports/types.ts'
import { bulkMail, importRecords, importWork } from '../shared/activity-options.ts'
import { invoiceWorkflowId, WORKFLOW_RETRY, reloadSignal } from '../invoice/contract.ts'
import { bulkMailQueue, batchWorkflowId } from './contract.ts'
import { isFailure } from '../shared/is-activity-failure.ts'
import { startInvoice } from '../invoice/start-child.ts'

/** So many batches are at work at once: enough to keep a worker busy, few enough to leave room for others. */
const BATCHES_AT_ONCE = 2
/** So many invoices of a batch are being started at once; one while somebody is waiting for an answer elsewhere. */
const STARTS_AT_ONCE = 8
/** How often a batch looks whether somebody is, in milliseconds. */
const LOOK_EVERY_MS = 1_000

/**
 * Imports stand behind single invoices, which have 1; among themselves each merchant gets a fair share. A batch stands
 * behind the invoices that it has started: it starts more when those have found their feet, so a worker never has a
 * heap of them before it.
 */
const PRIORITY = { invoice: 4, batch: 5 } as const

interface Issuing {
  importId: string
  status: () => ImportSnapshot
  setDetails: (details: string) => void
}

/** Has the batches issued, a few at a time, until all are done or the import is cancelled. */
export async function issueBatches({ importId, status, setDetails }: Issuing): Promise<void> {
  const { status: begun, openBatches } = status()
  const queue = [...openBatches]
  const tally: Tally = { begunAt: Date.now(), batches: queue.length, done: 0, issued: 0 }
  const isWanted = () => status().status === begun
  await Promise.all(
    Array.from({ length: BATCHES_AT_ONCE }, async () => {
      for (;;) {
        await wf.condition(() => !isWanted() || !status().isPaused)
        const batch = isWanted() ? queue.shift() : undefined
        if (batch === undefined) return
        const result = await runBatch({ importId, batch, merchantId: status().merchantId })
        tally.done += 1
        tally.issued += result.issued
        tally.progress = result.progress
        setDetails(describeTally(tally, status()))
      }
    }),
  )
}

/** What this run has seen done. */
interface Tally {
  begunAt: number
  batches: number
  done: number
  issued: number
  /** Of the whole import. */
  progress?: EmailedBatch['progress']
}

/** For operators, in Temporal's UI. */
function describeTally(tally: Tally, status: ImportSnapshot): string {
  const { rowsToIssue, isPaused } = status
  const { begunAt, batches, done, issued, progress } = tally
  const seconds = Math.max(1, (Date.now() - begunAt) / 1_000)
  const left = isPaused ? '**paused**' : `${Math.ceil(((batches - done) * seconds) / done)} s left`
  const lines = [
    `**${rowsToIssue}** invoices to issue, ${done} of ${batches} batches done, ${left}`,
    describeRows(status),
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

/** Of the file, as it was read. */
export function describeRows({ rows = 0, validRows = 0, invalidRows = 0 }: ImportSnapshot): string {
  return `- staged: ${rows}, validated: ${validRows + invalidRows}, valid: ${validRows}`
}

/** Between two looks at a batch that is at work already, in milliseconds. Each adds to the history. */
const LOOK_AGAIN_MS = { first: 2_000, most: 300_000 }

/** A batch that is at work already, from before this run began, is waited for. */
async function runBatch(input: BatchInput): Promise<BatchResult> {
  const workflowId = batchWorkflowId(input.importId, input.batch)
  for (let waitMs = LOOK_AGAIN_MS.first; ; waitMs = Math.min(2 * waitMs, LOOK_AGAIN_MS.most)) {
    try {
      return await wf.executeChild(importBatchWorkflow, {
        workflowId,
        args: [input],
        parentClosePolicy: 'ABANDON',
        // Its rows are the truth: one whose history does not replay begins again from them.
        retry: WORKFLOW_RETRY,
        priority: { priorityKey: PRIORITY.batch, fairnessKey: input.merchantId },
        staticSummary: `batch ${input.batch}`,
      })
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
      await wf.sleep(waitMs, { summary: 'the batch is at work already' })
    }
  }
}

export interface BatchInput {
  importId: string
  batch: number
  merchantId: string
}

export interface BatchResult {
  issued: number
  progress?: EmailedBatch['progress']
}

/**
 * A part of an import: its rows become invoices in one transaction, each invoice gets its workflow, and one batch of
 * mail tells the customers. Every step may be done again.
 */
export async function importBatchWorkflow({ importId, batch, merchantId }: BatchInput): Promise<BatchResult> {
  wf.setCurrentDetails('Issuing the rows in one transaction')
  const { invoiceIds } = await importWork.issueBatch({ importId, batch })
  wf.setCurrentDetails(`Starting the workflows of **${invoiceIds.length}** invoices`)
  await startInvoices(invoiceIds, merchantId, `import ${importId}`)
  wf.setCurrentDetails(`**${invoiceIds.length}** invoices live; their e-mails go out in one batch`)
  const { undelivered, progress } = await bulkMail(bulkMailQueue(wf.workflowInfo().taskQueue)).emailBatch({
    importId,
    batch,
  })
  await Promise.all(undelivered.map(reload))
  return { issued: invoiceIds.length, ...(progress ? { progress } : {}) }
}

/** Each invoice lives on by itself: nothing here waits for it. */
async function startInvoices(
  invoiceIds: readonly string[],
  merchantId: string,
  summary: string,
): Promise<void> {
  const queue = [...invoiceIds]
  let isSlow = false
  let lookedAt = 0
  const look = async () => {
    lookedAt = Date.now()
    isSlow = await importRecords.yieldToInteractive()
  }
  await look()
  await Promise.all(
    Array.from({ length: STARTS_AT_ONCE }, async (_, lane) => {
      for (;;) {
        if (lane === 0 && (isSlow || Date.now() - lookedAt >= LOOK_EVERY_MS)) await look()
        await wf.condition(() => lane === 0 || !isSlow || queue.length === 0)
        const invoiceId = queue.shift()
        if (!invoiceId) return
        await startInvoice({ invoiceId, mode: 'resume', merchantId, priorityKey: PRIORITY.invoice, summary })
      }
    }),
  )
}

/** What could not be delivered was recorded beside the invoice's workflow, which has now to tell the merchant. */
async function reload(invoiceId: string): Promise<void> {
  try {
    await wf.getExternalWorkflowHandle(invoiceWorkflowId(invoiceId)).signal(reloadSignal)
  } catch (error) {
    // It has ended: whatever starts it again reads its log.
    if (!isFailure(error)) throw error
  }
}

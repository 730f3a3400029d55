import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import * as wf from '@temporalio/workflow'
import type { ImportStatus } from '../activities/imports/types.ts'
import { bulkMail, importRecords, importWork } from './activities.ts'
import { invoiceWorkflowId, wakeSignal } from './contract.ts'
import { bulkMailQueue, chunkWorkflowId } from './import-contract.ts'
import { isFailure } from './open-invoice.ts'
import { startInvoice } from './start-invoice.ts'

/** So many chunks are at work at once: enough to keep a worker busy, few enough to leave room for others. */
const CHUNKS_AT_ONCE = 2
/** So many invoices of a chunk are being started at once; one while somebody is waiting for an answer elsewhere. */
const STARTS_AT_ONCE = 8
/** How often a chunk looks whether somebody is, in milliseconds. */
const LOOK_EVERY_MS = 1_000

/**
 * Imports stand behind single invoices, which have 1; among themselves each merchant gets a fair share. A chunk stands
 * behind the invoices that it has started: it starts more when those have found their feet, so a worker never has a
 * heap of them before it.
 */
const PRIORITY = { invoice: 4, chunk: 5 } as const

interface Issuing {
  importId: string
  status: () => ImportStatus
  show: (details: string) => void
}

/** Has the chunks issued, a few at a time, until all are done or the import is cancelled. */
export async function issueChunks({ importId, status, show }: Issuing): Promise<void> {
  const queue = [...status().openChunks]
  const tally: Tally = { begunAt: Date.now(), chunks: queue.length, done: 0, issued: 0, undelivered: 0 }
  const isWanted = () => status().state === 'issuing'
  await Promise.all(
    Array.from({ length: CHUNKS_AT_ONCE }, async () => {
      for (;;) {
        await wf.condition(() => !isWanted() || !status().isPaused)
        const chunk = isWanted() ? queue.shift() : undefined
        if (chunk === undefined) return
        const result = await runChunk({ importId, chunk, merchantId: status().merchantId })
        tally.done += 1
        tally.issued += result.issued
        tally.undelivered += result.undelivered
        show(describeTally(tally, status()))
      }
    }),
  )
}

/** What this run has seen done. */
interface Tally {
  begunAt: number
  chunks: number
  done: number
  issued: number
  undelivered: number
}

/** For operators, in Temporal's UI. */
function describeTally(tally: Tally, { rowsToIssue, isPaused }: ImportStatus): string {
  const { begunAt, chunks, done, issued, undelivered } = tally
  const seconds = Math.max(1, (Date.now() - begunAt) / 1_000)
  const left = isPaused ? '**paused**' : `${Math.ceil(((chunks - done) * seconds) / done)} s left`
  return [
    `**${rowsToIssue}** invoices to issue, ${done} of ${chunks} chunks done, ${left}`,
    `- issued: ${issued}, ${Math.round(issued / seconds)} a second`,
    `- refused by the mail provider: ${undelivered}`,
  ].join('\n')
}

/** A chunk that is at work already, from before this run began, is waited for. */
async function runChunk(input: ChunkInput): Promise<ChunkResult> {
  const workflowId = chunkWorkflowId(input.importId, input.chunk)
  for (;;) {
    try {
      return await wf.executeChild(importChunkWorkflow, {
        workflowId,
        args: [input],
        parentClosePolicy: 'ABANDON',
        priority: { priorityKey: PRIORITY.chunk, fairnessKey: input.merchantId },
        staticSummary: `chunk ${input.chunk}`,
      })
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
      await wf.sleep('2 seconds', { summary: 'the chunk is at work already' })
    }
  }
}

export interface ChunkInput {
  importId: string
  chunk: number
  merchantId: string
}

export interface ChunkResult {
  issued: number
  undelivered: number
}

/**
 * A part of an import: its rows become invoices in one transaction, each invoice gets its workflow, and one batch of
 * mail tells the customers. Every step may be done again.
 */
export async function importChunkWorkflow({ importId, chunk, merchantId }: ChunkInput): Promise<ChunkResult> {
  wf.setCurrentDetails('Issuing the rows in one transaction')
  const { invoiceIds } = await importWork.issueChunk({ importId, chunk })
  wf.setCurrentDetails(`Starting the workflows of **${invoiceIds.length}** invoices`)
  await startInvoices(invoiceIds, merchantId, `import ${importId}`)
  wf.setCurrentDetails(`**${invoiceIds.length}** invoices live; their e-mails go out in one batch`)
  const { undelivered } = await bulkMail(bulkMailQueue(wf.workflowInfo().taskQueue)).mailChunk({
    importId,
    chunk,
  })
  await Promise.all(undelivered.map(wake))
  return { issued: invoiceIds.length, undelivered: undelivered.length }
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
    isSlow = await importRecords.giveWay()
  }
  await look()
  await Promise.all(
    Array.from({ length: STARTS_AT_ONCE }, async (_, lane) => {
      for (;;) {
        if (lane === 0 && (isSlow || Date.now() - lookedAt >= LOOK_EVERY_MS)) await look()
        await wf.condition(() => lane === 0 || !isSlow || queue.length === 0)
        const invoiceId = queue.shift()
        if (!invoiceId) return
        await startInvoice({ invoiceId, begin: 'resume', merchantId, priorityKey: PRIORITY.invoice, summary })
      }
    }),
  )
}

/** What could not be delivered was recorded beside the invoice's workflow, which has now to tell the merchant. */
async function wake(invoiceId: string): Promise<void> {
  try {
    await wf.getExternalWorkflowHandle(invoiceWorkflowId(invoiceId)).signal(wakeSignal)
  } catch (error) {
    // It has ended: whatever starts it again reads its log.
    if (!isFailure(error)) throw error
  }
}

import { ImportRow, type InboundWebhookRow, InvoiceRow, RecurringRow } from '../../db/entities/index.ts'
import { markProcessed, claimUnprocessed } from '../../db/inbound-webhooks.ts'
import type { ApiDeps } from '../deps.ts'
import { parsePostmarkEvent, reportMail } from '../webhooks/postmark.ts'
import { reportBankEvent } from '../webhooks/bank-event.ts'
import { parseTwilioEvent, reportText } from '../webhooks/twilio.ts'

/** A request in progress is given this long before the sweep takes its work up. */
const GRACE_MS = 10_000
const EVERY_MS = 2_000
const BATCH = 100
const AT_ONCE = 10

/**
 * Finishes what a crash, or Temporal's absence, left undone: drafts whose time to be sent has come, webhooks that
 * were kept but not handled, questions to a workflow that were never answered, and plans and imports without a
 * workflow. Every step may run twice, or in two processes at once.
 */
export async function sweep(deps: ApiDeps, graceMs = GRACE_MS): Promise<void> {
  await deps.invoices.ping()
  // Webhooks need no worker, so they do not wait for drafts that do.
  await handleKeptWebhooks(deps, graceMs)
  await reloadPendingInvoices(deps, graceMs)
  await reloadPendingRecurring(deps, graceMs)
  await reloadPendingImports(deps, graceMs)
  await issueDueDrafts(deps, graceMs)
}

/** Sweeps every two seconds until stopped; less often if one takes longer. */
export function startSweeping(deps: ApiDeps, everyMs = EVERY_MS): { stop(): Promise<void> } {
  let stopped = false
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    if (stopped || running) return
    running = sweep(deps)
      .catch((error: unknown) => deps.log.warn({ err: error }, 'sweep failed; it goes on'))
      .finally(() => (running = undefined))
  }, everyMs)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

async function issueDueDrafts(deps: ApiDeps, graceMs: number): Promise<void> {
  const now = Date.now()
  const due = await deps.em.fork().find(
    InvoiceRow,
    // A draft that its request is issuing right now has just been touched; a scheduled one has not.
    { status: 'draft', sendAt: { $lte: new Date(now) }, updatedAt: { $lte: new Date(now - graceMs) } },
    { orderBy: { updatedAt: 'asc' }, limit: BATCH },
  )
  await forEachConcurrent(due, async (invoice) => {
    const { id } = invoice
    // Touched first: one that fails goes to the end of the queue, and holds up none of the others.
    await deps.em.fork().nativeUpdate(InvoiceRow, { id, status: 'draft' }, { updatedAt: new Date() })
    await logErrors(deps, { invoice: id }, async () => {
      await deps.invoices.issue(invoice)
      deps.log.info({ invoice: id }, 'draft issued by the sweep')
    })
  })
}

/** Longer than anyone waits for an answer. */
const UNANSWERED_MS = 9 * GRACE_MS

/** Workflows that were asked something and have not answered read their log again: it may hold the answer. */
async function reloadPendingInvoices(deps: ApiDeps, graceMs: number): Promise<void> {
  const before = new Date(Date.now() - Math.min(UNANSWERED_MS, 9 * graceMs))
  const unanswered = await deps.em
    .fork()
    .find(
      InvoiceRow,
      { commandPendingSince: { $lte: before } },
      { orderBy: { commandPendingSince: 'asc' }, limit: BATCH },
    )
  await forEachConcurrent(unanswered, async ({ id, merchantId, commandPendingSince }) => {
    await logErrors(deps, { invoice: id }, async () => {
      await deps.invoices.reload({ id, merchantId })
      await deps.em
        .fork()
        .nativeUpdate(
          InvoiceRow,
          { id, commandPendingSince: commandPendingSince ?? null },
          { commandPendingSince: null },
        )
    })
  })
}

/** As often as a plan that is late is looked at: a worker that is away must not come back to a heap of signals. */
const WAKE_EVERY = 60

/** Plans whose workflow was never started, has not answered, or is behind: a lost one starts anew. */
async function reloadPendingRecurring(deps: ApiDeps, graceMs: number): Promise<void> {
  const now = Date.now()
  const late = await deps.em
    .fork()
    .execute<{ id: string; merchant_id: string; command_pending_since: Date | null }[]>(
      `select id, merchant_id, command_pending_since from recurring_invoice
     where (command_pending_since <= ? or next_at <= ?)
       and (last_reloaded_at is null or last_reloaded_at <= ?)
     order by last_reloaded_at nulls first limit ?`,
      [new Date(now - graceMs), new Date(now - graceMs), new Date(now - WAKE_EVERY * graceMs), BATCH],
    )
  await forEachConcurrent(
    late,
    async ({ id, merchant_id: merchantId, command_pending_since: commandPendingSince }) => {
      await logErrors(deps, { recurring: id }, async () => {
        await deps.recurring.reload({ id, merchantId })
        const plans = deps.em.fork()
        await plans.nativeUpdate(RecurringRow, { id }, { lastReloadedAt: new Date() })
        if (commandPendingSince)
          await plans.nativeUpdate(
            RecurringRow,
            { id, commandPendingSince: commandPendingSince },
            { commandPendingSince: null },
          )
      })
    },
  )
}

/** Imports whose workflow was never started, or may have been lost; and files that never came to their end. */
async function reloadPendingImports(deps: ApiDeps, graceMs: number): Promise<void> {
  const now = Date.now()
  const old = new Date(now - WAKE_EVERY * graceMs)
  const late = await deps.em.fork().find(
    ImportRow,
    {
      status: { $in: ['parsing', 'issuing'] },
      $or: [{ startedAt: null, updatedAt: { $lte: new Date(now - graceMs) } }, { updatedAt: { $lte: old } }],
    },
    { orderBy: { updatedAt: 'asc' }, limit: BATCH },
  )
  // What was issued before an import was cancelled has still to be mailed, if its batch was lost on the way.
  const cut = await deps.em.fork().execute<{ id: string; merchantId: string }[]>(
    `select i.id, i.merchant_id as "merchantId" from import i
     where i.status = 'cancelled' and i.updated_at <= ? and exists (
       select from import_batch c where c.import_id = i.id and c.done_at is null and c.issued_at is not null)
     limit ?`,
    [old, BATCH],
  )
  await forEachConcurrent([...late, ...cut], async ({ id, merchantId }) => {
    await logErrors(deps, { import: id }, async () => {
      await deps.imports.reload({ id, merchantId })
      await deps.em.fork().nativeUpdate(ImportRow, { id }, { updatedAt: new Date() })
    })
  })
  const abandoned = new Date(now - UPLOAD_MS)
  await deps.em.fork().nativeDelete(ImportRow, { status: 'uploading', createdAt: { $lte: abandoned } })
}

/** Longer than any upload takes. */
const UPLOAD_MS = 6 * 3_600_000

async function handleKeptWebhooks(deps: ApiDeps, graceMs: number): Promise<void> {
  await forEachConcurrent(await claimUnprocessed(deps.em, graceMs, BATCH), async (row) => {
    const { source, eventId } = row
    await logErrors(deps, { source, eventId }, async () => {
      await markProcessed(deps.em, source, eventId, await handle(deps, row))
    })
  })
}

async function handle(
  deps: ApiDeps,
  { source, eventId, body }: Pick<InboundWebhookRow, 'source' | 'eventId' | 'body'>,
): Promise<string> {
  switch (source) {
    case 'truelayer':
    case 'tokenio':
      return reportBankEvent(deps, source, deps.rails.get(source).readWebhook(body))
    case 'postmark': {
      const event = parsePostmarkEvent(body)
      return event ? reportMail(deps, event, eventId) : 'ignored'
    }
    case 'twilio': {
      const event = parseTwilioEvent(body)
      return event ? reportText(deps, event) : 'ignored'
    }
  }
}

async function forEachConcurrent<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += AT_ONCE) {
    await Promise.all(items.slice(start, start + AT_ONCE).map(work))
  }
}

async function logErrors(deps: ApiDeps, what: object, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    deps.log.error({ ...what, err: error }, 'the sweep could not finish this; it tries again')
  }
}

import { InvoiceRow } from '../db/entities.ts'
import { markHandled, unhandled } from '../db/inbox.ts'
import type { ApiDeps } from './deps.ts'
import { parsePostmarkEvent, reportMail } from './webhooks/postmark.ts'
import { reportPayment } from './webhooks/payment-report.ts'

/** A request in progress is given this long before the sweep takes its work up. */
const GRACE_MS = 10_000
const EVERY_MS = 2_000

/**
 * Finishes what a crash, or Temporal's absence, left undone: drafts whose time to be sent has come, and webhooks
 * that were kept but not handled. Every step may run twice, or in two processes at once.
 */
export async function sweep(deps: ApiDeps, graceMs = GRACE_MS): Promise<void> {
  await issueDueDrafts(deps, graceMs)
  await handleKeptWebhooks(deps, graceMs)
}

/** Sweeps every two seconds until stopped. */
export function startSweeping(deps: ApiDeps, everyMs = EVERY_MS): { stop(): Promise<void> } {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(async () => {
      if (stopped) return
      await sweep(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'sweep failed; it goes on'))
    })
  }, everyMs)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

async function issueDueDrafts({ em, referee, log }: ApiDeps, graceMs: number): Promise<void> {
  const now = Date.now()
  const due = await em.fork().find(
    InvoiceRow,
    // A draft that its request is issuing right now has just been touched; a scheduled one has not.
    { status: 'draft', sendAt: { $lte: new Date(now) }, updatedAt: { $lte: new Date(now - graceMs) } },
    { orderBy: { sendAt: 'asc' }, limit: 100 },
  )
  for (const invoice of due) {
    await referee.issue(invoice)
    log.info({ invoice: invoice.id }, 'draft issued by the sweep')
  }
}

async function handleKeptWebhooks(deps: ApiDeps, graceMs: number): Promise<void> {
  for (const { source, eventId, body } of await unhandled(deps.em, graceMs)) {
    if (source === 'truelayer') {
      await markHandled(deps.em, source, eventId, await reportPayment(deps, deps.rail.readWebhook(body)))
    } else if (source === 'postmark') {
      const event = parsePostmarkEvent(body)
      const outcome = event ? await reportMail(deps, event, eventId) : 'ignored'
      await markHandled(deps.em, source, eventId, outcome)
    }
  }
}

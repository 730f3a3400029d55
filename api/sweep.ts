import { type InboxRow, InvoiceRow } from '../db/entities.ts'
import { markHandled, unhandled } from '../db/inbox.ts'
import type { ApiDeps } from './deps.ts'
import { TemporalUnavailableError } from './referee.ts'
import { parsePostmarkEvent, reportMail } from './webhooks/postmark.ts'
import { reportPayment } from './webhooks/payment-report.ts'
import { parseTwilioEvent, reportText } from './webhooks/twilio.ts'

/** A request in progress is given this long before the sweep takes its work up. */
const GRACE_MS = 10_000
const EVERY_MS = 2_000
const BATCH = 100

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

async function issueDueDrafts(deps: ApiDeps, graceMs: number): Promise<void> {
  const now = Date.now()
  const due = await deps.em.fork().find(
    InvoiceRow,
    // A draft that its request is issuing right now has just been touched; a scheduled one has not.
    { status: 'draft', sendAt: { $lte: new Date(now) }, updatedAt: { $lte: new Date(now - graceMs) } },
    { orderBy: { sendAt: 'asc' }, limit: BATCH },
  )
  for (const invoice of due) {
    await each(deps, { invoice: invoice.id }, async () => {
      await deps.referee.issue(invoice)
      deps.log.info({ invoice: invoice.id }, 'draft issued by the sweep')
    })
  }
}

async function handleKeptWebhooks(deps: ApiDeps, graceMs: number): Promise<void> {
  for (const row of await unhandled(deps.em, graceMs, BATCH)) {
    const { source, eventId } = row
    await each(deps, { source, eventId }, async () => {
      const outcome = await handle(deps, row)
      if (outcome) await markHandled(deps.em, row.source, eventId, outcome)
    })
  }
}

async function handle(deps: ApiDeps, { source, eventId, body }: InboxRow): Promise<string> {
  switch (source) {
    case 'truelayer':
      return reportPayment(deps, deps.rail.readWebhook(body))
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

/** One that fails does not hold up the others, unless Temporal is away: then all of them would. */
async function each(deps: ApiDeps, what: object, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof TemporalUnavailableError) throw error
    deps.log.error({ ...what, err: error }, 'the sweep could not finish this; it tries again')
  }
}

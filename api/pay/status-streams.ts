import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from 'hono'
import { logFailure } from '../../clients/outages.ts'
import { readChangeMarks } from '../../db/invoices/read-changes.ts'
import type { ApiDeps } from '../deps.ts'
import { repeatWhileNeeded } from '../events/repeat-while-needed.ts'
import { eventStream, STREAM_TIMING, type StreamTiming } from '../http/event-stream.ts'

interface Settings extends StreamTiming {
  perInvoice: number
  perProcess: number
  pollMs: number
}

const SETTINGS: Settings = { ...STREAM_TIMING, perInvoice: 5, perProcess: 1_000, pollMs: 300 }

/** A press of this process leaves no mark in the database when it ends. */
const UNMARKED = 'starting'

interface Watching {
  invoiceId: string
  ended: AbortController
  mark?: string | undefined
  wake: () => void
}

export interface StatusStreams {
  /**
   * Sends the status at once and after its next change, and ends.
   * Returns undefined while too many streams are open.
   */
  open(c: Context, invoiceId: string, readStatus: () => Promise<string>): Response | undefined
}

/** A poll is one statement for all open streams of the process. */
export function createStatusStreams(
  deps: Pick<ApiDeps, 'em' | 'database' | 'background' | 'stopping' | 'log'>,
  settings = SETTINGS,
): StatusStreams {
  const all = new Set<Watching>()
  const startPolling = repeatWhileNeeded({
    isNeeded: () => all.size > 0,
    work: poll,
    onFailure: (error) => logFailure(deps, 'error', { err: error }, 'status_streams.poll_failed'),
    pauseMs: settings.pollMs,
    background: deps.background,
  })
  deps.stopping?.addEventListener('abort', () => {
    for (const watching of all) end(watching)
  })

  return {
    open(c, invoiceId, readStatus) {
      const ofInvoice = [...all].filter((one) => one.invoiceId === invoiceId).length
      if (ofInvoice >= settings.perInvoice || all.size >= settings.perProcess) return undefined
      const watching: Watching = { invoiceId, ended: new AbortController(), wake: () => undefined }
      if (deps.stopping?.aborted) watching.ended.abort()
      all.add(watching)
      startPolling()
      return eventStream(c, statusesOf(watching, readStatus), () => end(watching), settings)
    },
  }

  async function poll(): Promise<void> {
    const marks = await readChangeMarks(deps.em.fork(), [...new Set([...all].map((one) => one.invoiceId))])
    for (const watching of all) {
      const mark = marks.get(watching.invoiceId)
      const isChanged = mark !== watching.mark
      watching.mark = mark
      if (isChanged) watching.wake()
    }
  }

  async function* statusesOf(watching: Watching, readStatus: () => Promise<string>) {
    const { signal } = watching.ended
    let sent: string | undefined
    while (!signal.aborted) {
      const changed = nextChange(watching)
      const status = await readStatus().catch((error: unknown) => {
        logFailure(deps, 'error', { err: error }, 'status_streams.read_failed')
        return undefined
      })
      if (status !== undefined && status !== sent) {
        yield `data: ${JSON.stringify({ status })}\n\n`
        if (sent !== undefined) return
        sent = status
      }
      await (status === undefined || status === UNMARKED ? pause(watching) : changed)
    }
  }

  async function pause({ ended: { signal } }: Watching): Promise<void> {
    await wait(settings.pollMs, undefined, { signal }).catch(() => undefined)
  }

  function end(watching: Watching): void {
    all.delete(watching)
    watching.ended.abort()
    watching.wake()
  }
}

/** Begins before the status is read, so that no change between is missed. */
async function nextChange(watching: Watching): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  watching.wake = resolve
  return promise
}

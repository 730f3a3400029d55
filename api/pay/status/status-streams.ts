import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from 'hono'
import { logFailure } from '../../../clients/outages.ts'
import { readChangeMarks } from '../../../db/invoices/read-changes.ts'
import type { ApiDeps } from '../../deps.ts'
import { repeatWhileNeeded } from '../../events/repeat-while-needed.ts'
import { eventStream, STREAM_TIMING, type StreamTiming } from '../../http/response/event-stream.ts'
import { createOpenStreams } from '../../http/response/open-streams.ts'

interface Settings extends StreamTiming {
  perHolder: number
  perProcess: number
  pollMs: number
}

const SETTINGS: Settings = { ...STREAM_TIMING, perHolder: 5, perProcess: 1_000, pollMs: 300 }

/** A press of this process leaves no mark in the database when it ends. */
const UNMARKED = 'starting'

interface Watching {
  /** `holder` is the id of the invoice. */
  holder: string
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
  const streams = createOpenStreams<Watching>(settings, deps.stopping)
  const startPolling = repeatWhileNeeded({
    isNeeded: () => streams.all.size > 0,
    work: poll,
    onFailure: (error) => logFailure(deps, 'error', { err: error }, 'status_streams.poll_failed'),
    pauseMs: settings.pollMs,
    background: deps.background,
  })

  return {
    open(c, invoiceId, readStatus) {
      if (streams.isFull(invoiceId)) return undefined
      const watching: Watching = { holder: invoiceId, ended: new AbortController(), wake: () => undefined }
      watching.ended.signal.addEventListener('abort', () => watching.wake())
      streams.add(watching)
      startPolling()
      return eventStream(c, statusesOf(watching, readStatus), () => streams.end(watching), settings)
    },
  }

  async function poll(): Promise<void> {
    const invoiceIds = new Set([...streams.all].map(({ holder }) => holder))
    const marks = await readChangeMarks(deps.em.fork(), [...invoiceIds])
    for (const watching of streams.all) {
      const mark = marks.get(watching.holder)
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
}

/** Begins before the status is read, so that no change between is missed. */
async function nextChange(watching: Watching): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  watching.wake = resolve
  return promise
}

import { type Context, Hono } from 'hono'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { lastSequence } from '../../../db/events/read-events.ts'
import { viewId } from '../../../db/identity/sessions.ts'
import type { PublishedEvent } from '../../../domain/events/published-event.ts'
import type { ApiDeps } from '../../deps.ts'
import type { EventStreams } from '../../events/event-streams.ts'
import { wantsEventStream } from '../../http/response/event-stream.ts'
import { Problem } from '../../http/errors/problem.ts'
import { parseStreamRequest } from '../../merchant/events/list-request.ts'
import { findInvoice } from '../../merchant/invoices/find-invoice.ts'
import type { DashboardEnv, Viewer } from '../viewer.ts'
import { ENDED, OUTDATED, paidNews, rowsOf, VIEW_ENDED } from './messages.tsx'

/** A page that missed more is loaded again. */
const MOST_REPLAYED = 500

/** Open lists get their changed rows. An open invoice gets a notice of a change. */
export function liveRoutes(deps: ApiDeps, streams: EventStreams): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', (c) =>
    open(c, async (viewer, events) => {
      const ids = invoicesOf(events)
      const rows = await rowsIn(viewer, ids)
      return (
        rowsOf(viewer, rows) +
        paidNews(
          viewer,
          rows.filter(({ id }) => isPaidIn(events, id)),
        )
      )
    }),
  )

  routes.get('/:id', async (c) => {
    const { id } = await findInvoice(c.get('em'), c.req.param('id'), c.get('tenant'))
    return open(c, async (viewer, events) => {
      if (!invoicesOf(events).includes(id)) return ''
      const rows = isPaidIn(events, id) ? await rowsIn(viewer, [id]) : []
      return `event: changed\n\n${paidNews(viewer, rows)}`
    })
  })

  return routes

  async function open(
    c: Context<DashboardEnv>,
    write: (viewer: Viewer, events: readonly PublishedEvent[]) => Promise<string>,
  ): Promise<Response> {
    if (!wantsEventStream(c)) throw new Problem('not_found')
    const owner = c.get('tenant')
    const viewer = c.get('viewer')
    const last = await lastSequence(c.get('em'), owner)
    const { after = last } = parseStreamRequest(c)
    const isOutdated = last - after > MOST_REPLAYED
    let first = isOutdated ? OUTDATED : ''
    return streams.open(c, {
      owner,
      holder: { kind: 'view', id: viewId(viewer.person.sessionId, viewer.merchantId) },
      after: isOutdated ? last - MOST_REPLAYED : after,
      async write(events) {
        const text = (await write(viewer, events)) + first
        first = ''
        return `${text}id: ${events.at(-1)?.sequence ?? after}\n\n`
      },
      farewell: ENDED + VIEW_ENDED,
    })
  }

  async function rowsIn({ merchantId, mode }: Viewer, ids: readonly string[]): Promise<InvoiceRow[]> {
    return deps.em.fork().find(InvoiceRow, { id: { $in: [...ids] }, merchantId, mode })
  }
}

function invoicesOf(events: readonly PublishedEvent[]): string[] {
  return [...new Set(events.flatMap(({ data }) => ('invoice_id' in data ? [String(data.invoice_id)] : [])))]
}

function isPaidIn(events: readonly PublishedEvent[], id: string): boolean {
  return events.some(
    ({ type, data }) => type === 'invoice.paid' && 'invoice_id' in data && data.invoice_id === id,
  )
}

import { Hono } from 'hono'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import { logFailure } from '../../../clients/outages.ts'
import { RecurringEventRow, type RecurringRow } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { pageOf } from '../../../db/page.ts'
import { markUnanswered, removePending } from '../../../db/pending-commands.ts'
import { HIDDEN_EVENTS } from '../../../domain/events/recurring-events.ts'
import { sumLines } from '../../../domain/shared/lines.ts'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { readJson } from '../../http/json-body.ts'
import { parseEventList, parseQuery } from '../../http/list-query.ts'
import { volumeOf } from '../invoices/create-draft.ts'
import { assertMayIssue } from '../trust/live-standing.ts'
import { createRecurring, readRecurring, startOf } from './create-recurring.ts'
import { findRecurring, listRecurring, viewRecurring } from './find-recurring.ts'
import { RecurringList } from './recurring-body.ts'
import { recurringCommandRoutes } from './recurring-commands.ts'
import { firstOccurrences, occurrencesView, recurringEventView, scheduleView } from './recurring-view.ts'

export function recurringRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.post('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    return withIdempotency(c, text, {
      async create(claim) {
        const request = await readRecurring(deps, em, tenant, json)
        const { issue, currency, lines } = request.template
        const volume = volumeOf({ currency, totals: sumLines(lines) })
        if (issue === 'send') await assertMayIssue(em, tenant, volume, { isLater: true })
        return createRecurring(em, tenant, c.get('actor'), request, claim)
      },
      async respond(id) {
        await tryStart(em, { id, merchantId: tenant.merchantId })
        return viewRecurring(em, id)
      },
      locationOf: (id) => `/v1/recurring_invoices/${id}`,
    })
  })

  routes.post('/preview', async (c) => {
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    const run = async () => {
      const { template, timetable } = await readRecurring(deps, c.get('em'), tenant, json)
      const next = occurrencesView(firstOccurrences(timetable), { timetable }, template)
      const body = { object: 'recurring_invoice_preview', schedule: scheduleView(timetable), next }
      return { status: 200, body } as const
    }
    return withIdempotency(c, text, { resourceId: tenant.merchantId, run })
  })

  routes.get('/', async (c) =>
    c.json(await listRecurring(c.get('em'), c.get('tenant'), parseQuery(RecurringList, c.req.query()))),
  )

  routes.get('/:id', async (c) => {
    const em = c.get('em')
    const { id } = await findRecurring(em, c.req.param('id'), c.get('tenant'))
    return c.json(await viewRecurring(em, id))
  })

  routes.get('/:id/events', async (c) => {
    const em = c.get('em')
    const { id } = await findRecurring(em, c.req.param('id'), c.get('tenant'))
    const { limit, cursor } = parseEventList(c.req.query())
    const after = cursor === undefined ? {} : { seq: { $gt: cursor } }
    const where = { recurringId: id, type: { $nin: [...HIDDEN_EVENTS] }, ...after }
    const found = await em.find(RecurringEventRow, where, { orderBy: { seq: 'asc' }, limit: limit + 1 })
    const { rows, nextCursor } = pageOf(found, limit, ({ seq }) => String(seq))
    return c.json({ data: rows.map(recurringEventView), next_cursor: nextCursor })
  })

  routes.route('/', recurringCommandRoutes(deps))

  return routes

  async function tryStart(
    em: EntityManager,
    { id, merchantId }: Pick<RecurringRow, 'id' | 'merchantId'>,
  ): Promise<void> {
    try {
      await deps.recurring.reload({ id, merchantId })
      await removePending(em, startOf(id))
    } catch (error) {
      if (!(error instanceof TemporalUnavailableError)) throw error
      await markUnanswered(em, startOf(id))
      logFailure(deps, 'warn', { recurring: id, err: error }, 'recurring.start_deferred')
    }
  }
}

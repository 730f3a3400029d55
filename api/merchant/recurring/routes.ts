import { Hono } from 'hono'
import { RecurringEventRow, RecurringRow } from '../../../db/entities/index.ts'
import { saveResponse } from '../../../db/idempotency.ts'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import type { ApiDeps } from '../../deps.ts'
import { type MerchantEnv, requireApiKey } from '../../http/api-key-auth.ts'
import { findPriorRequest } from '../invoices/create-draft.ts'
import { readJson } from '../../http/json-body.ts'
import { parseEventList, parseQuery } from '../../http/list-query.ts'
import { replayResponse, idempotencyOf } from '../../http/idempotency.ts'
import { createRecurring, readPlan } from './create-recurring.ts'
import { findRecurring, listRecurring, viewRecurring } from './find-recurring.ts'
import { RecurringList } from './recurring-body.ts'
import { recurringCommandRoutes } from './recurring-commands.ts'
import { firstOccurrence, nextView, recurringEventView, scheduleView } from './recurring-view.ts'

/** `/v1/recurring_invoices`. */
export function recurringRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { em, log } = deps
  const routes = new Hono<MerchantEnv>()
  routes.use(requireApiKey(deps))

  routes.post('/', async (c) => {
    const tenant = c.get('tenant')
    const { text, json } = await readJson(c)
    const idempotency = idempotencyOf(c, tenant, text)
    const earlier = idempotency && (await findPriorRequest(em, idempotency))
    if (earlier && 'answer' in earlier) return replayResponse(earlier.answer)
    const plan = earlier
      ? await em.fork().findOneOrFail(RecurringRow, { id: earlier.resourceId })
      : await createRecurring(deps, tenant, c.get('actor'), await readPlan(deps, tenant, json), idempotency)
    await startOrLeave(plan)
    const body = JSON.stringify(await viewRecurring(em, plan.id))
    if (idempotency) await saveResponse(em, idempotency.scope, 201, body)
    const location = `/v1/recurring_invoices/${plan.id}`
    return c.body(body, 201, { 'content-type': 'application/json', location })
  })

  routes.post('/preview', async (c) => {
    const { json } = await readJson(c)
    const { template, timetable } = await readPlan(deps, c.get('tenant'), json)
    const next = nextView(firstOccurrence(timetable), { timetable }, template)
    return c.json({ object: 'recurring_invoice_preview', schedule: scheduleView(timetable), next })
  })

  routes.get('/', async (c) =>
    c.json(await listRecurring(em, c.get('tenant'), parseQuery(RecurringList, c.req.query()))),
  )

  routes.get('/:id', async (c) => {
    const { id } = await findRecurring(em, c.req.param('id'), c.get('tenant'))
    return c.json(await viewRecurring(em, id))
  })

  routes.get('/:id/events', async (c) => {
    const { id } = await findRecurring(em, c.req.param('id'), c.get('tenant'))
    const { limit, cursor } = parseEventList(c.req.query())
    const after = cursor === undefined ? {} : { seq: { $gt: cursor } }
    // That dates were looked up in the calendar is nothing that happened.
    const where = { recurringId: id, type: { $ne: 'planned' }, ...after }
    const rows = await em.fork().find(RecurringEventRow, where, { orderBy: { seq: 'asc' }, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const last = rows.length > limit ? page.at(-1) : undefined
    return c.json({ data: page.map(recurringEventView), next_cursor: last ? String(last.seq) : null })
  })

  routes.route('/', recurringCommandRoutes(deps))

  return routes

  /** With Temporal away the plan is kept, and the sweep starts it. */
  async function startOrLeave({ id, merchantId }: RecurringRow): Promise<void> {
    try {
      await deps.recurring.reload({ id, merchantId })
      await em.fork().nativeUpdate(RecurringRow, { id }, { commandPendingSince: null })
    } catch (error) {
      if (!(error instanceof TemporalUnavailableError)) throw error
      log.warn({ recurring: id, err: error }, 'start deferred')
    }
  }
}

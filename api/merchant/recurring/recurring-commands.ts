import { Hono } from 'hono'
import { type RecurringRow, RecurringRow as Row } from '../../../db/entities/index.ts'
import { loadRecurring } from '../../../db/recurring/event-store.ts'
import type { MerchantActor } from '../../../domain/recurring/index.ts'
import type { RecurringUpdate } from '../../../workflows/invoice/contract.ts'
import { withPendingMark } from '../../../clients/pending-commands.ts'
import type { ApiDeps } from '../../deps.ts'
import { Problem } from '../../http/problem.ts'
import type { MerchantEnv, Tenant } from '../../http/api-key-auth.ts'
import { advanceBy } from '../invoices/test-clock.ts'
import { parseBody } from '../invoices/command-bodies.ts'
import { readJson, readOptionalJson } from '../../http/json-body.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { changeOf } from './change-recurring.ts'
import { findRecurring, viewRecurring } from './find-recurring.ts'
import { EmptyBody, OccurrenceBody } from './recurring-body.ts'

interface CommandContext {
  plan: RecurringRow
  tenant: Tenant
  actor: MerchantActor
  json: unknown
  commandId: string
}

type WithoutActor<T> = T extends RecurringUpdate ? Omit<T, 'actor'> : never
type Command = WithoutActor<RecurringUpdate>

/** `PATCH /v1/recurring_invoices/{id}` and `POST …/{id}/…`: what a merchant can ask of a plan. */
export function recurringCommandRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { em } = deps
  const routes = new Hono<MerchantEnv>()

  routes.patch('/:id', async (c) => {
    const tenant = c.get('tenant')
    const plan = await findRecurring(em, c.req.param('id'), tenant)
    const { text, json } = await readJson(c)
    return withIdempotency(deps, c, { tenant, subjectId: plan.id, text }, async (commandId) =>
      ask(
        { plan, tenant, actor: c.get('actor'), json, commandId },
        await changeOf(deps, tenant, plan.id, json, commandId),
      ),
    )
  })

  command('pause', ({ json, commandId }) => {
    parseBody(EmptyBody, json)
    return { type: 'pause', commandId }
  })

  command('resume', ({ json, commandId }) => {
    parseBody(EmptyBody, json)
    return { type: 'resume', commandId }
  })

  command('skip', ({ json, commandId }) => ({ type: 'skip', commandId, ...numberOf(json) }))

  command('end', ({ json, commandId }) => {
    parseBody(EmptyBody, json)
    return { type: 'end', commandId }
  })

  command('retry', ({ json, commandId }) => ({ type: 'retry', commandId, ...numberOf(json) }))

  command('clock', async ({ plan, json, commandId }) => {
    if (plan.mode === 'live') throw new Problem('live_plan')
    const { timetable, testClockOffsetMs } = await loadRecurring(em, plan.id)
    return {
      type: 'advance_clock',
      commandId,
      byMs: advanceBy(json, Date.now() + testClockOffsetMs, timetable.timeZone),
    }
  })

  return routes

  /** Registers a command: found, read, done once, and answered with the plan as it is then. */
  function command(name: string, order: (asked: CommandContext) => Command | Promise<Command>): void {
    routes.post(`/:id/${name}`, async (c) => {
      const tenant = c.get('tenant')
      const plan = await findRecurring(em, c.req.param('id') ?? '', tenant)
      const { text, json } = await readOptionalJson(c)
      return withIdempotency(deps, c, { tenant, subjectId: plan.id, text }, async (commandId) => {
        const asked = { plan, tenant, actor: c.get('actor'), json, commandId }
        return ask(asked, await order(asked))
      })
    })
  }

  async function ask({ plan, actor }: CommandContext, unsigned: Command) {
    const update = { ...unsigned, actor }
    const result = await withPendingMark(em, plan.id, () => deps.recurring.command(plan, update), Row)
    if (result.outcome === 'refused') throw new Problem(result.refused)
    const { settled, processedUntil } = result
    const progress = { settled, reached_at: new Date(processedUntil).toISOString() }
    return { status: 200 as const, body: { ...(await viewRecurring(em, plan.id)), ...progress } }
  }
}

function numberOf(json: unknown): { number?: number } {
  const { occurrence } = parseBody(OccurrenceBody, json)
  return occurrence === undefined ? {} : { number: occurrence }
}

import { Hono } from 'hono'
import type { RecurringRow } from '../../../db/entities/index.ts'
import { loadRecurring } from '../../../db/recurring/event-store.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { MerchantActor } from '../../../domain/recurring/index.ts'
import type { RecurringUpdate } from '../../../workflows/recurring/contract.ts'
import { withPendingMark } from '../../../clients/pending-commands.ts'
import type { ApiDeps } from '../../deps.ts'
import { Problem } from '../../http/problem.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { EmptyBody } from '../invoices/command-bodies.ts'
import { assertMayIssue } from '../trust/live-standing.ts'
import { advanceBy } from '../invoices/test-clock.ts'
import { parseBody, readJson, readOptionalJson } from '../../http/json-body.ts'
import { type Answer, withIdempotency } from '../../http/idempotency.ts'
import { changeCommand } from './change-recurring.ts'
import { findRecurring, viewRecurring } from './find-recurring.ts'
import { OccurrenceBody } from './recurring-body.ts'

interface CommandContext {
  em: EntityManager
  recurring: RecurringRow
  json: unknown
  commandId: string
}

type WithoutActor<T> = T extends RecurringUpdate ? Omit<T, 'actor'> : never
type CommandSpec = WithoutActor<RecurringUpdate>

export function recurringCommandRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.patch('/:id', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const recurring = await findRecurring(em, c.req.param('id'), tenant)
    const { id } = recurring
    const { text, json } = await readJson(c)
    const run = async (commandId: string) =>
      send(em, recurring, c.get('actor'), await changeCommand(deps, em, tenant, id, json, commandId))
    return withIdempotency(c, text, { resourceId: id, run })
  })

  for (const type of ['pause', 'resume', 'end'] as const) {
    command(type, async ({ em, recurring, json, commandId }) => {
      parseBody(EmptyBody, json)
      if (type === 'resume') await assertMayIssue(em, recurring)
      return { type, commandId }
    })
  }

  for (const type of ['skip', 'retry'] as const) {
    command(type, async ({ em, recurring, json, commandId }) => {
      const number = numberOf(json)
      if (type === 'retry') await assertMayIssue(em, recurring)
      return { type, commandId, ...number }
    })
  }

  command('clock', async ({ em, recurring, json, commandId }) => {
    if (recurring.mode === 'live') throw new Problem('live_recurring')
    const { timetable, testClockOffsetMs } = await loadRecurring(em, recurring.id)
    return {
      type: 'advance_clock',
      commandId,
      byMs: advanceBy(json, Date.now() + testClockOffsetMs, timetable.timeZone),
    }
  })

  return routes

  function command(
    name: string,
    specify: (context: CommandContext) => CommandSpec | Promise<CommandSpec>,
  ): void {
    routes.post(`/:id/${name}`, async (c) => {
      const em = c.get('em')
      const recurring = await findRecurring(em, c.req.param('id') ?? '', c.get('tenant'))
      const { text, json } = await readOptionalJson(c)
      const run = async (commandId: string) =>
        send(em, recurring, c.get('actor'), await specify({ em, recurring, json, commandId }))
      return withIdempotency(c, text, { resourceId: recurring.id, run })
    })
  }

  async function send(
    em: EntityManager,
    recurring: RecurringRow,
    actor: MerchantActor,
    spec: CommandSpec,
  ): Promise<Answer> {
    const { id, merchantId } = recurring
    const subject = { workflow: 'recurring_invoice', id, merchantId } as const
    const result = await withPendingMark(em, subject, (knownEvents) =>
      deps.recurring.command(recurring, { ...spec, actor }, knownEvents),
    )
    if (result.outcome === 'refused') throw new Problem(result.refused)
    const { settled, processedUntil } = result
    const progress = { settled, processed_until: new Date(processedUntil).toISOString() }
    return { status: 200, body: { ...(await viewRecurring(em, id)), ...progress } }
  }
}

function numberOf(json: unknown): { number?: number } {
  const { occurrence } = parseBody(OccurrenceBody, json)
  return occurrence === undefined ? {} : { number: occurrence }
}

import { type Context, Hono } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { type IfMatch, readIfMatch } from '../../http/entity-tag.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { readJson, readOptionalJson } from '../../http/request/json-body.ts'
import { type RecurringCommandName, runRecurringCommand } from './commands.ts'
import { findRecurring, viewTagged } from './find-recurring.ts'

const PATHS: readonly (readonly [string, RecurringCommandName])[] = [
  ['/:id/pause', 'pause'],
  ['/:id/resume', 'resume'],
  ['/:id/end', 'end'],
  ['/:id/skip', 'skip'],
  ['/:id/retry', 'retry'],
  ['/:id/clock', 'advance_clock'],
]

export function recurringCommandRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()
  routes.patch('/:id', (c) => command(c, 'change', readJson, readIfMatch(c)))
  for (const [path, name] of PATHS) routes.post(path, (c) => command(c, name, readOptionalJson))
  return routes

  async function command(
    c: Context<MerchantEnv>,
    name: RecurringCommandName,
    read: typeof readOptionalJson,
    ifMatch?: IfMatch,
  ): Promise<Response> {
    const em = c.get('em')
    const recurring = await findRecurring(em, c.req.param('id') ?? '', c.get('tenant'))
    const { id } = recurring
    const { text, json } = await read(c)
    const run = async (commandId: string) => {
      const request = { json, commandId, actor: c.get('actor'), ifMatch }
      const progress = await runRecurringCommand(deps, em, recurring, name, request)
      const { view, tag } = await viewTagged(em, id)
      if (name === 'change') c.header('etag', tag)
      return { status: 200, body: { ...view, ...progress } } as const
    }
    return withIdempotency(c, text, { resourceId: id, run })
  }
}

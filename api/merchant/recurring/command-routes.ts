import { type Context, Hono } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { readJson, readOptionalJson } from '../../http/json-body.ts'
import { type RecurringCommandName, runRecurringCommand } from './commands.ts'
import { findRecurring, viewRecurring } from './find-recurring.ts'

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
  routes.patch('/:id', (c) => command(c, 'change', readJson))
  for (const [path, name] of PATHS) routes.post(path, (c) => command(c, name, readOptionalJson))
  return routes

  async function command(
    c: Context<MerchantEnv>,
    name: RecurringCommandName,
    read: typeof readOptionalJson,
  ): Promise<Response> {
    const em = c.get('em')
    const recurring = await findRecurring(em, c.req.param('id') ?? '', c.get('tenant'))
    const { id } = recurring
    const { text, json } = await read(c)
    const run = async (commandId: string) => {
      const request = { json, commandId, actor: c.get('actor') }
      const progress = await runRecurringCommand(deps, em, recurring, name, request)
      return { status: 200, body: { ...(await viewRecurring(em, id)), ...progress } } as const
    }
    return withIdempotency(c, text, { resourceId: id, run })
  }
}

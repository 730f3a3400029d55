import { type Context, Hono } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { readIfMatch, tagOfContent } from '../../http/entity-tag.ts'
import { readOptionalJson } from '../../http/request/json-body.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { type ImportCommandName, runImportCommand } from './commands.ts'
import { findImport } from './find-import.ts'
import { importView } from './import-view.ts'

export function importCommandRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.patch('/:id', (c) => command(c, 200, 'change_settings'))
  routes.post('/:id/confirm', (c) => command(c, 202, 'confirm'))
  for (const name of ['pause', 'resume', 'cancel'] as const) {
    routes.post(`/:id/${name}`, (c) => command(c, 200, name))
  }

  return routes

  async function command(
    c: Context<MerchantEnv>,
    status: 200 | 202,
    name: ImportCommandName,
  ): Promise<Response> {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const subject = await findImport(em, c.req.param('id') ?? '', tenant)
    const { id } = subject
    const ifMatch = name === 'change_settings' ? readIfMatch(c) : undefined
    const { text, json } = await readOptionalJson(c)
    const run = async (commandId: string) => {
      await runImportCommand(deps, em, subject, name, { json, commandId, actor: c.get('actor'), ifMatch })
      const present = await findImport(em, id, tenant)
      if (name === 'change_settings') c.header('etag', tagOfContent(present.requestedSettings))
      return { status, body: await importView(em, present) }
    }
    return withIdempotency(c, text, { resourceId: id, run })
  }
}

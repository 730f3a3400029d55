import { type Context, Hono } from 'hono'
import { ImportRow } from '../../../db/entities/index.ts'
import { isId, newId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { RequestedSettings, ReadSettings } from '../../../domain/import/index.ts'
import type { MerchantImportCommand } from '../../../workflows/invoice/contract.ts'
import type { ApiDeps } from '../../deps.ts'
import { invalidFields, Problem } from '../../http/problem.ts'
import type { MerchantEnv, Tenant } from '../../http/api-key-auth.ts'
import { parseBody } from '../invoices/command-bodies.ts'
import { readOptionalJson } from '../../http/json-body.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { ConfirmBody } from './schemas.ts'
import { importView } from './import-view.ts'
import { settingsOfBody } from './settings-body.ts'

type CommandSpec = MerchantImportCommand extends infer C
  ? C extends MerchantImportCommand
    ? Omit<C, 'commandId'>
    : never
  : never

/** What a merchant can ask of an import. */
export function importCommandRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { em, imports, channels } = deps
  const routes = new Hono<MerchantEnv>()

  // How the file is read can be changed until it is confirmed; it is then read again.
  routes.patch('/:id', (c) =>
    ask(c, 200, async (json, subject) => {
      await changeSettings(em, subject, settingsOfBody(json))
      return { type: 'read_again' }
    }),
  )

  routes.post('/:id/confirm', (c) =>
    ask(c, 202, async (json) => {
      const choice = parseBody(ConfirmBody, json)
      if (choice.deliver.some((channel) => !channels.includes(channel))) {
        const detail = 'text messages are not set up on this server'
        throw invalidFields([{ pointer: '/deliver', code: 'not_configured', detail }])
      }
      return { type: 'confirm', ...choice }
    }),
  )

  for (const type of ['pause', 'resume', 'cancel'] as const) {
    routes.post(`/:id/${type}`, (c) => ask(c, 200, async () => ({ type })))
  }

  return routes

  async function ask(
    c: Context<MerchantEnv>,
    status: 200 | 202,
    order: (json: unknown, subject: ImportRow) => Promise<CommandSpec>,
  ): Promise<Response> {
    const tenant = c.get('tenant')
    const subject = await findImport(em, c.req.param('id') ?? '', tenant)
    const { text, json } = await readOptionalJson(c)
    return withIdempotency(deps, c, { tenant, subjectId: subject.id, text }, async (commandId) => {
      const result = await imports.command(subject, { ...(await order(json, subject)), commandId })
      if (result.outcome === 'refused') throw new Problem(result.refused)
      return { status, body: await importView(em, await findImport(em, subject.id, tenant)) }
    })
  }
}

/** The next reading goes by these. */
async function changeSettings(em: EntityManager, { id }: ImportRow, given: RequestedSettings): Promise<void> {
  await em
    .fork()
    .execute(
      'update import set requested_settings = requested_settings || ?::jsonb, updated_at = now() where id = ? and confirmed_at is null',
      [JSON.stringify(given), id],
    )
}

/**
 * A file that was uploaded before comes with settings: it is read again by them, unless it was.
 *
 * @throws Problem when it is too late for that
 */
export async function readAgainBy(
  { em, imports }: ApiDeps,
  subject: ImportRow,
  given: RequestedSettings,
): Promise<void> {
  const asked = Object.entries(given) as [keyof ReadSettings, string][]
  if (asked.length === 0) return
  // By what it was read, not by what somebody asked for before: that request may have been cut off halfway.
  const known: Partial<ReadSettings> = (subject.status !== 'refused' && subject.settings) || {}
  if (asked.every(([setting, value]) => known[setting] === value)) return
  await changeSettings(em, subject, given)
  const result = await imports.command(subject, { type: 'read_again', commandId: newId('cmd') })
  if (result.outcome === 'done') return
  throw new Problem(
    result.refused,
    `This file was uploaded before, as ${subject.id}, and cannot be read with other settings any more.`,
  )
}

/** @throws Problem `not_found`, for another merchant's too */
export async function findImport(em: EntityManager, id: string, tenant: Tenant): Promise<ImportRow> {
  const subject = isId('imp', id) ? await em.fork().findOne(ImportRow, { id, ...tenant }) : null
  if (!subject || subject.status === 'uploading') throw new Problem('not_found')
  return subject
}

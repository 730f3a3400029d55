import { type Context, Hono } from 'hono'
import { ImportRow } from '../../../db/entities/index.ts'
import { isId, newId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import {
  type ImportRefusal,
  type ReadSettings,
  type RequestedSettings,
  truncateForDisplay,
  undecidedColumns,
} from '../../../domain/import/index.ts'
import { ISSUE_REFUSALS, type IssueRefusal } from '../../../domain/merchant/trust.ts'
import { type Currency, formatMoney } from '../../../domain/shared/money.ts'
import type { ImportCommandResult, MerchantImportCommand } from '../../../workflows/import/contract.ts'
import { withPendingMark } from '../../../clients/pending-commands.ts'
import type { ApiDeps } from '../../deps.ts'
import { invalidFields, notFound, Problem } from '../../http/problem.ts'
import type { MerchantEnv, Tenant } from '../../http/api-key-auth.ts'
import { parseBody, readOptionalJson } from '../../http/json-body.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { assertMayIssue, issueProblem } from '../trust/live-standing.ts'
import { EmptyBody } from '../invoices/command-bodies.ts'
import { ConfirmBody } from './schemas.ts'
import { importView } from './import-view.ts'
import { settingsOfBody } from './settings-body.ts'

type CommandSpec = MerchantImportCommand extends infer C
  ? C extends MerchantImportCommand
    ? Omit<C, 'commandId'>
    : never
  : never

export function importCommandRoutes({ imports, channels }: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.patch('/:id', (c) =>
    command(c, 200, async (json, subject) => {
      await changeSettings(c.get('em'), subject, settingsOfBody(json))
      return { type: 'read_again' }
    }),
  )

  routes.post('/:id/confirm', (c) =>
    command(c, 202, async (json, subject) => {
      const options = parseBody(ConfirmBody, json)
      if (subject.status === 'review') await assertMayIssue(c.get('em'), subject)
      if (options.deliver.some((channel) => !channels[c.get('tenant').mode].includes(channel))) {
        const detail = 'text messages are not set up on this server'
        throw invalidFields([{ pointer: '/deliver', code: 'not_configured', detail }])
      }
      return { type: 'confirm', actor: c.get('actor'), ...options }
    }),
  )

  for (const type of ['pause', 'resume', 'cancel'] as const) {
    routes.post(`/:id/${type}`, (c) =>
      command(c, 200, async (json) => {
        parseBody(EmptyBody, json)
        return { type }
      }),
    )
  }

  return routes

  async function command(
    c: Context<MerchantEnv>,
    status: 200 | 202,
    specify: (json: unknown, subject: ImportRow) => Promise<CommandSpec>,
  ): Promise<Response> {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const subject = await findImport(em, c.req.param('id') ?? '', tenant)
    const { id } = subject
    const { text, json } = await readOptionalJson(c)
    const run = async (commandId: string) => {
      const request = { ...(await specify(json, subject)), commandId }
      const result = await sendCommand(imports, em, subject, request)
      if (result.outcome === 'refused') throw await refusalOf(result.refused, em, id, tenant)
      return { status, body: await importView(em, await findImport(em, id, tenant)) }
    }
    return withIdempotency(c, text, { resourceId: id, run })
  }
}

function sendCommand(
  imports: ApiDeps['imports'],
  em: EntityManager,
  { id, merchantId }: ImportRow,
  request: MerchantImportCommand,
): Promise<ImportCommandResult> {
  const subject = { workflow: 'import', id, merchantId } as const
  return withPendingMark(em, subject, () => imports.command({ id, merchantId }, request))
}

async function refusalOf(
  refused: ImportRefusal,
  em: EntityManager,
  id: string,
  tenant: Tenant,
): Promise<Problem> {
  if (isIssueRefusal(refused)) {
    const { totals } = await findImport(em, id, tenant)
    const sums = totals.map(
      ({ count, currency, amount }) =>
        `${count} invoices, ${formatMoney({ amount, currency: currency as Currency })}`,
    )
    return issueProblem(em, tenant.merchantId, refused, `The import has ${sums.join('; ')}.`)
  }
  if (refused !== 'import_has_questions') return new Problem(refused)
  const headers = undecidedColumns((await findImport(em, id, tenant)).questions)
  const names = headers.map((header) => JSON.stringify(truncateForDisplay(header)))
  return new Problem(
    refused,
    `The file has columns that are not read: ${names.join(', ')}. Say for each what it is, or leave it out, with PATCH /v1/imports/{id}: {"columns": {${names[0] ?? ''}: null}}. To leave out all: {"unread_columns": "ignore"}.`,
  )
}

function isIssueRefusal(refused: ImportRefusal): refused is IssueRefusal {
  return ISSUE_REFUSALS.some((one) => one === refused)
}

async function changeSettings(
  em: EntityManager,
  { id }: ImportRow,
  settings: RequestedSettings,
): Promise<void> {
  await em.execute(
    'update import set requested_settings = requested_settings || ?::jsonb, updated_at = now() where id = ? and confirmed_at is null',
    [JSON.stringify(settings), id],
  )
}

export async function readAgainWith(
  { imports }: Pick<ApiDeps, 'imports'>,
  em: EntityManager,
  subject: ImportRow,
  settings: RequestedSettings,
): Promise<void> {
  const requested = Object.entries(settings) as [keyof ReadSettings, string][]
  if (requested.length === 0) return
  // An interrupted request may have saved settings that no parse has used.
  const used: Partial<ReadSettings> = (subject.status !== 'refused' && subject.settings) || {}
  if (requested.every(([setting, value]) => used[setting] === value)) return
  await changeSettings(em, subject, settings)
  const request = { type: 'read_again', commandId: newId('cmd') } as const
  const result = await sendCommand(imports, em, subject, request)
  if (result.outcome === 'done') return
  throw new Problem(
    result.refused,
    `This file was uploaded before, as ${subject.id}, and cannot be read with other settings any more.`,
  )
}

/** @throws Problem `not_found`, also for an unfinished upload and for another merchant or mode */
export async function findImport(em: EntityManager, id: string, tenant: Tenant): Promise<ImportRow> {
  const subject = isId('imp', id) ? await em.findOne(ImportRow, { id, ...tenant }, { refresh: true }) : null
  if (!subject || subject.status === 'uploading') throw notFound('Import')
  return subject
}

import { isDeepStrictEqual } from 'node:util'
import type { ImportRow } from '../../../db/entities/index.ts'
import { newId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import {
  type ImportRefusal,
  type ReadSettings,
  type RequestedSettings,
  truncateForDisplay,
  undecidedColumns,
} from '../../../domain/import/index.ts'
import { ISSUE_REFUSALS, type IssueRefusal } from '../../../domain/merchant/trust.ts'
import type { MerchantActor } from '../../../domain/shared/cause.ts'
import { type Currency, formatMoney } from '../../../domain/shared/money.ts'
import type { ImportCommandResult, MerchantImportCommand } from '../../../workflows/import/contract.ts'
import { withPendingMark } from '../../../clients/pending-commands.ts'
import type { ApiDeps } from '../../deps.ts'
import { type IfMatch, tagOfContent } from '../../http/entity-tag.ts'
import { invalidFields, Problem } from '../../http/errors/problem.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { parseBody } from '../../http/request/json-body.ts'
import { assertMayIssue, issueProblem } from '../trust/live-standing.ts'
import { EmptyBody } from '../invoices/request/command-bodies.ts'
import { findImport } from './find-import.ts'
import { ConfirmBody } from './schemas.ts'
import { settingsOfBody } from './settings-body.ts'

type Deps = Pick<ApiDeps, 'channels' | 'imports'>

type CommandSpec = MerchantImportCommand extends infer C
  ? C extends MerchantImportCommand
    ? Omit<C, 'commandId'>
    : never
  : never

export type ImportCommandName = 'change_settings' | 'confirm' | 'pause' | 'resume' | 'cancel'

interface CommandRequest {
  json: unknown
  commandId: string
  actor: MerchantActor
  /** Runs in the transaction that saves settings, while the import is locked. */
  claim?: ClaimKey | undefined
  /** Only a change of the settings has a condition. */
  ifMatch?: IfMatch | undefined
}

/** @throws Problem for invalid fields, or if the workflow refuses the command */
export async function runImportCommand(
  deps: Deps,
  em: EntityManager,
  subject: ImportRow,
  name: ImportCommandName,
  { commandId, ...request }: CommandRequest,
): Promise<void> {
  const spec = await specify(deps, em, subject, name, request)
  const result = await sendCommand(deps, em, subject, { ...spec, commandId })
  if (result.outcome === 'refused') throw await refusalOf(result.refused, em, subject)
}

async function specify(
  { channels }: Deps,
  em: EntityManager,
  subject: ImportRow,
  name: ImportCommandName,
  { json, actor, claim, ifMatch }: Omit<CommandRequest, 'commandId'>,
): Promise<CommandSpec> {
  if (name === 'change_settings') {
    await requestSettings(em, subject, settingsOfBody(json), { claim, ifMatch })
    return { type: 'read_again' }
  }
  if (name !== 'confirm') {
    parseBody(EmptyBody, json)
    return { type: name }
  }
  const { parse_version: parseVersion, ...options } = parseBody(ConfirmBody, json)
  if (subject.status === 'review') await assertMayIssue(em, subject)
  if (options.deliver.some((channel) => !channels[subject.mode].includes(channel))) {
    const detail = 'text messages are not set up on this server'
    throw invalidFields([{ pointer: '/deliver', code: 'not_configured', detail }])
  }
  return { type: 'confirm', actor, ...options, parseVersion }
}

function sendCommand(
  { imports }: Pick<Deps, 'imports'>,
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
  { id, merchantId, mode }: ImportRow,
): Promise<Problem> {
  const current = () => findImport(em, id, { merchantId, mode })
  if (isIssueRefusal(refused)) {
    const { totals } = await current()
    const sums = totals.map(
      ({ count, currency, amount }) =>
        `${count} invoices, ${formatMoney({ amount, currency: currency as Currency })}`,
    )
    return issueProblem(em, merchantId, refused, `The import has ${sums.join('; ')}.`)
  }
  if (refused !== 'import_has_questions') return new Problem(refused)
  const headers = undecidedColumns((await current()).questions)
  const names = headers.map((header) => JSON.stringify(truncateForDisplay(header)))
  return new Problem(
    refused,
    `The file has columns that are not read: ${names.join(', ')}. Say for each what it is, or leave it out, with PATCH /v1/imports/{id}: {"columns": {${names[0] ?? ''}: null}}. To leave out all: {"unread_columns": "ignore"}.`,
  )
}

function isIssueRefusal(refused: ImportRefusal): refused is IssueRefusal {
  return ISSUE_REFUSALS.some((one) => one === refused)
}

/** The workflow refuses to read an import again in other states. */
async function requestSettings(
  em: EntityManager,
  { id }: ImportRow,
  settings: RequestedSettings,
  { claim, ifMatch }: Pick<CommandRequest, 'claim' | 'ifMatch'> = {},
): Promise<void> {
  await em.transactional(async (tx) => {
    const [changeable] = await tx.execute<{ present: RequestedSettings }[]>(
      `select requested_settings as present from import
       where id = ? and status in ('parsing', 'review', 'refused') for update`,
      [id],
    )
    if (!changeable) return
    await claim?.(tx, id)
    const { present } = changeable
    // A repetition after a crash finds its own settings saved.
    const isSaved = isDeepStrictEqual({ ...present, ...settings }, present)
    if (ifMatch && !isSaved && !ifMatch.matches(tagOfContent(present)))
      throw new Problem('precondition_failed')
    await tx.execute(
      `update import set requested_settings = requested_settings || ?::jsonb, updated_at = now() where id = ?`,
      [JSON.stringify(settings), id],
    )
  })
}

export async function readAgainWith(
  deps: Pick<ApiDeps, 'imports'>,
  em: EntityManager,
  subject: ImportRow,
  settings: RequestedSettings,
): Promise<void> {
  const requested = Object.entries(settings) as [keyof ReadSettings, string][]
  if (requested.length === 0) return
  // An interrupted request may have saved settings that no parse has used.
  const used: Partial<ReadSettings> = (subject.status !== 'refused' && subject.settings) || {}
  if (requested.every(([setting, value]) => used[setting] === value)) return
  await requestSettings(em, subject, settings)
  const request = { type: 'read_again', commandId: newId('cmd') } as const
  const result = await sendCommand(deps, em, subject, request)
  if (result.outcome === 'done') return
  throw new Problem(
    result.refused,
    `This file was uploaded before, as ${subject.id}, and cannot be read with other settings any more.`,
  )
}

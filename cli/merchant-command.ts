import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { createApiKey, revokeApiKey } from '../db/api-keys.ts'
import { ApiKeyRow, MerchantRow } from '../db/entities/index.ts'
import { findConfirmedPerson } from '../db/identity/people.ts'
import { createMerchant } from '../db/merchants.ts'
import type { EntityManager } from '../db/orm.ts'
import { readLiveStanding } from '../db/trust/live-standing.ts'
import { listDecisions, recordDecision } from '../db/trust/operator-decisions.ts'
import { hasControls } from '../domain/invoice/limits.ts'
import { apiKeyStatus, type Scope, SCOPES } from '../domain/merchant/api-key.ts'
import {
  type MissingForLive,
  type OperatorActor,
  readAmounts,
  type VolumeLimits,
  volumeText,
} from '../domain/merchant/trust.ts'
import { afterDuration, isTimeZone } from '../domain/shared/calendar.ts'
import { hasVisibleText, withoutOverrides } from '../domain/shared/direction.ts'
import { isEmailAddress } from '../domain/shared/email-address.ts'
import type { Mode } from '../domain/shared/mode.ts'

export const USAGE = `Usage:
  npm run merchant -- create --name <name> --email <address> [--time-zone Europe/London] [--owner <address of a person>]
  npm run merchant -- list
  npm run merchant -- approve <merchant> [--reason <text>] [--by <operator>]
  npm run merchant -- suspend <merchant> --reason <text, which the merchant sees> [--by <operator>]
  npm run merchant -- limits <merchant>
  npm run merchant -- limits <merchant> --set default|none|<invoices a day>[,GBP=<whole amount a day>,…] [--reason <text>] [--by <operator>]
  npm run merchant -- history <merchant>
  npm run merchant -- keys <merchant>
  npm run merchant -- keys <merchant> --create <name> --mode test|live [--scopes ${SCOPES.join(',')}] [--expires-in P90D]
  npm run merchant -- keys <merchant> --revoke <key>
`

export class CommandError extends Error {
  override name = 'CommandError'
  readonly isUsage: boolean

  constructor(message: string, { isUsage = false } = {}) {
    super(message)
    this.isUsage = isUsage
  }
}

const OPERATOR = { type: 'system' } as const

export async function runMerchantCommand(em: EntityManager, args: readonly string[]): Promise<string[]> {
  const [command, ...rest] = args
  switch (command) {
    case 'create':
      return create(em, rest)
    case 'list':
      parse(rest, [])
      return list(em)
    case 'approve':
      return changeStatus(em, 'approved', rest)
    case 'suspend':
      return changeStatus(em, 'suspended', rest)
    case 'limits':
      return limits(em, rest)
    case 'history':
      return history(em, rest)
    case 'keys':
      return keys(em, rest)
    case undefined:
      throw new CommandError('There is no command.', { isUsage: true })
    default:
      throw new CommandError(`There is no command "${command}".`, { isUsage: true })
  }
}

async function create(em: EntityManager, args: readonly string[]): Promise<string[]> {
  const { values } = parse(args, ['name', 'email', 'time-zone', 'owner'])
  const name = textOf('--name', values['name'], 200)
  const email = values['email'] ?? ''
  if (!isEmailAddress(email)) throw new CommandError('--email must be an e-mail address.')
  const timeZone = values['time-zone'] ?? 'Europe/London'
  if (!isTimeZone(timeZone))
    throw new CommandError('--time-zone must be a name of the IANA database, such as Europe/London.')
  const owner = values['owner'] === undefined ? {} : { ownerId: await personOf(em, values['owner']) }
  const { outcome, id } = await createMerchant(em, { name, email, timeZone, ...owner })
  if (outcome === 'too_many') throw new CommandError('A person can own ten merchants.')
  return [id]
}

async function personOf(em: EntityManager, email: string): Promise<string> {
  const personId = await findConfirmedPerson(em, email)
  if (personId === undefined)
    throw new CommandError(`--owner must be the confirmed address of a person who has signed up.`)
  return personId
}

async function list(em: EntityManager): Promise<string[]> {
  const merchants = await em.find(MerchantRow, {}, { orderBy: { id: 'asc' } })
  return table(
    ['id', 'status', 'name', 'e-mail', 'created'],
    merchants.map(({ id, status, name, email, createdAt }) => [id, status, name, email, dateOf(createdAt)]),
  )
}

async function changeStatus(
  em: EntityManager,
  kind: 'approved' | 'suspended',
  args: readonly string[],
): Promise<string[]> {
  const { values, positional: id } = parse(args, ['reason', 'by'], 'merchant')
  await assertExists(em, id)
  const { reason } = values
  const decision = reason === undefined && kind === 'approved' ? { kind } : { kind, reason: reasonOf(reason) }
  if (!(await recordDecision(em, id, decision, operatorOf(values['by']))))
    return [`${id} is ${kind} already.`]
  const { missing } = await readLiveStanding(em, id)
  const lacks = missing.filter((one) => one !== 'approval')
  const note =
    lacks.length > 0 ? [`Live mode still needs: ${lacks.map((one) => MISSING[one]).join(', ')}.`] : []
  return [`${id} is ${kind}.`, ...(kind === 'approved' ? note : [])]
}

const MISSING: Record<MissingForLive, string> = {
  confirmed_email: 'an owner with a confirmed e-mail address',
  payout_account: 'a live payout account',
  approval: 'approval',
}

async function limits(em: EntityManager, args: readonly string[]): Promise<string[]> {
  const { values, positional: id } = parse(args, ['set', 'reason', 'by'], 'merchant')
  await assertExists(em, id)
  const { set, reason } = values
  if (set !== undefined) {
    const decision = { kind: 'limits_changed', limits: limitsOf(set) } as const
    await recordDecision(
      em,
      id,
      reason === undefined ? decision : { ...decision, reason: reasonOf(reason) },
      operatorOf(values['by']),
    )
  }
  const standing = await readLiveStanding(em, id)
  return [`limits of a day: ${volumeText(standing.limits)}`, `used today: ${volumeText(standing.used)}`]
}

async function history(em: EntityManager, args: readonly string[]): Promise<string[]> {
  const { positional: id } = parse(args, [], 'merchant')
  await assertExists(em, id)
  const decisions = await listDecisions(em, id)
  return table(
    ['at', 'by', 'decision', 'limits', 'reason'],
    decisions.map(({ at, by, kind, limits: given, reason }) => [
      new Date(at).toISOString(),
      by.name,
      kind,
      kind === 'limits_changed' ? (given ? volumeText(given) : 'default') : '–',
      reason ?? '–',
    ]),
  )
}

function limitsOf(given: string): VolumeLimits | null {
  if (given === 'default') return null
  if (given === 'none') return {}
  const wrong = new CommandError('--set must be default, none, or such as 200,GBP=50000.')
  const parsed = /^(\d{1,9})(?:,(.+))?$/.exec(given)
  if (!parsed) throw wrong
  const [, invoices, amounts] = parsed
  try {
    return { invoices: Number(invoices), ...(amounts ? { amounts: readAmounts(amounts) } : {}) }
  } catch {
    throw wrong
  }
}

function reasonOf(given: string | undefined): string {
  return textOf('--reason', given, 500)
}

function operatorOf(given: string | undefined): OperatorActor {
  return { type: 'operator', name: textOf('--by', given ?? userInfo().username, 100) }
}

async function assertExists(em: EntityManager, merchantId: string): Promise<void> {
  if ((await em.count(MerchantRow, { id: merchantId })) === 0)
    throw new CommandError(`There is no merchant ${merchantId}. See: npm run merchant -- list`)
}

async function keys(em: EntityManager, args: readonly string[]): Promise<string[]> {
  const { values, positional: merchantId } = parse(
    args,
    ['create', 'mode', 'scopes', 'expires-in', 'revoke'],
    'merchant',
  )
  await assertExists(em, merchantId)
  if (values['create'] !== undefined && values['revoke'] !== undefined)
    throw new CommandError('Use --create or --revoke, not both.', { isUsage: true })
  if (values['create'] !== undefined) return createKey(em, merchantId, values)
  const others = (['mode', 'scopes', 'expires-in'] as const).filter((name) => values[name] !== undefined)
  if (others.length > 0)
    throw new CommandError(`--${others.join(', --')} is only for --create.`, { isUsage: true })
  if (values['revoke'] !== undefined) return revokeKey(em, merchantId, values['revoke'])
  return listKeys(em, merchantId)
}

async function createKey(
  em: EntityManager,
  merchantId: string,
  values: Partial<Record<'create' | 'mode' | 'scopes' | 'expires-in', string>>,
): Promise<string[]> {
  const name = textOf('--create', values['create'], 100)
  const wanted = { name, scopes: scopesOf(values['scopes']), expiresAt: expiryOf(values['expires-in']) }
  const tenant = { merchantId, mode: modeOf(values['mode']) }
  const { id, key } = await createApiKey(em, tenant, wanted, OPERATOR)
  return [id, key, 'The key is shown only now, because Duewell keeps only its hash.']
}

async function revokeKey(em: EntityManager, merchantId: string, id: string): Promise<string[]> {
  const key = await em.findOne(ApiKeyRow, { id, merchantId })
  if (!key)
    throw new CommandError(`The merchant has no key ${id}. See: npm run merchant -- keys ${merchantId}`)
  await revokeApiKey(em, { id, merchantId, mode: key.mode }, OPERATOR)
  return [`${id} is revoked.`]
}

async function listKeys(em: EntityManager, merchantId: string): Promise<string[]> {
  const rows = await em.find(ApiKeyRow, { merchantId }, { orderBy: { id: 'asc' } })
  return table(
    ['id', 'key', 'status', 'name', 'scopes', 'created', 'last used', 'expires'],
    rows.map((row) => [
      row.id,
      `${row.startsWith}…`,
      apiKeyStatus(row),
      row.name,
      row.scopes.join(','),
      dateOf(row.createdAt),
      dateOf(row.lastUsedAt),
      dateOf(row.expiresAt),
    ]),
  )
}

function parse<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
  positional?: string,
): { values: Partial<Record<Name, string>>; positional: string } {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const parsed = parseOrThrow(args, options)
  const [first, ...others] = parsed.positionals
  if (positional !== undefined && first === undefined)
    throw new CommandError(`The ${positional} is missing.`, { isUsage: true })
  const extra = positional === undefined ? parsed.positionals : others
  if (extra.length > 0) throw new CommandError(`"${extra.join(' ')}" is unknown.`, { isUsage: true })
  return { values: parsed.values as Partial<Record<Name, string>>, positional: first ?? '' }
}

function parseOrThrow(args: readonly string[], options: Record<string, { type: 'string' }>) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new CommandError(error instanceof Error ? error.message : String(error), { isUsage: true })
  }
}

function textOf(option: string, given: string | undefined, max: number): string {
  const text = withoutOverrides(given ?? '').trim()
  if (!hasVisibleText(text) || hasControls(text) || text.length > max)
    throw new CommandError(`${option} must be a text of 1 to ${max} characters.`)
  return text
}

function modeOf(given: string | undefined): Mode {
  if (given !== 'test' && given !== 'live') throw new CommandError('--mode must be test or live.')
  return given
}

function scopesOf(given: string | undefined): readonly Scope[] {
  const names = given?.split(',') ?? SCOPES
  const scopes = SCOPES.filter((scope) => names.includes(scope))
  if (scopes.length === 0 || scopes.length < names.length)
    throw new CommandError(`--scopes must be some of ${SCOPES.join(',')}.`)
  return scopes
}

function expiryOf(given: string | undefined): Date | null {
  if (given === undefined) return null
  const at = afterDuration(Date.now(), given, 'UTC')
  if (at === undefined || at <= Date.now())
    throw new CommandError('--expires-in must be an ISO 8601 duration, such as P90D.')
  return new Date(at)
}

function dateOf(at: Date | null | undefined): string {
  return at ? at.toISOString().slice(0, 10) : '–'
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const lines = [titles, ...rows]
  const widths = titles.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)))
  return lines.map((line) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

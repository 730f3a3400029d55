import { randomBytes } from 'node:crypto'
import {
  API_KEY_BYTES,
  encodeApiKey,
  hashApiKey,
  isApiKey,
  type Scope,
  visibleStart,
} from '../domain/merchant/api-key.ts'
import type { Actor } from '../domain/shared/cause.ts'
import { ApiKeyRow } from './entities/index.ts'
import { newId } from './ids.ts'
import type { EntityManager } from './orm.ts'
import { executePrepared } from './prepared.ts'
import { changeSettings } from './settings/change-settings.ts'
import type { Mode } from '../domain/shared/mode.ts'

interface Tenant {
  merchantId: string
  mode: Mode
}

export interface NewApiKey {
  /** A second key with the same id violates `api_key_pkey`. */
  id?: string | undefined
  name: string
  scopes: readonly Scope[]
  expiresAt?: Date | null
}

/** The database must not contain `key`. */
export interface CreatedApiKey {
  id: string
  key: string
}

interface FoundApiKey extends Tenant {
  id: string
  scopes: readonly Scope[]
  isRevoked: boolean
  isExpired: boolean
  isUseDue: boolean
}

type Claim = (tx: EntityManager, id: string) => Promise<void>

const NOT_ENDED = 'revoked_at is null and (expires_at is null or expires_at > now())'
const USE_DUE = `(last_used_at is null or last_used_at <= now() - interval '1 minute')`

const FIND = `select id, merchant_id as "merchantId", mode, scopes, revoked_at is not null as "isRevoked",
    coalesce(expires_at <= now(), false) as "isExpired", ${USE_DUE} as "isUseDue"
  from api_key where hash = ?`

export async function findApiKey(em: EntityManager, key: string): Promise<FoundApiKey | undefined> {
  if (!isApiKey(key)) return undefined
  const [found] = await executePrepared<FoundApiKey>(em, FIND, [hashApiKey(key)])
  return found
}

const MAX_LISTED = 200

/** Returns the keys of both modes, the newest first. */
export async function listApiKeys(em: EntityManager, merchantId: string): Promise<ApiKeyRow[]> {
  return em.find(ApiKeyRow, { merchantId }, { orderBy: { id: 'desc' }, limit: MAX_LISTED })
}

/** @returns the ids of the keys that are revoked or expired, or do not exist */
export async function findEndedKeys(em: EntityManager, ids: readonly string[]): Promise<string[]> {
  const rows = await executePrepared<{ id: string }>(
    em,
    `select o.id from unnest(?::text[]) as o (id)
     where not exists (select from api_key k where k.id = o.id and ${NOT_ENDED})`,
    [ids],
  )
  return rows.map(({ id }) => id)
}

export async function noteApiKeyUse(em: EntityManager, id: string): Promise<void> {
  await executePrepared(em, `update api_key set last_used_at = now() where id = ? and ${USE_DUE}`, [id])
}

export type ApiKeyRefusal = 'unauthorized' | 'api_key_revoked' | 'api_key_expired' | 'api_key_rotated'

export class ApiKeyRefusedError extends Error {
  override name = 'ApiKeyRefusedError'
  readonly code: ApiKeyRefusal

  constructor(code: ApiKeyRefusal) {
    super(code)
    this.code = code
  }
}

/** @throws ApiKeyRefusedError `unauthorized` */
export async function createApiKey(
  em: EntityManager,
  tenant: Tenant,
  wanted: NewApiKey,
  createdBy: Actor,
  claim?: Claim,
): Promise<CreatedApiKey> {
  const id = wanted.id ?? newId('key')
  return changeSettings(em, createdBy, async (tx) => {
    await claim?.(tx, id)
    assertNotEnded(createdBy, await lockKeys(tx, tenant, [keyIdOf(createdBy)]))
    return insertApiKey(tx, { ...tenant, ...wanted, id, createdBy })
  })
}

/** @throws ApiKeyRefusedError */
export async function rotateApiKey(
  em: EntityManager,
  { id: oldId, ...tenant }: Tenant & { id: string },
  overlapMs: number,
  createdBy: Actor,
  claim?: Claim,
): Promise<CreatedApiKey> {
  const id = newId('key')
  return changeSettings(em, createdBy, async (tx) => {
    await claim?.(tx, id)
    const locked = await lockKeys(tx, tenant, [oldId, keyIdOf(createdBy)])
    assertNotEnded(createdBy, locked)
    const old = locked.find((key) => key.id === oldId)
    if (!old) throw new RangeError(`no api_key has the id ${oldId}`)
    if (old.replacedBy !== null) throw new ApiKeyRefusedError('api_key_rotated')
    if (old.isRevoked) throw new ApiKeyRefusedError('api_key_revoked')
    if (old.isExpired) throw new ApiKeyRefusedError('api_key_expired')
    const { name, scopes } = old
    const expiresAt = old.expiresAt === null ? null : new Date(old.expiresAt)
    const created = await insertApiKey(tx, { ...tenant, name, scopes, expiresAt, id, createdBy })
    await executePrepared(
      tx,
      `update api_key set replaced_by = ?,
         expires_at = least(expires_at, now() + ?::float8 * interval '1 millisecond') where id = ?`,
      [id, overlapMs, oldId],
    )
    return created
  })
}

interface LockedKey {
  id: string
  name: string
  scopes: Scope[]
  expiresAt: Date | string | null
  replacedBy: string | null
  isRevoked: boolean
  isExpired: boolean
}

function lockKeys(
  tx: EntityManager,
  { merchantId, mode }: Tenant,
  ids: readonly (string | undefined)[],
): Promise<LockedKey[]> {
  // The order of the locks prevents a deadlock of concurrent rotations.
  const sql = `select id, name, scopes, expires_at as "expiresAt", replaced_by as "replacedBy",
      revoked_at is not null as "isRevoked", coalesce(expires_at <= now(), false) as "isExpired"
    from api_key where id = any(?::text[]) and merchant_id = ? and mode = ? order by id for update`
  return executePrepared(tx, sql, [ids.filter((id) => id !== undefined), merchantId, mode])
}

function keyIdOf(actor: Actor): string | undefined {
  return actor.type === 'api_key' ? actor.id : undefined
}

function assertNotEnded(actor: Actor, locked: readonly LockedKey[]): void {
  if (actor.type !== 'api_key') return
  const own = locked.find(({ id }) => id === actor.id)
  if (!own || own.isRevoked || own.isExpired) throw new ApiKeyRefusedError('unauthorized')
}

export async function revokeApiKey(
  em: EntityManager,
  { merchantId, mode, id }: Tenant & { id: string },
  revokedBy: Actor,
): Promise<boolean> {
  return changeSettings(em, revokedBy, async (tx) => {
    const rows = await executePrepared(
      tx,
      `update api_key set revoked_at = coalesce(revoked_at, now()), revoked_by = coalesce(revoked_by, ?::jsonb)
       where id = ? and merchant_id = ? and mode = ? returning id`,
      [JSON.stringify(revokedBy), id, merchantId, mode],
    )
    return rows.length > 0
  })
}

async function insertApiKey(
  tx: EntityManager,
  row: Tenant & NewApiKey & { id: string; createdBy: Actor },
): Promise<CreatedApiKey> {
  const { id, merchantId, mode, name, scopes, expiresAt, createdBy } = row
  const key = encodeApiKey(mode, randomBytes(API_KEY_BYTES))
  await tx.insert(ApiKeyRow, {
    id,
    hash: hashApiKey(key),
    merchantId,
    mode,
    name,
    scopes: [...new Set(scopes)],
    startsWith: visibleStart(key),
    createdAt: new Date(),
    createdBy,
    expiresAt: expiresAt ?? null,
  })
  return { id, key }
}

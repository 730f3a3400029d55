import { createHash } from 'node:crypto'
import type { EncryptedText } from '../domain/shared/encryption.ts'
import { ago, type DueRows } from './claims.ts'
import { IdempotencyKeyRow } from './entities/index.ts'
import type { EntityManager } from './orm.ts'
import { executePrepared, readOne } from './prepared.ts'
import type { Mode } from '../domain/shared/mode.ts'
import { DAY_MS } from '../domain/shared/durations.ts'

const IDEMPOTENCY_LOCK_MS = 30_000
const KEPT_MS = 30 * DAY_MS
const DELETED_AT_ONCE = 5_000

export interface IdempotencyScope {
  merchantId: string
  mode: Mode
  key: string
}

export interface KeyClaim {
  resourceId: string
  lockedUntil: Date
  claimedAt: Date
}

export type PriorRequest =
  | { kind: 'none' }
  | { kind: 'other_request' }
  | { kind: 'in_flight' }
  | { kind: 'answered'; resourceId: string; status: number; body: EncryptedText | undefined }
  | { kind: 'erased'; resourceId: string }
  | { kind: 'abandoned'; claim: KeyClaim }

export async function findPriorRequest(
  em: EntityManager,
  scope: IdempotencyScope,
  requestHash: string,
): Promise<PriorRequest> {
  const { merchantId, mode, key } = scope
  const where = 'r.merchant_id = ? and r.mode = ? and r.key = ?'
  const row = await readOne(em, IdempotencyKeyRow, where, [merchantId, mode, key])
  if (!row) return { kind: 'none' }
  const { resourceId, responseStatus: status, responseKid: kid, responseBody: bytes } = row
  if (row.erasedAt) return { kind: 'erased', resourceId }
  if (row.requestHash !== requestHash) return { kind: 'other_request' }
  if (status) return { kind: 'answered', resourceId, status, body: kid && bytes ? { kid, bytes } : undefined }
  const lockedUntil = lockUntil()
  const taken = await em.nativeUpdate(
    IdempotencyKeyRow,
    { ...scope, lockedUntil: { $lt: new Date() }, responseStatus: null, erasedAt: null },
    { lockedUntil },
  )
  const claim = { resourceId, lockedUntil, claimedAt: row.createdAt }
  return taken === 1 ? { kind: 'abandoned', claim } : { kind: 'in_flight' }
}

export async function claimKey(
  em: EntityManager,
  { merchantId, mode, key }: IdempotencyScope,
  requestHash: string,
  resourceId: string,
): Promise<KeyClaim | undefined> {
  const claimedAt = new Date()
  const lockedUntil = lockUntil()
  const inserted = await executePrepared(
    em,
    `insert into idempotency_key (merchant_id, mode, key, request_hash, resource_id, locked_until, created_at)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing returning key`,
    [merchantId, mode, key, requestHash, resourceId, lockedUntil, claimedAt],
  )
  return inserted.length > 0 ? { resourceId, lockedUntil, claimedAt } : undefined
}

/** Keeps a key that another request has claimed since. */
export async function releaseKey(
  em: EntityManager,
  scope: IdempotencyScope,
  { lockedUntil }: KeyClaim,
): Promise<void> {
  await em.nativeDelete(IdempotencyKeyRow, { ...scope, lockedUntil, responseStatus: null })
}

export async function unlockKey(
  em: EntityManager,
  scope: IdempotencyScope,
  { lockedUntil }: KeyClaim,
): Promise<void> {
  const where = { ...scope, lockedUntil, responseStatus: null }
  await em.nativeUpdate(IdempotencyKeyRow, where, { lockedUntil: new Date() })
}

export async function saveResponse(
  em: EntityManager,
  { merchantId, mode, key }: IdempotencyScope,
  status: number,
  body: EncryptedText | undefined,
): Promise<void> {
  await executePrepared(
    em,
    `update idempotency_key set response_status = ?,
       response_kid = case when erased_at is null then ?::text end,
       response_body = case when erased_at is null then ?::bytea end
     where merchant_id = ? and mode = ? and key = ? and response_status is null`,
    [status, body?.kid ?? null, body ? Buffer.from(body.bytes) : null, merchantId, mode, key],
  )
}

export async function eraseAnswers(
  em: EntityManager,
  merchantId: string,
  resourceIds: readonly string[],
  keptKey?: string,
): Promise<void> {
  await executePrepared(
    em,
    `update idempotency_key
     set erased_at = now(), request_hash = '', response_kid = null, response_body = null
     where resource_id = any(?::text[]) and merchant_id = ? and erased_at is null and key is distinct from ?`,
    [resourceIds, merchantId, keptKey ?? null],
  )
}

export function oldKeys(): Pick<DueRows, 'table' | 'where'> {
  return { table: 'idempotency_key', where: `created_at <= ${ago(KEPT_MS)}` }
}

export async function deleteOldKeys(em: EntityManager): Promise<void> {
  const { table, where } = oldKeys()
  await em.execute(
    `delete from ${table} where ctid = any(array(select ctid from ${table} where ${where} limit ?))`,
    [DELETED_AT_ONCE],
  )
}

export function hashRequest(method: string, target: string, body: string): string {
  return createHash('sha256').update(`${method} ${target}\n${body}`).digest('hex')
}

function lockUntil(): Date {
  return new Date(Date.now() + IDEMPOTENCY_LOCK_MS)
}

import { createHash } from 'node:crypto'
import { IdempotencyKeyRow, type Mode } from './entities/index.ts'
import type { EntityManager } from './orm.ts'
import { executePrepared } from './prepared.ts'

const IDEMPOTENCY_LOCK_MS = 30_000

export interface IdempotencyScope {
  merchantId: string
  mode: Mode
  key: string
}

/** `lockedUntil` changes when another request takes over the key. */
export interface KeyClaim {
  resourceId: string
  lockedUntil: Date
}

export type PriorRequest =
  | { kind: 'none' }
  | { kind: 'other_request' }
  | { kind: 'in_flight' }
  | { kind: 'answered'; resourceId: string; status: number; body: string }
  | { kind: 'abandoned'; claim: KeyClaim }

export async function findPriorRequest(
  em: EntityManager,
  scope: IdempotencyScope,
  requestHash: string,
): Promise<PriorRequest> {
  const row = await em.findOne(IdempotencyKeyRow, scope, { refresh: true })
  if (!row) return { kind: 'none' }
  if (row.requestHash !== requestHash) return { kind: 'other_request' }
  const { resourceId, responseStatus, responseBody } = row
  if (responseStatus && responseBody !== null && responseBody !== undefined) {
    return { kind: 'answered', resourceId, status: responseStatus, body: responseBody }
  }
  const lockedUntil = lockUntil()
  const taken = await em.nativeUpdate(
    IdempotencyKeyRow,
    { ...scope, lockedUntil: { $lt: new Date() }, responseStatus: null },
    { lockedUntil },
  )
  return taken === 1 ? { kind: 'abandoned', claim: { resourceId, lockedUntil } } : { kind: 'in_flight' }
}

export async function claimKey(
  em: EntityManager,
  { merchantId, mode, key }: IdempotencyScope,
  requestHash: string,
  resourceId: string,
): Promise<KeyClaim | undefined> {
  const lockedUntil = lockUntil()
  const inserted = await executePrepared(
    em,
    `insert into idempotency_key (merchant_id, mode, key, request_hash, resource_id, locked_until)
     values (?, ?, ?, ?, ?, ?) on conflict do nothing returning key`,
    [merchantId, mode, key, requestHash, resourceId, lockedUntil],
  )
  return inserted.length > 0 ? { resourceId, lockedUntil } : undefined
}

/** Keeps a key that another request has taken over. */
export async function releaseKey(
  em: EntityManager,
  scope: IdempotencyScope,
  { lockedUntil }: KeyClaim,
): Promise<void> {
  await em.nativeDelete(IdempotencyKeyRow, { ...scope, lockedUntil, responseStatus: null })
}

export async function saveResponse(
  em: EntityManager,
  scope: IdempotencyScope,
  status: number,
  body: string,
): Promise<void> {
  await em.nativeUpdate(IdempotencyKeyRow, scope, { responseStatus: status, responseBody: body })
}

export function hashRequest(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n${body}`).digest('hex')
}

function lockUntil(): Date {
  return new Date(Date.now() + IDEMPOTENCY_LOCK_MS)
}

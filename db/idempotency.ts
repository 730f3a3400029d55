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

/** Keeps the response of a request whose subject was erased meanwhile. */
export async function saveResponse(
  em: EntityManager,
  scope: IdempotencyScope,
  status: number,
  body: string,
): Promise<void> {
  await em.nativeUpdate(
    IdempotencyKeyRow,
    { ...scope, responseStatus: null },
    { responseStatus: status, responseBody: body },
  )
}

/**
 * Leaves only the id in the answers about the resources. A request in flight keeps its key, and its answer is not
 * saved.
 */
export async function eraseReplays(
  tx: EntityManager,
  { merchantId, mode }: Pick<IdempotencyScope, 'merchantId' | 'mode'>,
  ownKey: string | undefined,
  resourceIds: readonly string[],
): Promise<void> {
  await executePrepared(
    tx,
    `update idempotency_key set response_status = coalesce(response_status, 200),
       response_body = jsonb_build_object('id', resource_id)::text
     where merchant_id = ? and mode = ? and resource_id in (select jsonb_array_elements_text(?::jsonb))
       and response_status is distinct from 204 and key is distinct from ?`,
    [merchantId, mode, JSON.stringify(resourceIds), ownKey ?? null],
  )
}

export function hashRequest(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n${body}`).digest('hex')
}

function lockUntil(): Date {
  return new Date(Date.now() + IDEMPOTENCY_LOCK_MS)
}

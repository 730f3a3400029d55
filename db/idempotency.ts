import { createHash } from 'node:crypto'
import { IdempotencyKeyRow, type Mode } from './entities/index.ts'
import type { EntityManager } from './orm.ts'

/** How long a first request may work before a repetition takes it over, in milliseconds. */
export const IDEMPOTENCY_LOCK_MS = 30_000

export interface IdempotencyScope {
  merchantId: string
  mode: Mode
  key: string
}

export type PriorRequest =
  | { kind: 'none' }
  | { kind: 'other_request' }
  | { kind: 'in_flight' }
  | { kind: 'answered'; status: number; body: string }
  /** The first request died half way: its invoice exists, and this one finishes the work. */
  | { kind: 'abandoned'; resourceId: string }

/** What became of an earlier request with the same key. */
export async function findEarlier(
  em: EntityManager,
  scope: IdempotencyScope,
  requestHash: string,
): Promise<PriorRequest> {
  const row = await em.fork().findOne(IdempotencyKeyRow, scope)
  if (!row) return { kind: 'none' }
  if (row.requestHash !== requestHash) return { kind: 'other_request' }
  if (row.responseStatus && row.responseBody !== null && row.responseBody !== undefined) {
    return { kind: 'answered', status: row.responseStatus, body: row.responseBody }
  }
  const taken = await em
    .fork()
    .nativeUpdate(
      IdempotencyKeyRow,
      { ...scope, lockedUntil: { $lt: new Date() } },
      { lockedUntil: lockUntil() },
    )
  return taken === 1 ? { kind: 'abandoned', resourceId: row.resourceId } : { kind: 'in_flight' }
}

/** Claims the key in the transaction that creates the invoice, so neither exists without the other. */
export function claim(
  tx: EntityManager,
  scope: IdempotencyScope,
  requestHash: string,
  resourceId: string,
): void {
  tx.create(IdempotencyKeyRow, {
    ...scope,
    requestHash,
    resourceId,
    lockedUntil: lockUntil(),
    createdAt: new Date(),
  })
}

/** Claims the key for a command to an invoice that exists. False if another request was faster. */
export async function claimFor(
  em: EntityManager,
  { merchantId, mode, key }: IdempotencyScope,
  requestHash: string,
  resourceId: string,
): Promise<boolean> {
  const inserted = await em.fork().execute(
    `insert into idempotency_key (merchant_id, mode, key, request_hash, resource_id, locked_until)
     values (?, ?, ?, ?, ?, ?) on conflict do nothing returning key`,
    [merchantId, mode, key, requestHash, resourceId, lockUntil()],
  )
  return inserted.length > 0
}

/** Forgets a claim under which nothing happened. */
export async function release(em: EntityManager, scope: IdempotencyScope): Promise<void> {
  await em.fork().nativeDelete(IdempotencyKeyRow, { ...scope, responseStatus: null })
}

/** Keeps the answer for repetitions. */
export async function saveResponse(
  em: EntityManager,
  scope: IdempotencyScope,
  status: number,
  body: string,
): Promise<void> {
  await em.fork().nativeUpdate(IdempotencyKeyRow, scope, { responseStatus: status, responseBody: body })
}

/** Tells one request from another: method, path and body. */
export function hashRequest(method: string, path: string, body: string): string {
  return createHash('sha256').update(`${method} ${path}\n${body}`).digest('hex')
}

function lockUntil(): Date {
  return new Date(Date.now() + IDEMPOTENCY_LOCK_MS)
}

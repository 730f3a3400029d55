import type { Actor } from '../../domain/shared/cause.ts'
import type { DisabledReason } from '../../domain/webhooks/delivery.ts'
import { type EndpointSecret, WebhookEndpointRow } from '../entities/index.ts'
import type { Owner } from '../events/publish.ts'
import { lockMerchant } from '../merchants.ts'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'
import { changeSettings } from '../settings/change-settings.ts'

const MAX_ENDPOINTS = 20
export const MAX_SECRETS = 5

export type NewEndpoint = Pick<WebhookEndpointRow, 'id' | 'url' | 'description' | 'events' | 'secrets'>

export async function insertEndpoint(
  tx: EntityManager,
  owner: Owner,
  endpoint: NewEndpoint,
): Promise<boolean> {
  // Concurrent requests could otherwise exceed the limit.
  await lockMerchant(tx, owner.merchantId)
  const count = await tx.count(WebhookEndpointRow, { ...scopeOf(owner), deletedAt: null })
  if (count >= MAX_ENDPOINTS) return false
  const now = new Date()
  tx.create(WebhookEndpointRow, {
    ...endpoint,
    ...scopeOf(owner),
    status: 'enabled',
    createdAt: now,
    updatedAt: now,
  })
  return true
}

export async function findEndpoint(
  em: EntityManager,
  owner: Owner,
  id: string,
): Promise<WebhookEndpointRow | null> {
  return em.findOne(WebhookEndpointRow, { id, ...scopeOf(owner), deletedAt: null }, { refresh: true })
}

/** `tx` must be a transaction. */
export async function lockEndpoint(
  tx: EntityManager,
  owner: Owner,
  id: string,
): Promise<WebhookEndpointRow | null> {
  await executePrepared(
    tx,
    'select from webhook_endpoint where id = ? and merchant_id = ? and mode = ? for no key update',
    [id, owner.merchantId, owner.mode],
  )
  return findEndpoint(tx, owner, id)
}

export async function listEndpoints(
  em: EntityManager,
  owner: Owner,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<WebhookEndpointRow[]> {
  const before = cursor === undefined ? {} : { id: { $lt: cursor } }
  const where = { ...scopeOf(owner), deletedAt: null, ...before }
  return em.find(WebhookEndpointRow, where, { orderBy: { id: 'desc' }, limit: limit + 1 })
}

export async function changeEndpoint(
  em: EntityManager,
  owner: Owner,
  id: string,
  actor: Actor,
  change: (endpoint: WebhookEndpointRow) => void,
  claim?: (tx: EntityManager, id: string) => Promise<void>,
): Promise<WebhookEndpointRow | undefined> {
  return changeSettings(
    em,
    actor,
    async (tx) => {
      await claim?.(tx, id)
      const endpoint = await lockEndpoint(tx, owner, id)
      if (!endpoint) return undefined
      change(endpoint)
      endpoint.updatedAt = new Date()
      return endpoint
    },
    { clear: true },
  )
}

export function enable(endpoint: WebhookEndpointRow): void {
  if (endpoint.status === 'enabled') return
  Object.assign(endpoint, { status: 'enabled', ...NOT_DISABLED, failingSince: null })
}

export function disable(endpoint: WebhookEndpointRow, disabledReason: DisabledReason): void {
  if (endpoint.status === 'disabled') return
  Object.assign(endpoint, { status: 'disabled', disabledReason, disabledAt: new Date(), noticeDueAt: null })
}

const NOT_DISABLED = { disabledReason: null, disabledAt: null, noticeDueAt: null }

/** @param now milliseconds since 1970 */
export function validSecrets(secrets: readonly EndpointSecret[], now: number): EndpointSecret[] {
  return secrets.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now)
}

function scopeOf({ merchantId, mode }: Owner): Owner {
  return { merchantId, mode }
}

import type { WebhookEndpointRow } from '../../../db/entities/index.ts'
import { publishTo } from '../../../db/events/publish.ts'
import { deterministicId, isId, newId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { type DeliveryRecord, findDelivery, redeliverRange } from '../../../db/webhooks/deliveries.ts'
import {
  changeEndpoint,
  disable,
  enable,
  findEndpoint,
  insertEndpoint,
} from '../../../db/webhooks/endpoints.ts'
import { TEST_EVENT_TYPE } from '../../../domain/events/event-types.ts'
import type { ApiDeps } from '../../deps.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { type IfMatch, tagOfContent } from '../../http/entity-tag.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { parseBody } from '../../http/request/json-body.ts'
import { overlapOf } from '../../http/limits/overlap.ts'
import { notFound, Problem } from '../../http/errors/problem.ts'
import type { SettingsAuthor } from '../account/settings-author.ts'
import { ChangedEndpointBody, NewEndpointBody, RedeliveryBody } from './bodies.ts'
import { createSecret, rotate, secretOf } from './secrets.ts'

type Deps = Pick<ApiDeps, 'linkKeys' | 'allowsHttpWebhooks'>

const MAX_OVERLAP_DAYS = 7

/** @throws Problem `not_found`, also for an endpoint of another merchant or mode */
export async function mustFindEndpoint(
  em: EntityManager,
  tenant: Tenant,
  id: string,
): Promise<WebhookEndpointRow> {
  const found = isId('whe', id) ? await findEndpoint(em, tenant, id) : null
  if (!found) throw notFound('Webhook endpoint')
  return found
}

/**
 * Returns the secret, which cannot be read later.
 *
 * @throws Problem `invalid_fields` or `too_many_webhook_endpoints`
 */
export async function createEndpoint(
  { linkKeys: ring, allowsHttpWebhooks }: Deps,
  em: EntityManager,
  { tenant, actor, id = newId('whe') }: SettingsAuthor & { id?: string },
  json: unknown,
  claim?: ClaimKey,
): Promise<{ id: string; secret: string }> {
  const { url, events, description } = parseBody(NewEndpointBody(allowsHttpWebhooks), json)
  const { secret, stored } = createSecret({ endpointId: id, commandId: id, ring })
  await changeSettings(em, actor, async (tx) => {
    await claim?.(tx, id)
    const endpoint = { id, url, events, description, secrets: [stored] }
    if (!(await insertEndpoint(tx, tenant, endpoint))) throw new Problem('too_many_webhook_endpoints')
  })
  return { id, secret }
}

/** The tag stays the same while deliveries fail, until they disable the endpoint. */
export function tagOfEndpoint(endpoint: WebhookEndpointRow): string {
  const { url, events, description, status } = endpoint
  return tagOfContent([url, events ?? null, description ?? null, status])
}

/** @throws Problem `invalid_fields`, `not_found` or `precondition_failed` */
export async function editEndpoint(
  { allowsHttpWebhooks }: Deps,
  em: EntityManager,
  author: SettingsAuthor,
  id: string,
  json: unknown,
  { claim, ifMatch }: { claim?: ClaimKey | undefined; ifMatch?: IfMatch | undefined } = {},
): Promise<void> {
  const { status, ...fields } = parseBody(ChangedEndpointBody(allowsHttpWebhooks), json)
  const set = (endpoint: WebhookEndpointRow) => {
    if (ifMatch && !ifMatch.matches(tagOfEndpoint(endpoint))) throw new Problem('precondition_failed')
    Object.assign(endpoint, fields)
    if (status === 'enabled') enable(endpoint)
    if (status === 'disabled') disable(endpoint, 'merchant')
  }
  await mustChange(em, author, id, set, claim)
}

/**
 * A repetition with the same command id returns the same secret.
 *
 * @throws Problem `invalid_fields`, `too_many_webhook_secrets` or `not_found`
 */
export async function rotateEndpointSecret(
  { linkKeys: ring }: Deps,
  em: EntityManager,
  author: SettingsAuthor,
  id: string,
  { json, commandId }: { json: unknown; commandId: string },
): Promise<{ endpoint: WebhookEndpointRow; secret: string | null }> {
  const overlapMs = overlapOf(json, MAX_OVERLAP_DAYS)
  const context = { endpointId: id, commandId, ring }
  const endpoint = await mustChange(em, author, id, (changed) => {
    changed.secrets = rotate(changed.secrets, overlapMs, context)
  })
  return { endpoint, secret: secretOf(endpoint.secrets, context) }
}

/** @throws Problem `webhook_endpoint_disabled` */
export async function sendTestEvent(
  em: EntityManager,
  tenant: Tenant,
  endpointId: string,
  commandId: string,
): Promise<DeliveryRecord> {
  const event = testEvent(deterministicId('evt', commandId), endpointId)
  const deliveryId = await publishTo(em, tenant, endpointId, event, commandId)
  const delivery = deliveryId === undefined ? undefined : await findDelivery(em, tenant, deliveryId)
  if (!delivery) throw new Problem('webhook_endpoint_disabled')
  return delivery
}

/**
 * Returns the number of events.
 *
 * @throws Problem `invalid_fields`, `webhook_endpoint_disabled` or `range_too_large`
 */
export async function redeliverEvents(
  em: EntityManager,
  { id, status }: Pick<WebhookEndpointRow, 'id' | 'status'>,
  { json, commandId }: { json: unknown; commandId: string },
): Promise<number> {
  const { since, until = Date.now(), events } = parseBody(RedeliveryBody, json)
  if (status === 'disabled') throw new Problem('webhook_endpoint_disabled')
  const count = await redeliverRange(em, id, { since, until, isAll: events === 'all' }, commandId)
  if (count === 'too_many') throw new Problem('range_too_large')
  return count
}

/** @throws Problem `not_found` */
export async function deleteEndpoint(
  em: EntityManager,
  author: SettingsAuthor,
  id: string,
  claim?: ClaimKey,
): Promise<void> {
  const remove = (endpoint: WebhookEndpointRow) => {
    disable(endpoint, 'merchant')
    endpoint.noticeDueAt = null
    endpoint.deletedAt = new Date()
  }
  await mustChange(em, author, id, remove, claim)
}

async function mustChange(
  em: EntityManager,
  { tenant, actor }: SettingsAuthor,
  id: string,
  change: (endpoint: WebhookEndpointRow) => void,
  claim?: ClaimKey,
): Promise<WebhookEndpointRow> {
  const changed = isId('whe', id) && (await changeEndpoint(em, tenant, id, actor, change, claim))
  if (!changed) throw notFound('Webhook endpoint')
  return changed
}

function testEvent(id: string, endpointId: string) {
  const at = new Date().toISOString()
  const data = {
    id,
    object: 'event',
    type: TEST_EVENT_TYPE,
    at,
    recorded_at: at,
    webhook_endpoint_id: endpointId,
    data: {},
  }
  return { id, type: TEST_EVENT_TYPE, data }
}

import type { WebhookEndpointRow, WebhookTry } from '../../../db/entities/index.ts'
import type { DeliveryRecord } from '../../../db/webhooks/deliveries.ts'
import { validSecrets } from '../../../db/webhooks/endpoints.ts'
import { TEST_EVENT_TYPE } from '../../../domain/events/event-types.ts'
import { eventBody } from '../../../domain/events/published-event.ts'
import { isoOrNull } from '../../http/response/iso.ts'

export function endpointView(endpoint: WebhookEndpointRow) {
  const { id, mode, url, description, events, status, disabledReason, disabledAt } = endpoint
  const { failingSince, secrets, createdAt, updatedAt } = endpoint
  const [, earlier] = validSecrets(secrets, Date.now())
  return {
    object: 'webhook_endpoint',
    id,
    mode,
    url,
    description: description ?? null,
    events: events ?? null,
    status,
    disabled_reason: disabledReason ?? null,
    disabled_at: isoOrNull(disabledAt),
    failing_since: isoOrNull(failingSince),
    earlier_secret_expires_at: earlier?.expiresAt ?? null,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  }
}

export function deliveryView(delivery: DeliveryRecord) {
  const { id, endpointId, event, status, attempts, tries } = delivery
  const { data: _, ...named } = eventBody(event)
  const last = tries.at(-1)
  return {
    object: 'webhook_delivery',
    id,
    endpoint: endpointId,
    event: named,
    status: status === 'sending' ? 'pending' : status,
    is_redelivery: delivery.request !== '' && event.type !== TEST_EVENT_TYPE,
    attempts,
    last_attempt: last ? tryView(last) : null,
    next_attempt_at: isoOrNull(delivery.nextAtMs),
    created_at: isoOrNull(delivery.createdAtMs),
    updated_at: isoOrNull(delivery.updatedAtMs),
  }
}

export function deliveryDetail(delivery: DeliveryRecord) {
  return {
    ...deliveryView(delivery),
    tries: delivery.tries.map(tryView),
    body: eventBody(delivery.event),
  }
}

function tryView({ at, durationMs, statusCode, failure, body }: WebhookTry) {
  return { at, duration_ms: durationMs, status_code: statusCode, failure, response: body }
}

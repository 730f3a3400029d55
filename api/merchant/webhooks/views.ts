import type { WebhookEndpointRow, WebhookTry } from '../../../db/entities/index.ts'
import type { DeliveryRecord } from '../../../db/webhooks/deliveries.ts'
import { validSecrets } from '../../../db/webhooks/endpoints.ts'
import { isoOrNull } from '../../http/iso.ts'

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
  const { id, endpointId, eventId, type, sequence, eventAtMs, status, attempts, tries } = delivery
  const last = tries.at(-1)
  return {
    object: 'webhook_delivery',
    id,
    endpoint: endpointId,
    event: { id: eventId, type, sequence, created_at: isoOrNull(eventAtMs) },
    status: status === 'sending' ? 'pending' : status,
    is_redelivery: delivery.request !== '' && type !== 'webhook_endpoint.test',
    attempts,
    last_attempt: last ? tryView(last) : null,
    next_attempt_at: isoOrNull(delivery.nextAtMs),
    created_at: isoOrNull(delivery.createdAtMs),
    updated_at: isoOrNull(delivery.updatedAtMs),
  }
}

export function deliveryDetail(delivery: DeliveryRecord & { body: string }) {
  return {
    ...deliveryView(delivery),
    tries: delivery.tries.map(tryView),
    body: JSON.parse(delivery.body) as unknown,
  }
}

function tryView({ at, durationMs, statusCode, failure, body }: WebhookTry) {
  return { at, duration_ms: durationMs, status_code: statusCode, failure, response: body }
}

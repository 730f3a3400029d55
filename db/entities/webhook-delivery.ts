import { defineEntity, p } from '@mikro-orm/postgresql'
import type { DeliveryStatus, TryFailure } from '../../domain/webhooks/delivery.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface WebhookTry {
  at: string
  durationMs: number
  statusCode: number | null
  failure: TryFailure | null
  body: string
}

const WebhookDeliverySchema = defineEntity({
  name: 'WebhookDeliveryRow',
  tableName: 'webhook_delivery',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    endpointId: p.string(),
    eventId: p.string(),
    request: p.text(),
    status: p.string().$type<DeliveryStatus | 'sending'>(),
    claims: p.integer(),
    attempts: p.integer(),
    tries: p.json<WebhookTry[]>(),
    nextAt: p.datetime().nullable(),
    checkAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class WebhookDeliveryRow extends WebhookDeliverySchema.class {}
WebhookDeliverySchema.setClass(WebhookDeliveryRow)

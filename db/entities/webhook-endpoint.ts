import { defineEntity, p } from '@mikro-orm/postgresql'
import type { DisabledReason } from '../../domain/webhooks/delivery.ts'
import type { SealedSecret } from '../../domain/webhooks/secret.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export interface EndpointSecret extends SealedSecret {
  commandId: string
  /** Instant, ISO 8601. Null means no end. */
  expiresAt: string | null
}

const WebhookEndpointSchema = defineEntity({
  name: 'WebhookEndpointRow',
  tableName: 'webhook_endpoint',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    url: p.text(),
    description: p.text().nullable(),
    events: p.json<string[]>().nullable(),
    status: p.string().$type<'enabled' | 'disabled'>(),
    disabledReason: p.string().$type<DisabledReason>().nullable(),
    disabledAt: p.datetime().nullable(),
    secrets: p.json<EndpointSecret[]>(),
    failingSince: p.datetime().nullable(),
    noticeDueAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    deletedAt: p.datetime().nullable(),
  },
})
export class WebhookEndpointRow extends WebhookEndpointSchema.class {}
WebhookEndpointSchema.setClass(WebhookEndpointRow)

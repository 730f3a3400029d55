import { defineEntity, p } from '@mikro-orm/postgresql'
import type { DisabledReason } from '../../domain/webhooks/delivery.ts'
import type { SealedSecret } from '../../domain/webhooks/secret.ts'
import type { Mode } from './mode.ts'

export interface EndpointSecret extends SealedSecret {
  /** The command that created the secret. */
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
    /** Null means all types. */
    events: p.json<string[]>().nullable(),
    status: p.string().$type<'enabled' | 'disabled'>(),
    disabledReason: p.string().$type<DisabledReason>().nullable(),
    disabledAt: p.datetime().nullable(),
    /** Newest first. */
    secrets: p.json<EndpointSecret[]>(),
    /** Instant of the first failed try since the last successful one. */
    failingSince: p.datetime().nullable(),
    /** Null means that no e-mail about the end of the deliveries waits. */
    noticeDueAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
    deletedAt: p.datetime().nullable(),
  },
})
export class WebhookEndpointRow extends WebhookEndpointSchema.class {}
WebhookEndpointSchema.setClass(WebhookEndpointRow)

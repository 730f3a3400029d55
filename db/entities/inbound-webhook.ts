import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Rail } from '../../domain/invoice/index.ts'

/** Who sends webhooks in. */
export type WebhookSource = Rail | 'postmark' | 'twilio'

const InboxSchema = defineEntity({
  name: 'InboundWebhookRow',
  tableName: 'inbound_webhook',
  properties: {
    source: p.string().$type<WebhookSource>().primary(),
    eventId: p.text().primary(),
    body: p.text(),
    receivedAt: p.datetime(),
    /** When the sweep last tried to handle it. */
    lastAttemptAt: p.datetime().nullable(),
    processedAt: p.datetime().nullable(),
    outcome: p.text().nullable(),
  },
})
export class InboundWebhookRow extends InboxSchema.class {}
InboxSchema.setClass(InboundWebhookRow)

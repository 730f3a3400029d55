import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Rail } from '../../domain/invoice/index.ts'
import type { Mode } from '../../domain/shared/mode.ts'

export type WebhookSource = Rail | 'postmark' | 'twilio'

const InboundWebhookSchema = defineEntity({
  name: 'InboundWebhookRow',
  tableName: 'inbound_webhook',
  properties: {
    source: p.string().$type<WebhookSource>().primary(),
    mode: p.string().$type<Mode>().primary(),
    eventId: p.text().primary(),
    body: p.text(),
    messageId: p.text().nullable(),
    receivedAt: p.datetime(),
    lastAttemptAt: p.datetime().nullable(),
    processedAt: p.datetime().nullable(),
    outcome: p.text().nullable(),
  },
})
export class InboundWebhookRow extends InboundWebhookSchema.class {}
InboundWebhookSchema.setClass(InboundWebhookRow)

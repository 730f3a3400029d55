import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Mode } from './mode.ts'

const WebhookEventSchema = defineEntity({
  name: 'WebhookEventRow',
  tableName: 'webhook_event',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    sequence: p.bigint('number'),
    type: p.text(),
    body: p.text(),
    createdAt: p.datetime(),
  },
})
export class WebhookEventRow extends WebhookEventSchema.class {}
WebhookEventSchema.setClass(WebhookEventRow)

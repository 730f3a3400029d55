import { defineEntity, p } from '@mikro-orm/postgresql'
import type { PublicEvent } from '../../domain/events/event-types.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const PublicEventSchema = defineEntity({
  name: 'PublicEventRow',
  tableName: 'public_event',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    sequence: p.bigint('number'),
    type: p.text(),
    data: p.json<PublicEvent>(),
    createdAt: p.datetime(),
  },
})
export class PublicEventRow extends PublicEventSchema.class {}
PublicEventSchema.setClass(PublicEventRow)

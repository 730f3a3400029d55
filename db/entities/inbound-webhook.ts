import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Rail } from '../../domain/invoice/index.ts'

/** Who sends webhooks in. */
export type InboxSource = Rail | 'postmark' | 'twilio'

const InboxSchema = defineEntity({
  name: 'InboxRow',
  tableName: 'inbox',
  properties: {
    source: p.string().$type<InboxSource>().primary(),
    eventId: p.text().primary(),
    body: p.text(),
    receivedAt: p.datetime(),
    /** When the sweep last tried to handle it. */
    triedAt: p.datetime().nullable(),
    handledAt: p.datetime().nullable(),
    outcome: p.text().nullable(),
  },
})
export class InboxRow extends InboxSchema.class {}
InboxSchema.setClass(InboxRow)

import { defineEntity, p } from '@mikro-orm/postgresql'

const PendingCommandSchema = defineEntity({
  name: 'PendingCommandRow',
  tableName: 'pending_command',
  properties: {
    id: p.string().primary(),
    workflow: p.string().$type<'invoice' | 'recurring_invoice' | 'import'>(),
    subjectId: p.string(),
    merchantId: p.string(),
    /** Is false once the request has ended without the workflow's answer. */
    isWaiting: p.boolean(),
    claimedAt: p.datetime().nullable(),
    sentAt: p.datetime(),
  },
})
export class PendingCommandRow extends PendingCommandSchema.class {}
PendingCommandSchema.setClass(PendingCommandRow)

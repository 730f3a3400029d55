import { defineEntity, p } from '@mikro-orm/postgresql'

const PendingCommandSchema = defineEntity({
  name: 'PendingCommandRow',
  tableName: 'pending_command',
  properties: {
    id: p.string().primary(),
    workflow: p.string().$type<'invoice' | 'recurring_invoice' | 'import'>(),
    subjectId: p.string(),
    merchantId: p.string(),
    isWaiting: p.boolean(),
    claimedAt: p.datetime().nullable(),
    sentAt: p.datetime(),
  },
})
export class PendingCommandRow extends PendingCommandSchema.class {}
PendingCommandSchema.setClass(PendingCommandRow)

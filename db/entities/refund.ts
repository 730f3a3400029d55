import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Refund } from '../../domain/invoice/index.ts'

const RefundSchema = defineEntity({
  name: 'RefundRow',
  tableName: 'refund',
  properties: {
    id: p.string().primary(),
    invoiceId: p.string(),
    attemptId: p.string(),
    status: p.string().$type<Refund['status']>(),
    amount: p.bigint('number'),
    requestBody: p.text().nullable(),
    providerRefundId: p.text().nullable(),
    lastSentAt: p.datetime().nullable(),
    lastCheckedAt: p.datetime().nullable(),
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class RefundRow extends RefundSchema.class {}
RefundSchema.setClass(RefundRow)

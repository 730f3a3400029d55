import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Refund } from '../../domain/invoice/index.ts'

const RefundSchema = defineEntity({
  name: 'RefundRow',
  tableName: 'refund',
  properties: {
    /** Is also the idempotency key at the rail. */
    id: p.string().primary(),
    invoiceId: p.string(),
    attemptId: p.string(),
    status: p.string().$type<Refund['status']>(),
    amount: p.bigint('number'),
    /** Is null before the first send. Every resend has the same body. */
    requestBody: p.text().nullable(),
    providerRefundId: p.text().nullable(),
    /** Null means that no process has claimed the send. */
    lastSentAt: p.datetime().nullable(),
    /** Follows the invoice's clock. */
    lastCheckedAt: p.datetime().nullable(),
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class RefundRow extends RefundSchema.class {}
RefundSchema.setClass(RefundRow)

import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Refund } from '../../domain/invoice/index.ts'

const RefundSchema = defineEntity({
  name: 'RefundRow',
  tableName: 'refund',
  properties: {
    /** The idempotency key at the rail depends on the id. */
    id: p.string().primary(),
    invoiceId: p.string(),
    attemptId: p.string(),
    status: p.string().$type<Refund['status']>(),
    amount: p.bigint('number'),
    /** A resend must have the exact body of the first request. Null means that no request was sent. */
    requestBody: p.text().nullable(),
    providerRefundId: p.text().nullable(),
    lastSentAt: p.datetime().nullable(),
    /** Instant, by the invoice's clock. */
    lastCheckedAt: p.datetime().nullable(),
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class RefundRow extends RefundSchema.class {}
RefundSchema.setClass(RefundRow)

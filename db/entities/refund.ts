import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Refund } from '../../domain/invoice/index.ts'

const RefundSchema = defineEntity({
  name: 'RefundRow',
  tableName: 'refund',
  properties: {
    /** Also the idempotency key at the rail. */
    id: p.string().primary(),
    invoiceId: p.string(),
    /** Attempt whose payment is refunded in full or in part. */
    attemptId: p.string(),
    status: p.string().$type<Refund['status']>(),
    amount: p.bigint('bigint'),
    /** Exact body of the first request, null before it. Every resend has the same body. */
    requestBody: p.text().nullable(),
    providerRefundId: p.text().nullable(),
    /** Instant of the latest send to the rail. Null if the rail certainly has no request. */
    lastSentAt: p.datetime().nullable(),
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class RefundRow extends RefundSchema.class {}
RefundSchema.setClass(RefundRow)

import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Refund } from '../../domain/invoice/index.ts'

const RefundSchema = defineEntity({
  name: 'RefundRow',
  tableName: 'refund',
  properties: {
    /** Also the idempotency key at the rail. */
    id: p.string().primary(),
    invoiceId: p.string(),
    /** The payment that it sends back, wholly or in part. */
    attemptId: p.string(),
    status: p.string().$type<Refund['status']>(),
    amount: p.bigint('bigint'),
    /** The exact body of the first request, so that every resend is identical; null until there was one. */
    requestBody: p.text().nullable(),
    providerRefundId: p.text().nullable(),
    /** Before the request was sent to its rail the last time; null where it is not, or never was. */
    lastSentAt: p.datetime().nullable(),
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class RefundRow extends RefundSchema.class {}
RefundSchema.setClass(RefundRow)

import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Refund } from '../../domain/invoice/index.ts'

const RefundSchema = defineEntity({
  name: 'RefundRow',
  tableName: 'refund',
  properties: {
    /** The id, which is also the idempotency key at the rail. */
    id: p.string().primary(),
    invoiceId: p.string(),
    attemptId: p.string(),
    status: p.string().$type<Refund['status']>(),
    amount: p.bigint('number'),
    /** The exact body of the first request; null before the first send. Every resend has the same body. */
    requestBody: p.text().nullable(),
    providerRefundId: p.text().nullable(),
    /** The instant of the latest claim to send, at TrueLayer the first. Null means no claim. */
    lastSentAt: p.datetime().nullable(),
    /** The instant of the latest read at the rail, by the invoice's clock. */
    lastCheckedAt: p.datetime().nullable(),
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class RefundRow extends RefundSchema.class {}
RefundSchema.setClass(RefundRow)

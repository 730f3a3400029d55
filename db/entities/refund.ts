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
    /** Every resend has the exact body of the first request. Null means that nothing was sent. */
    requestBody: p.text().nullable(),
    providerRefundId: p.text().nullable(),
    /** Is the instant of the last send claim, which only some rails take. */
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

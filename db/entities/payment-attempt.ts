import { defineEntity, p } from '@mikro-orm/postgresql'
import type { AttemptStatus, Rail } from '../../domain/invoice/index.ts'

const PaymentAttemptSchema = defineEntity({
  name: 'PaymentAttemptRow',
  tableName: 'payment_attempt',
  properties: {
    /** The id, which is also the idempotency key at the rail. */
    id: p.string().primary(),
    invoiceId: p.string(),
    rail: p.string().$type<Rail>(),
    bankId: p.text(),
    bankName: p.text(),
    status: p.string().$type<AttemptStatus>(),
    amount: p.bigint('number'),
    currency: p.string(),
    /** The exact body of the first request. Every resend has the same body. */
    requestBody: p.text(),
    providerPaymentId: p.text().nullable(),
    /** True if the money goes to the merchant's external account. `executed` is then the final state. */
    toExternalAccount: p.boolean().default(false),
    redirectUrl: p.text().nullable(),
    /** The instant of the latest send. Null means that the rail certainly has no request. */
    lastSentAt: p.datetime().nullable(),
    /** The instant of the latest read at the rail, by the invoice's clock. */
    lastCheckedAt: p.datetime().nullable(),
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class PaymentAttemptRow extends PaymentAttemptSchema.class {}
PaymentAttemptSchema.setClass(PaymentAttemptRow)

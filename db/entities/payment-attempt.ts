import { defineEntity, p } from '@mikro-orm/postgresql'
import type { AttemptStatus, Rail } from '../../domain/invoice/index.ts'

const PaymentAttemptSchema = defineEntity({
  name: 'PaymentAttemptRow',
  tableName: 'payment_attempt',
  properties: {
    /** Also the idempotency key at the rail. */
    id: p.string().primary(),
    invoiceId: p.string(),
    rail: p.string().$type<Rail>(),
    bankId: p.text(),
    bankName: p.text(),
    status: p.string().$type<AttemptStatus>(),
    amount: p.bigint('bigint'),
    currency: p.string(),
    /** The exact body of the first request, so that every resend is identical. */
    requestBody: p.text(),
    providerPaymentId: p.text().nullable(),
    /** Its money goes straight to the merchant: final is that it was executed, as nobody sees it arrive. */
    toExternalAccount: p.boolean().default(false),
    redirectUrl: p.text().nullable(),
    /** Before the request was sent to its rail the last time; null where it is not, or never was. */
    lastSentAt: p.datetime().nullable(),
    failure: p.text().nullable(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class PaymentAttemptRow extends PaymentAttemptSchema.class {}
PaymentAttemptSchema.setClass(PaymentAttemptRow)

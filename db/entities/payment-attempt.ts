import { defineEntity, p } from '@mikro-orm/postgresql'
import type { AttemptStatus, Rail } from '../../domain/invoice/index.ts'
import type { Mode } from '../../domain/shared/mode.ts'

const PaymentAttemptSchema = defineEntity({
  name: 'PaymentAttemptRow',
  tableName: 'payment_attempt',
  properties: {
    id: p.string().primary(),
    invoiceId: p.string(),
    mode: p.string().$type<Mode>(),
    rail: p.string().$type<Rail>(),
    bankId: p.text(),
    bankName: p.text(),
    status: p.string().$type<AttemptStatus>(),
    amount: p.bigint('number'),
    currency: p.string(),
    requestBody: p.text(),
    providerPaymentId: p.text().nullable(),
    toExternalAccount: p.boolean().default(false),
    /** The rail names its account by this id. An erasure keeps it. */
    settlementAccount: p.text().nullable(),
    redirectUrl: p.text().nullable(),
    lastSentAt: p.datetime().nullable(),
    lastCheckedAt: p.datetime().nullable(),
    failure: p.text().nullable(),
    isRequestInvalid: p.boolean().default(false),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class PaymentAttemptRow extends PaymentAttemptSchema.class {}
PaymentAttemptSchema.setClass(PaymentAttemptRow)

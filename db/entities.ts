import { defineEntity, p } from '@mikro-orm/postgresql'
import type { Cause, Channel, DeliveryState, InvoiceStatus, LinkState } from '../domain/invoice/index.ts'
import type { Address } from '../domain/invoice-document.ts'
import type { InvoiceLine } from '../domain/lines.ts'

/** Test and live invoices never meet: every row belongs to a merchant and a mode. */
export type Mode = 'test' | 'live'

const MerchantSchema = defineEntity({
  name: 'MerchantRow',
  tableName: 'merchant',
  properties: {
    id: p.string().primary(),
    name: p.text(),
    email: p.text(),
    timeZone: p.text(),
    numberPrefix: p.text(),
    linkLifetimeDays: p.integer(),
    createdAt: p.datetime(),
  },
})
export class MerchantRow extends MerchantSchema.class {}
MerchantSchema.setClass(MerchantRow)

const ApiKeySchema = defineEntity({
  name: 'ApiKeyRow',
  tableName: 'api_key',
  properties: {
    /** SHA-256 of the key, hex. The key itself is shown once and never stored. */
    hash: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    createdAt: p.datetime(),
    revokedAt: p.datetime().nullable(),
  },
})
export class ApiKeyRow extends ApiKeySchema.class {}
ApiKeySchema.setClass(ApiKeyRow)

const InvoiceSchema = defineEntity({
  name: 'InvoiceRow',
  tableName: 'invoice',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    status: p.string().$type<InvoiceStatus>(),
    number: p.text().nullable(),
    currency: p.string(),
    subtotal: p.bigint('bigint'),
    tax: p.bigint('bigint'),
    amount: p.bigint('bigint'),
    amountDue: p.bigint('bigint'),
    amountPaid: p.bigint('bigint'),
    dueDate: p.date(),
    description: p.text(),
    instructions: p.text().nullable(),
    customerName: p.text(),
    customerEmail: p.text(),
    customerPhone: p.text().nullable(),
    billingAddress: p.json<Address>().nullable(),
    lines: p.json<InvoiceLine[]>(),
    metadata: p.json<Record<string, string>>(),
    /** When a draft issues itself; null waits for its merchant. */
    sendAt: p.datetime().nullable(),
    deliver: p.json<Channel[]>(),
    delivery: p.string().$type<DeliveryState>(),
    receipt: p.string().$type<'none' | 'sent' | 'failed'>(),
    linkId: p.string().nullable(),
    issuedAt: p.datetime().nullable(),
    overdueAt: p.datetime().nullable(),
    viewedAt: p.datetime().nullable(),
    paidAt: p.datetime().nullable(),
    lastSeq: p.integer(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class InvoiceRow extends InvoiceSchema.class {}
InvoiceSchema.setClass(InvoiceRow)

const InvoiceEventSchema = defineEntity({
  name: 'InvoiceEventRow',
  tableName: 'invoice_event',
  properties: {
    id: p.string().primary(),
    invoiceId: p.string(),
    seq: p.integer(),
    key: p.text(),
    type: p.text(),
    at: p.datetime(),
    cause: p.json<Cause>(),
    data: p.json<Record<string, unknown>>(),
    recordedAt: p.datetime(),
  },
})
export class InvoiceEventRow extends InvoiceEventSchema.class {}
InvoiceEventSchema.setClass(InvoiceEventRow)

const PayLinkSchema = defineEntity({
  name: 'PayLinkRow',
  tableName: 'pay_link',
  properties: {
    id: p.string().primary(),
    invoiceId: p.string(),
    state: p.string().$type<LinkState>(),
    expiresAt: p.datetime(),
    createdAt: p.datetime(),
  },
})
export class PayLinkRow extends PayLinkSchema.class {}
PayLinkSchema.setClass(PayLinkRow)

export type { InboxSource } from './entities-outside.ts'
export {
  IdempotencyKeyRow,
  InboxRow,
  MessageRow,
  NumberSequenceRow,
  PaymentAttemptRow,
} from './entities-outside.ts'

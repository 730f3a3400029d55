import { defineEntity, p } from '@mikro-orm/postgresql'
import type {
  Cause,
  Channel,
  DeliveryStatus,
  InvoiceStatus,
  LinkStatus,
  MerchantActor,
} from '../../domain/invoice/index.ts'
import type { MoneyEntries } from '../invoices/money-entries.ts'
import type { Address } from '../../domain/invoice/document.ts'
import type { Adjustment, InvoiceLine, TaxGroup, TaxRounding } from '../../domain/tax/types.ts'
import type { ReminderPlan } from '../../domain/invoice/messages/reminder-plan.ts'
import type { ElectronicAddress, ServicePeriod } from '../../domain/party/party.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import type { AttachedFormat } from '../../domain/einvoice/format.ts'

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
    subtotal: p.bigint('number'),
    discount: p.bigint('number').default(0),
    charge: p.bigint('number').default(0),
    net: p.bigint('number'),
    tax: p.bigint('number'),
    rounding: p.bigint('number').default(0),
    taxes: p.json<TaxGroup[]>(),
    nationalCurrency: p.string().nullable(),
    /** Units of the national currency for one unit of the invoice's currency. */
    taxExchangeRate: p.text().nullable(),
    nationalTax: p.bigint('number').nullable(),
    amount: p.bigint('number'),
    amountDue: p.bigint('number'),
    amountPaid: p.bigint('number'),
    amountRefunded: p.bigint('number').default(0),
    amountCredited: p.bigint('number').default(0),
    amountOverpaid: p.bigint('number').default(0),
    deposit: p.bigint('number').nullable(),
    dueDate: p.date(),
    reminders: p.json<ReminderPlan>().nullable(),
    linkExpiresAt: p.datetime().nullable(),
    description: p.text(),
    instructions: p.text().nullable(),
    customerId: p.string(),
    customerName: p.text(),
    customerEmail: p.text(),
    customerPhone: p.text().nullable(),
    customerCompanyNumber: p.text().nullable(),
    customerTaxNumber: p.text().nullable(),
    customerVatNumber: p.text().nullable(),
    customerCc: p.json<string[]>().default([]),
    billingAddress: p.json<Address>().nullable(),
    purchaseOrder: p.text().nullable(),
    buyerReference: p.text().nullable(),
    deliveryAddress: p.json<Address>().nullable(),
    electronicAddress: p.json<ElectronicAddress>().nullable(),
    einvoiceFormat: p.string().$type<AttachedFormat>().default('none'),
    deliveryDate: p.date().nullable(),
    servicePeriod: p.json<ServicePeriod>().nullable(),
    lines: p.json<InvoiceLine[]>(),
    discounts: p.json<Adjustment[]>().nullable(),
    charges: p.json<Adjustment[]>().nullable(),
    pricesIncludeTax: p.boolean().default(false),
    taxRounding: p.string().$type<TaxRounding>(),
    metadata: p.json<Record<string, string>>(),
    sendAt: p.datetime().nullable(),
    sendRequestedBy: p.json().$type<MerchantActor>().nullable(),
    channels: p.json<Channel[]>(),
    importId: p.text().nullable(),
    /**
     * BCP 47 language tag.
     *
     * @see https://www.rfc-editor.org/info/bcp47
     */
    language: p.text().nullable(),
    delivery: p.string().$type<DeliveryStatus>(),
    receipt: p.string().$type<'none' | 'sent' | 'failed'>(),
    linkId: p.string().nullable(),
    issuedAt: p.datetime().nullable(),
    overdueAt: p.datetime().nullable(),
    viewedAt: p.datetime().nullable(),
    paidAt: p.datetime().nullable(),
    onHoldSince: p.datetime().nullable(),
    voidRequestedAt: p.datetime().nullable(),
    voidedAt: p.datetime().nullable(),
    voidReason: p.string().$type<'credited'>().nullable(),
    testClockOffsetMs: p.bigint('number').default(0),
    recurringId: p.string().nullable(),
    occurrence: p.integer().nullable(),
    lastSeq: p.integer(),
    decisionCount: p.integer(),
    money: p.json<MoneyEntries>().nullable(),
    profileVersion: p.integer().nullable(),
    /** The zone is the merchant's on the day of issue. */
    timeZone: p.text().nullable(),
    issueDate: p.date().nullable(),
    paymentReference: p.text().nullable(),
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
    status: p.string().$type<LinkStatus>(),
    expiresAt: p.datetime(),
    createdAt: p.datetime(),
  },
})
export class PayLinkRow extends PayLinkSchema.class {}
PayLinkSchema.setClass(PayLinkRow)

import { defineEntity, p } from '@mikro-orm/postgresql'
import type { CustomerEventData, CustomerEventType } from '../../domain/customer/events.ts'
import type { Address } from '../../domain/invoice/document.ts'
import type { ElectronicAddress } from '../../domain/party/party.ts'
import type { Cause } from '../../domain/shared/cause.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import type { AttachedFormat } from '../../domain/einvoice/format.ts'

const CustomerSchema = defineEntity({
  name: 'CustomerRow',
  tableName: 'customer',
  properties: {
    id: p.string().primary(),
    merchantId: p.string(),
    mode: p.string().$type<Mode>(),
    email: p.text().nullable(),
    name: p.text().nullable(),
    phone: p.text().nullable(),
    /** BCP 47 tag: https://www.rfc-editor.org/info/bcp47 */
    language: p.text().nullable(),
    companyNumber: p.text().nullable(),
    taxNumber: p.text().nullable(),
    vatNumber: p.text().nullable(),
    billingAddress: p.json<Address>().nullable(),
    purchaseOrder: p.text().nullable(),
    buyerReference: p.text().nullable(),
    deliveryAddress: p.json<Address>().nullable(),
    electronicAddress: p.json<ElectronicAddress>().nullable(),
    einvoiceFormat: p.string().$type<AttachedFormat>().nullable(),
    cc: p.json<string[]>().default([]),
    erasedAt: p.datetime().nullable(),
    lastSeq: p.integer().default(0),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
})
export class CustomerRow extends CustomerSchema.class {}
CustomerSchema.setClass(CustomerRow)

const CustomerEventSchema = defineEntity({
  name: 'CustomerEventRow',
  tableName: 'customer_event',
  properties: {
    id: p.string().primary(),
    customerId: p.string(),
    seq: p.integer(),
    type: p.string().$type<CustomerEventType>(),
    at: p.datetime(),
    cause: p.json<Cause>(),
    /** `data` must contain no personal data, because an erasure keeps the events. */
    data: p.json<CustomerEventData>(),
  },
})
export class CustomerEventRow extends CustomerEventSchema.class {}
CustomerEventSchema.setClass(CustomerEventRow)

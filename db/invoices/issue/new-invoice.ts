import type { Currency, MinorUnits } from '../../../domain/shared/money.ts'
import type { CalendarDate } from '../../../domain/shared/calendar.ts'
import { type CustomerDetails, copyAddresses, type OrderDetails } from '../../../domain/customer/customer.ts'
import type { Channel, MerchantActor } from '../../../domain/invoice/index.ts'
import { totalsOf } from '../../../domain/tax/totals.ts'
import { nationalTaxOf } from '../../../domain/tax/national-tax.ts'
import type { Priced, TaxExchange } from '../../../domain/tax/types.ts'
import type { ReminderPlan } from '../../../domain/invoice/messages/reminder-plan.ts'
import type { ServicePeriod } from '../../../domain/party/party.ts'
import type { Mode } from '../../../domain/shared/mode.ts'

export interface InvoiceContent extends Priced {
  customer: CustomerDetails
  currency: string
  taxExchange?: TaxExchange | undefined
  deposit?: MinorUnits | null
  dueDate: CalendarDate
  description: string
  instructions?: string | undefined
  order?: OrderDetails
  /** Set only for an invoice that existed before. */
  issueDate?: CalendarDate | undefined
  /** The customer paid this before the invoice came here. */
  amountPaid?: MinorUnits | undefined
  deliveryDate?: CalendarDate | undefined
  servicePeriod?: ServicePeriod | undefined
  number?: string | undefined
  metadata: Record<string, string>
  channels: Channel[]
  reminders?: ReminderPlan | null
  linkExpiresAt?: Date | null
  sendAt?: Date | null
  sendRequestedBy?: MerchantActor | null
  language?: string | undefined
}

export function contentColumns(content: InvoiceContent) {
  const { customer, order = {}, amountPaid = 0, taxExchange } = content
  const totals = totalsOf(content)
  const national = taxExchange && nationalTaxOf(totals.tax, content.currency as Currency, taxExchange)
  return {
    number: content.number ?? null,
    currency: content.currency,
    subtotal: totals.subtotal,
    discount: totals.discount,
    charge: totals.charge,
    net: totals.net,
    tax: totals.tax,
    rounding: totals.rounding,
    taxes: totals.groups,
    nationalCurrency: national?.currency ?? null,
    taxExchangeRate: national?.exchangeRate ?? null,
    nationalTax: national?.amount ?? null,
    amount: totals.amount,
    amountDue: totals.amount - amountPaid,
    amountPaid,
    issueDate: content.issueDate ?? null,
    deposit: content.deposit ?? null,
    dueDate: content.dueDate,
    reminders: content.reminders ?? null,
    linkExpiresAt: content.linkExpiresAt ?? null,
    description: content.description,
    instructions: content.instructions ?? null,
    customerName: customer.name,
    customerEmail: customer.email,
    customerPhone: customer.phone ?? null,
    customerCompanyNumber: customer.companyNumber ?? null,
    customerTaxNumber: customer.taxNumber ?? null,
    customerVatNumber: customer.vatNumber ?? null,
    customerCc: copyAddresses(customer.cc ?? [], customer.email),
    billingAddress: customer.billingAddress ?? null,
    electronicAddress: customer.electronicAddress ?? null,
    einvoiceFormat: customer.einvoiceFormat ?? ('none' as const),
    purchaseOrder: order.purchaseOrder ?? null,
    buyerReference: order.buyerReference ?? null,
    deliveryAddress: order.deliveryAddress ?? null,
    deliveryDate: content.deliveryDate ?? null,
    servicePeriod: content.servicePeriod ?? null,
    lines: content.lines,
    discounts: content.discounts ?? null,
    charges: content.charges ?? null,
    pricesIncludeTax: content.pricesIncludeTax,
    taxRounding: content.taxRounding,
    metadata: content.metadata,
    sendAt: content.sendAt ?? null,
    sendRequestedBy: content.sendRequestedBy ?? null,
    channels: content.channels,
    language: content.language ?? null,
  }
}

export interface InvoiceOrigin {
  id: string
  merchantId: string
  mode: Mode
  customerId: string
  importId?: string
  recurringId?: string
  occurrence?: number
  testClockOffsetMs?: number
}

export type NewInvoice = ReturnType<typeof newInvoice>

export function newInvoice(origin: InvoiceOrigin, content: InvoiceContent, createdAt: Date) {
  return {
    id: origin.id,
    merchantId: origin.merchantId,
    mode: origin.mode,
    customerId: origin.customerId,
    importId: origin.importId ?? null,
    recurringId: origin.recurringId ?? null,
    occurrence: origin.occurrence ?? null,
    status: 'draft' as const,
    ...contentColumns(content),
    delivery: 'pending' as const,
    receipt: 'none' as const,
    testClockOffsetMs: origin.testClockOffsetMs ?? 0,
    lastSeq: 0,
    decisionCount: 0,
    createdAt,
    updatedAt: createdAt,
  }
}

import type { EntityData } from '@mikro-orm/core'
import { dateInZone } from '../../domain/shared/calendar.ts'
import {
  amountRequested,
  fold,
  amountReceived,
  type InvoiceEvent,
  type InvoiceState,
  type InvoiceStatus,
  refundPending,
} from '../../domain/invoice/index.ts'
import { type InvoiceDocument, type Profile, unpaidPosition } from '../../domain/invoice/document.ts'
import type { MessageTemplate, TemplateKind } from '../../domain/invoice/messages/own-words.ts'
import type { Notices } from '../../domain/merchant/notices.ts'
import type { Currency, MinorUnits } from '../../domain/shared/money.ts'
import { pricingOf } from '../../domain/tax/pricing.ts'
import type { NationalTax, Totals } from '../../domain/tax/types.ts'
import {
  EmailTemplateRow,
  InvoiceRow,
  MerchantProfileRow,
  MerchantRow,
  type ProfileColumns,
} from '../entities/index.ts'
import { paymentBefore } from '../ids.ts'
import { LOG_COLUMN, type LogColumn, toLog } from './event-store.ts'
import type { EntityManager } from '../orm.ts'
import { type History, paymentsOf } from './payment-records.ts'
import { zoneOf } from './schedule.ts'
import { columnsOf, executePrepared, toRow } from '../prepared.ts'
import { brandOf } from '../settings/brand.ts'
import { NO_TEMPLATE, toTemplate } from '../settings/email-templates.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import { taxesAtIssue } from './issue/taxes-at-issue.ts'

export interface LoadedDocument {
  document: InvoiceDocument
  mode: Mode
  linkId: string
  /** The zone is the merchant's on the day of issue. */
  zone: string
  merchantEmail: string
  notices: Notices
  state: InvoiceState
  events: InvoiceEvent[]
  cc: string[]
  template: MessageTemplate
}

interface Wanted {
  paymentId?: string
  /** Selects the template that is read. */
  kind?: TemplateKind
}

export async function loadDocument(
  em: EntityManager,
  invoiceId: string,
  { paymentId, kind }: Wanted = {},
): Promise<LoadedDocument> {
  interface Found extends LogColumn, Record<string, unknown> {
    merchant_row: EntityData<MerchantRow>
    profile_row: EntityData<MerchantProfileRow>
    bank_names: Record<string, string> | null
    template_row: EntityData<EmailTemplateRow> | null
  }
  const [found] = await executePrepared<Found>(
    em,
    `select ${columnsOf(em, InvoiceRow, 'i')}, to_jsonb(m) as merchant_row, to_jsonb(p) as profile_row,
       (select jsonb_object_agg(a.id, a.bank_name) from payment_attempt a where a.invoice_id = i.id) as bank_names,
       (select to_jsonb(t) from email_template t where t.merchant_id = m.id and t.kind = ?) as template_row,
       ${LOG_COLUMN}
     from invoice i join merchant m on m.id = i.merchant_id
       join merchant_profile p
         on p.merchant_id = m.id and p.version = coalesce(i.profile_version, m.profile_version)
     where i.id = ?`,
    [kind ?? null, invoiceId],
  )
  if (!found) throw new RangeError(`no invoice ${invoiceId}`)
  const {
    merchant_row: merchantColumns,
    profile_row: profileColumns,
    bank_names: bankNames,
    template_row: templateColumns,
    log,
  } = found
  const invoice = toRow(em, InvoiceRow, found)
  const merchant = toRow(em, MerchantRow, merchantColumns)
  const profile = toRow(em, MerchantProfileRow, profileColumns)
  const events = toLog({ log })
  const state = fold(events)
  const { document, linkId } = documentOf(invoice, merchant, profile, state)
  const banks = new Map(Object.entries(bankNames ?? {}))
  const zone = zoneOf(invoice, merchant)
  const history = { state, events, banks, zone }
  return {
    document: {
      ...document,
      ...issueOf(invoiceId, history),
      ...paymentsOf(history, paymentId),
    },
    mode: invoice.mode,
    linkId,
    zone,
    merchantEmail: merchant.email,
    notices: merchant.notices,
    state,
    events,
    cc: invoice.customerCc,
    template: templateColumns ? toTemplate(toRow(em, EmailTemplateRow, templateColumns)) : NO_TEMPLATE,
  }
}

export function documentOf(
  invoice: InvoiceRow,
  merchant: MerchantRow,
  profile: MerchantProfileRow,
  state: InvoiceState,
): { document: InvoiceDocument; linkId: string } {
  const { number, linkId, issuedAt } = invoice
  if (!number || !linkId || !issuedAt) throw new RangeError(`invoice ${invoice.id} is not issued`)
  const zone = zoneOf(invoice, merchant)
  const document = {
    ...contentsOf(invoice, profile),
    brand: brandOf(merchant),
    asOf: dateInZone(Date.now() + invoice.testClockOffsetMs, zone),
    ...positionOf(state, zone),
    number,
    issuedOn: invoice.issueDate ?? dateInZone(issuedAt.getTime(), zone),
    ...present({ paymentReference: invoice.paymentReference }),
  }
  return { document, linkId }
}

/** Amendments and payments change the columns of the row. */
function issueOf(id: string, { events, state }: History): Pick<InvoiceDocument, 'issue'> {
  const issued = events.find((event) => event.type === 'issued')
  if (!issued) return {}
  const paidBefore = state.payments.find((payment) => payment.id === paymentBefore(id))
  return { issue: { id, dueDate: issued.dueDate, amountPaid: paidBefore?.amount ?? 0 } }
}

export function draftDocument(
  invoice: InvoiceRow,
  merchant: MerchantRow,
  amountDue: MinorUnits,
  numberOfDraft: string,
): InvoiceDocument {
  const { number, amount, deposit, status } = invoice
  const today = dateInZone(Date.now() + invoice.testClockOffsetMs, zoneOf(invoice, merchant))
  return {
    ...contentsOf(invoice, merchant),
    totals: { ...rowTotals(invoice), groups: taxesAtIssue(invoice, merchant.smallBusinessNote) },
    brand: brandOf(merchant),
    number: number ?? numberOfDraft,
    issuedOn: invoice.issueDate ?? today,
    ...unpaidPosition(amountDue),
    amountRequested: amountRequested({ amount, amountCredited: 0, amountDue, deposit, status }),
    amountReceived: amount - amountDue,
    ...(amountDue === 0 ? { status: 'paid', closedOn: today } : {}),
    preview: true,
  }
}

function contentsOf(
  invoice: InvoiceRow,
  profile: ProfileColumns,
): Omit<InvoiceDocument, 'number' | 'issuedOn' | keyof Position> {
  const { customerPhone: phone, billingAddress, instructions, language, deposit } = invoice
  return {
    merchant: profileOf(profile),
    customer: {
      name: invoice.customerName,
      email: invoice.customerEmail,
      ...(phone ? { phone } : {}),
      ...present({
        companyNumber: invoice.customerCompanyNumber,
        taxNumber: invoice.customerTaxNumber,
        vatNumber: invoice.customerVatNumber,
      }),
      ...(billingAddress ? { billingAddress } : {}),
      ...present({ electronicAddress: invoice.electronicAddress }),
    },
    einvoiceFormat: invoice.einvoiceFormat,
    ...present({
      purchaseOrder: invoice.purchaseOrder,
      buyerReference: invoice.buyerReference,
      deliveryAddress: invoice.deliveryAddress,
      deliveryDate: invoice.deliveryDate,
      servicePeriod: invoice.servicePeriod,
    }),
    description: invoice.description,
    ...(instructions ? { instructions } : {}),
    currency: invoice.currency as Currency,
    ...(language ? { language } : {}),
    ...pricingOf(invoice),
    totals: rowTotals(invoice),
    dueDate: invoice.dueDate,
    ...(deposit ? { deposit } : {}),
    payments: [],
    refunds: [],
    creditNotes: [],
  }
}

/** The totals are those of the day of the issue. */
export function rowTotals(row: InvoiceRow): Totals {
  const { subtotal, discount, charge, net, tax, rounding, amount, taxes: groups } = row
  const nationalTax = rowNationalTax(row)
  const totals = { subtotal, discount, charge, net, tax, rounding, amount, groups }
  return nationalTax ? { ...totals, nationalTax } : totals
}

type NationalTaxColumns = Pick<
  InvoiceRow,
  'currency' | 'nationalCurrency' | 'taxExchangeRate' | 'nationalTax'
>

export function rowNationalTax(row: NationalTaxColumns): NationalTax | undefined {
  const { nationalCurrency, taxExchangeRate: exchangeRate, nationalTax: amount } = row
  if (!nationalCurrency || !exchangeRate || typeof amount !== 'number') return undefined
  const [currency, invoiceCurrency] = [nationalCurrency as Currency, row.currency as Currency]
  return { currency, invoiceCurrency, exchangeRate, amount }
}

export function profileOf(columns: ProfileColumns): Profile {
  const { name, email, ...others } = columns
  const { legalName, address, phone, website, companyNumber, taxNumber, vatNumber, terms } = others
  const { electronicAddress, einvoiceContact, bankDetails, smallBusinessNote } = others
  return {
    name,
    email,
    ...present({ legalName, address, phone, website, companyNumber, taxNumber, vatNumber, terms }),
    ...present({ electronicAddress, einvoiceContact, bankDetails, smallBusinessNote }),
  }
}

type Present<T> = { [K in keyof T]?: NonNullable<T[K]> }

/** Leaves out what is null or undefined. */
function present<T extends object>(values: T): Present<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(entries) as Present<T>
}

function statusOf(status: InvoiceStatus): InvoiceDocument['status'] {
  return status === 'paid' || status === 'void' || status === 'overdue' ? status : 'open'
}

type Position = Pick<
  InvoiceDocument,
  | 'status'
  | 'closedOn'
  | 'amountDue'
  | 'amountRequested'
  | 'amountReceived'
  | 'amountRefunded'
  | 'amountRefundPending'
  | 'amountCredited'
  | 'amountOverpaid'
>

function positionOf(state: InvoiceState, zone: string): Position {
  const closedAt = state.status === 'paid' ? state.paidAt : state.voidedAt
  return {
    status: statusOf(state.status),
    ...(closedAt === undefined ? {} : { closedOn: dateInZone(closedAt, zone) }),
    amountDue: state.amountDue,
    amountRequested: amountRequested(state),
    amountReceived: amountReceived(state),
    amountRefunded: state.amountRefunded,
    amountRefundPending: refundPending(state),
    amountCredited: state.amountCredited,
    amountOverpaid: state.amountOverpaid,
  }
}

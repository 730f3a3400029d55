import type { MinorUnits } from '../../../../domain/shared/money.ts'
import type { CurrentLink } from '../../../../db/invoices/read-invoice.ts'
import type { InvoiceEventRow, InvoiceRow } from '../../../../db/entities/index.ts'
import { fromRow } from '../../../../db/invoices/event-store.ts'
import { type PublicInvoiceEvent, toPublicInvoiceEvent } from '../../../../domain/events/invoice-events.ts'
import { NO_MONEY } from '../../../../db/invoices/money-entries.ts'
import { amountRequested, isDepositPaid, overpaymentOf } from '../../../../domain/invoice/index.ts'
import { pricingOf } from '../../../../domain/tax/pricing.ts'
import { lineAmounts } from '../../../../domain/tax/totals.ts'
import type { Adjustment, InvoiceLine, NationalTax, Priced, Totals } from '../../../../domain/tax/types.ts'
import { rowNationalTax, rowTotals } from '../../../../db/invoices/document.ts'
import { type LinkKey, payUrl } from '../../../../domain/payment/payment-link.ts'
import type { ElectronicAddress } from '../../../../domain/party/party.ts'
import type { ReminderPlan } from '../../../../domain/invoice/messages/reminder-plan.ts'
import { isoOrNull } from '../../../http/response/iso.ts'
import type { AttachedFormat } from '../../../../domain/einvoice/format.ts'

export interface LinkContext {
  publicUrl: string
  linkKeys: readonly LinkKey[]
}

/** Amounts are in minor units. */
export function invoiceView(row: InvoiceRow, link: CurrentLink | null, context: LinkContext) {
  const priced = pricingOf(row)
  return {
    id: row.id,
    object: 'invoice',
    mode: row.mode,
    status: row.status,
    number: row.number ?? null,
    payment_reference: row.paymentReference ?? null,
    issue_date: row.issueDate ?? null,
    currency: row.currency,
    ...totalsView(rowTotals(row)),
    national_tax: nationalTaxView(rowNationalTax(row)),
    amount_due: row.amountDue,
    amount_paid: row.amountPaid,
    amount_refunded: row.amountRefunded,
    amount_credited: row.amountCredited,
    amount_overpaid: row.amountOverpaid,
    deposit: row.deposit ? depositView(row, row.deposit) : null,
    amount_requested: amountRequested(row),
    due_date: row.dueDate,
    description: row.description,
    instructions: row.instructions ?? null,
    purchase_order: row.purchaseOrder ?? null,
    buyer_reference: row.buyerReference ?? null,
    delivery_address: row.deliveryAddress ?? null,
    delivery_date: row.deliveryDate ?? null,
    service_period: row.servicePeriod ?? null,
    language: row.language ?? null,
    customer: customerView(row),
    ...pricingView(priced),
    lines: linesView(priced),
    metadata: row.metadata,
    profile_version: row.profileVersion ?? null,
    import: row.importId ?? null,
    link: link && {
      url: payUrl(link.id, context),
      status: link.status,
      expires_at: link.expiresAt.toISOString(),
    },
    delivery: { channels: row.channels, status: row.delivery },
    receipt: { status: row.receipt },
    reminders: row.reminders ? reminderPlanView(row.reminders) : null,
    recurring: row.recurringId ? { id: row.recurringId, occurrence: row.occurrence ?? null } : null,
    on_hold_since: isoOrNull(row.onHoldSince),
    void_requested_at: isoOrNull(row.voidRequestedAt),
    voided_at: isoOrNull(row.voidedAt),
    void_reason: row.voidReason ?? null,
    test_clock_offset_ms: row.testClockOffsetMs,
    send_at: isoOrNull(row.sendAt),
    issued_at: isoOrNull(row.issuedAt),
    viewed_at: isoOrNull(row.viewedAt),
    paid_at: isoOrNull(row.paidAt),
    overdue_at: isoOrNull(row.overdueAt),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}

/** @internal */
export function depositView(
  invoice: Pick<InvoiceRow, 'amount' | 'amountCredited' | 'amountDue' | 'status'>,
  deposit: MinorUnits,
) {
  return { amount: deposit, paid: isDepositPaid({ ...invoice, deposit }) }
}

interface Customer<Address> {
  customerId?: string
  customerName: string
  customerEmail: string
  customerPhone?: string | null | undefined
  customerCompanyNumber?: string | null | undefined
  customerTaxNumber?: string | null | undefined
  customerVatNumber?: string | null | undefined
  customerCc?: readonly string[]
  billingAddress?: Address | null | undefined
  electronicAddress?: ElectronicAddress | null | undefined
  einvoiceFormat?: AttachedFormat
}

export function customerView<Address>(customer: Customer<Address>) {
  return {
    id: customer.customerId ?? null,
    name: customer.customerName,
    email: customer.customerEmail || null,
    phone: customer.customerPhone ?? null,
    company_number: customer.customerCompanyNumber ?? null,
    tax_number: customer.customerTaxNumber ?? null,
    vat_number: customer.customerVatNumber ?? null,
    billing_address: customer.billingAddress ?? null,
    electronic_address: customer.electronicAddress ?? null,
    einvoice_format: customer.einvoiceFormat ?? null,
    cc: customer.customerCc ?? [],
  }
}

/** Amounts are in minor units. */
export function totalsView({ subtotal, discount, charge, net, tax, rounding, amount, groups }: Totals) {
  return { subtotal, discount, charge, net, tax, taxes: taxesView(groups), rounding, amount }
}

/** The amount is in minor units of the national currency. */
export function nationalTaxView(national: NationalTax | undefined) {
  if (!national) return null
  const { currency, exchangeRate, amount } = national
  return { currency, exchange_rate: exchangeRate, amount }
}

export function taxesView(groups: Totals['groups']) {
  return groups.map(({ category, taxRate: rate, net, tax, reason = null }) => ({
    category,
    rate,
    net,
    tax,
    reason,
  }))
}

export function pricingView({ pricesIncludeTax, taxRounding, discounts, charges }: Omit<Priced, 'lines'>) {
  return {
    prices_include_tax: pricesIncludeTax,
    tax_rounding: taxRounding,
    discounts: adjustmentsView(discounts),
    charges: adjustmentsView(charges),
  }
}

export function linesView(priced: Priced) {
  const amounts = lineAmounts(priced)
  return priced.lines.map((line, index) => ({ ...lineView(line), ...amounts[index] }))
}

export function lineView(line: InvoiceLine) {
  return {
    description: line.description,
    quantity: line.quantity,
    unit: line.unit ?? null,
    unit_amount: /^-?\d+$/.test(line.unitAmount) ? Number(line.unitAmount) : null,
    unit_amount_decimal: line.unitAmount,
    discounts: adjustmentsView(line.discounts),
    charges: adjustmentsView(line.charges),
    tax_rate: line.taxRate ?? null,
    tax_category: line.taxCategory ?? null,
    exemption_reason: line.exemptionReason ?? null,
  }
}

function adjustmentsView(adjustments: readonly Adjustment[] = []) {
  return adjustments.map((adjustment) => ({
    amount: 'amount' in adjustment ? adjustment.amount : null,
    percent: 'amount' in adjustment ? null : adjustment.percent,
    description: adjustment.description ?? null,
  }))
}

export function reminderPlanView({ time, steps }: ReminderPlan) {
  return { time, steps: steps.map(({ days, channel, text = null }) => ({ days, channel, text })) }
}

export function eventView(row: InvoiceEventRow, note?: string): PublicInvoiceEvent {
  const { id, invoiceId, seq, recordedAt } = row
  return toPublicInvoiceEvent({
    id,
    invoiceId,
    seq,
    recordedAt: recordedAt.getTime(),
    event: fromRow(row),
    note,
  })
}

/** Amounts are in minor units. */
export function moneyView({ money }: Pick<InvoiceRow, 'money'>) {
  const { payments, currencyMismatches, unreadableAmounts, refunds, creditNotes } = money ?? NO_MONEY
  return {
    payments: payments.map(({ id, status, by, amount, allocated, bankId = null, manual, receipt, at }) => ({
      id,
      status,
      source: by,
      amount,
      overpayment: overpaymentOf({ amount, allocated, status }),
      bank: bankId,
      ...(manual ? { method: manual.method, paid_on: manual.paidOn } : {}),
      receipt: { status: receipt },
      at: new Date(at).toISOString(),
    })),
    currency_mismatched_payments: currencyMismatches.map((entry) => ({
      ...entry,
      at: new Date(entry.at).toISOString(),
    })),
    amount_unreadable_payments: unreadableAmounts.map((entry) => ({
      ...entry,
      at: new Date(entry.at).toISOString(),
    })),
    refunds: refunds.map(
      ({ id, attemptId = null, manual, amount, reason, status, failure = null, requestedAt }) => ({
        id,
        status,
        payment: attemptId,
        source: manual ? 'manual' : 'bank',
        ...(manual ? { method: manual.method, refunded_on: manual.on } : {}),
        amount,
        reason,
        failure,
        requested_at: new Date(requestedAt).toISOString(),
      }),
    ),
    credit_notes: creditNotes.map((entry) => ({ ...entry, at: new Date(entry.at).toISOString() })),
  }
}

import type { MinorUnits } from '../../../domain/shared/money.ts'
import type { CurrentLink } from '../../../db/invoices/read-invoice.ts'
import type { InvoiceEventRow, InvoiceRow } from '../../../db/entities/index.ts'
import { fromRow } from '../../../db/invoices/event-store.ts'
import { type PublicInvoiceEvent, toPublicInvoiceEvent } from '../../../domain/events/invoice-events.ts'
import { NO_MONEY } from '../../../db/invoices/money-entries.ts'
import { amountRequested, isDepositPaid, overpaymentOf } from '../../../domain/invoice/index.ts'
import { type InvoiceLine, lineTotal } from '../../../domain/shared/lines.ts'
import { type LinkKey, payUrl } from '../../../domain/payment/payment-link.ts'
import type { EinvoiceFormat, ElectronicAddress } from '../../../domain/party/party.ts'
import type { ReminderPlan } from '../../../domain/invoice/reminder-plan.ts'
import { isoOrNull } from '../../http/iso.ts'

export interface LinkContext {
  publicUrl: string
  linkKeys: readonly LinkKey[]
}

/** Amounts are in minor units. */
export function invoiceView(row: InvoiceRow, link: CurrentLink | null, context: LinkContext) {
  return {
    id: row.id,
    object: 'invoice',
    mode: row.mode,
    status: row.status,
    number: row.number ?? null,
    payment_reference: row.paymentReference ?? null,
    issue_date: row.issueDate ?? null,
    currency: row.currency,
    subtotal: row.subtotal,
    tax: row.tax,
    amount: row.amount,
    amount_due: row.amountDue,
    amount_paid: row.amountPaid,
    amount_refunded: row.amountRefunded,
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
    lines: linesView(row.lines),
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
  invoice: Pick<InvoiceRow, 'amount' | 'amountDue' | 'status'>,
  deposit: MinorUnits,
) {
  return { amount: deposit, paid: isDepositPaid({ ...invoice, deposit }) }
}

interface Customer<Address> {
  customerId?: string
  customerName: string
  customerEmail: string
  customerPhone?: string | null | undefined
  customerTaxNumber?: string | null | undefined
  customerVatNumber?: string | null | undefined
  customerCc?: readonly string[]
  billingAddress?: Address | null | undefined
  electronicAddress?: ElectronicAddress | null | undefined
  einvoiceFormat?: EinvoiceFormat
}

export function customerView<Address>(customer: Customer<Address>) {
  return {
    id: customer.customerId ?? null,
    name: customer.customerName,
    email: customer.customerEmail || null,
    phone: customer.customerPhone ?? null,
    tax_number: customer.customerTaxNumber ?? null,
    vat_number: customer.customerVatNumber ?? null,
    billing_address: customer.billingAddress ?? null,
    electronic_address: customer.electronicAddress ?? null,
    einvoice_format: customer.einvoiceFormat ?? null,
    cc: customer.customerCc ?? [],
  }
}

export function linesView(lines: readonly InvoiceLine[]) {
  return lines.map((line) => {
    const { amount, tax } = lineTotal(line)
    return { ...lineView(line), amount, tax }
  })
}

export function lineView({ description, quantity, unitAmount, taxRate }: InvoiceLine) {
  return { description, quantity, unit_amount: unitAmount, tax_rate: taxRate ?? null }
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
  const { payments, currencyMismatches, unreadableAmounts, refunds } = money ?? NO_MONEY
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
  }
}

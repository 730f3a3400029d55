import type { MinorUnits } from '../../../domain/shared/money.ts'
import type { CurrentLink } from '../../../db/invoices/read-invoice.ts'
import type { InvoiceEventRow, InvoiceRow } from '../../../db/entities/index.ts'
import { fromRow } from '../../../db/invoices/event-store.ts'
import { type PublicInvoiceEvent, toPublicInvoiceEvent } from '../../../domain/events/invoice-events.ts'
import { amountRequested, fold, type InvoiceEvent, type Payment } from '../../../domain/invoice/index.ts'
import { type InvoiceLine, lineTotal } from '../../../domain/shared/lines.ts'
import { type LinkKey, signLinkToken } from '../../../domain/payment/payment-link.ts'
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
    language: row.language ?? null,
    customer: customerView(row),
    lines: linesView(row.lines),
    metadata: row.metadata,
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

function depositView({ amount, amountDue }: InvoiceRow, deposit: MinorUnits) {
  return { amount: deposit, paid: amount - amountDue >= deposit }
}

interface Customer<Address> {
  customerName: string
  customerEmail: string
  customerPhone?: string | null | undefined
  billingAddress?: Address | null | undefined
}

export function customerView<Address>(customer: Customer<Address>) {
  return {
    name: customer.customerName,
    email: customer.customerEmail,
    phone: customer.customerPhone ?? null,
    billing_address: customer.billingAddress ?? null,
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

function payUrl(linkId: string, { publicUrl, linkKeys }: LinkContext): string {
  return `${publicUrl}/pay/${signLinkToken(linkId, linkKeys)}`
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
export function moneyView(events: InvoiceEvent[]) {
  const { payments, refunds, attempts } = fold(events)
  const mismatchStatus = (id: string) => attempts.find((attempt) => attempt.id === id)?.mismatch ?? 'waiting'
  return {
    payments: payments.map((payment) => ({
      id: payment.id,
      status: paymentStatus(payment),
      source: payment.by,
      amount: payment.amount,
      overpayment: payment.amount - payment.allocated,
      bank: attempts.find(({ id }) => id === payment.id)?.bankId ?? null,
      ...manualDetails(events, payment.id),
      receipt: { status: payment.receipt },
      at: new Date(payment.at).toISOString(),
    })),
    currency_mismatched_payments: events.flatMap((event) => {
      if (event.type !== 'payment_currency_mismatched') return []
      const { attemptId: id, amount, currency, at } = event
      return [{ id, status: mismatchStatus(id), amount, currency, at: new Date(at).toISOString() }]
    }),
    amount_unreadable_payments: events.flatMap((event) => {
      if (event.type !== 'payment_amount_unreadable') return []
      const { attemptId: id, reported, at } = event
      return [{ id, status: mismatchStatus(id), reported, at: new Date(at).toISOString() }]
    }),
    refunds: refunds.map(
      ({ id, attemptId, manual, amount, reason, status, failure = null, requestedAt }) => ({
        id,
        status,
        payment: attemptId ?? null,
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

function paymentStatus({ undone, reversed = false }: Payment): 'received' | 'reversed' | 'removed' {
  if (undone) return 'removed'
  return reversed ? 'reversed' : 'received'
}

function manualDetails(events: InvoiceEvent[], id: string) {
  for (const event of events) {
    if (event.type === 'manual_payment_recorded' && event.paymentId === id) {
      return { method: event.method, paid_on: event.paidOn }
    }
  }
  return {}
}

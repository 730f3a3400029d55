import {
  ClockBody,
  EmptyBody,
  LinkBody,
  PauseBody,
  PaymentBody,
  RefundBody,
  RemindBody,
  ResumeBody,
  UndoBody,
  VoidBody,
} from '../../merchant/invoices/request/command-bodies.ts'
import { CreditBody } from '../../merchant/credit-notes/credit-body.ts'
import { CHANGED_INVOICE, CREDIT_NOTE_ID, PAYMENT_ID } from '../examples/invoice.ts'
import type { Resource } from '../operation.ts'
import { idOf } from '../schemas/fields.ts'
import {
  AdvancedInvoice,
  InvoiceWithCreditNote,
  InvoiceWithPayment,
  InvoiceWithRefund,
} from '../schemas/invoice.ts'
import { text } from '../../../domain/events/public-event.ts'

const NOT_OPEN = ['not_issued', 'already_paid', 'voided', 'void_requested'] as const

export const invoiceCommands: Resource = {
  tag: 'Invoice commands',
  about: 'Commands to a sent invoice. Each answers with the invoice and what happens next.',
  parameters: { id: idOf('inv', 'The invoice'), payment: text('The payment, `pay_…` or `pat_…`') },
  requests: {
    EmptyRequest: { schema: EmptyBody, example: {} },
    RemindRequest: { schema: RemindBody, example: { channel: 'email', text: 'Please pay {amount} soon.' } },
    PauseRequest: { schema: PauseBody, example: { note: 'The customer disputes line 1.' } },
    ResumeRequest: { schema: ResumeBody, example: { dates: 'shift' } },
    VoidRequest: { schema: VoidBody, example: { note: 'Ordered twice', notify: true } },
    LinkRequest: { schema: LinkBody, example: { deliver: ['email'] } },
    PaymentRequest: {
      schema: PaymentBody,
      example: { amount: 120_000, method: 'cash', paid_on: '2026-12-03', note: 'At the counter' },
    },
    UndoRequest: { schema: UndoBody, example: { note: 'Recorded by mistake' } },
    RefundRequest: { schema: RefundBody, example: { amount: 5_000, note: 'Late delivery' } },
    CreditRequest: {
      schema: CreditBody,
      example: { lines: [{ line: 1, quantity: '1' }], reason: 'A day less than agreed' },
    },
    ClockRequest: { schema: ClockBody, example: { advance: 'P30D' } },
  },
  responses: {
    InvoiceWithPayment: {
      schema: InvoiceWithPayment,
      example: { ...CHANGED_INVOICE, payment: PAYMENT_ID },
    },
    InvoiceWithRefund: {
      schema: InvoiceWithRefund,
      example: { ...CHANGED_INVOICE, refund: PAYMENT_ID.replace('pay', 'ref') },
    },
    InvoiceWithCreditNote: {
      schema: InvoiceWithCreditNote,
      example: { ...CHANGED_INVOICE, credit_note: CREDIT_NOTE_ID },
    },
    AdvancedInvoice: { schema: AdvancedInvoice, example: { ...CHANGED_INVOICE, settled: true } },
  },
  operations: [
    {
      method: 'post',
      path: '/v1/invoices/{id}/remind',
      id: 'remindCustomer',
      summary: 'Send a reminder now',
      description: 'At most two within 24 hours.',
      body: { optional: 'RemindRequest' },
      answers: { 202: 'ChangedInvoice' },
      problems: [
        ...NOT_OPEN,
        'on_hold',
        'payment_in_progress',
        'payment_currency_mismatched',
        'payment_amount_unreadable',
        'link_expired',
        'too_many_reminders',
        'undeliverable',
        'merchant_suspended',
      ],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/pause',
      id: 'pauseInvoice',
      summary: 'Place a hold',
      description:
        'For a dispute: no reminders, and the invoice does not become overdue. It can still be paid.',
      body: { optional: 'PauseRequest' },
      answers: { 200: 'ChangedInvoice' },
      problems: [...NOT_OPEN, 'on_hold'],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/resume',
      id: 'resumeInvoice',
      summary: 'Release the hold',
      description: 'Dates are kept, or shifted by the time on hold.',
      body: { optional: 'ResumeRequest' },
      answers: { 200: 'ChangedInvoice' },
      problems: [...NOT_OPEN, 'not_on_hold'],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/link',
      id: 'replaceLink',
      summary: 'Replace the payment link',
      description: 'The old link is revoked at once.',
      body: { optional: 'LinkRequest' },
      answers: { 200: 'ChangedInvoice' },
      problems: [...NOT_OPEN, 'expires_in_the_past', 'undeliverable'],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/void',
      id: 'voidInvoice',
      summary: 'Void an invoice',
      description:
        'An invoice that holds money is refused (`partly_paid`): refund it first, or credit the whole invoice. With a payment in flight, its bank is asked to cancel it first. A credit note over what is left is issued, unless `credit_note` or the setting `credit_note_on_void` is false.',
      body: { optional: 'VoidRequest' },
      answers: { 200: 'ChangedInvoice' },
      problems: ['not_issued', 'already_paid', 'already_void', 'void_requested', 'partly_paid'],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/payments',
      id: 'recordPayment',
      summary: 'Record a payment',
      description: 'A payment that no rail carried: cash, a transfer, a card.',
      body: 'PaymentRequest',
      answers: { 201: 'InvoiceWithPayment' },
      problems: ['not_issued', 'already_paid', 'voided', 'payment_too_large'],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/payments/{payment}/undo',
      id: 'undoPayment',
      summary: 'Remove a payment',
      description:
        'Removes a recorded payment, accepts that a bank payment was reversed, or resolves one that paid nothing.',
      body: { optional: 'UndoRequest' },
      answers: { 200: 'ChangedInvoice' },
      problems: ['not_issued', 'unknown_payment', 'already_undone', 'already_refunded'],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/refunds',
      id: 'refundInvoice',
      summary: 'Refund a payment',
      description:
        'Refunds an `amount`, or the whole overpayment (`"overpayment": true`), to the account it came from: 202, up to what was paid by bank. With a `method` it records a refund that was made by hand: 201. With `credit_note` it also issues a credit note over the part that is no overpayment.',
      body: 'RefundRequest',
      answers: { 201: 'InvoiceWithRefund', 202: 'InvoiceWithRefund' },
      problems: [
        'not_issued',
        'nothing_to_refund',
        'refund_exceeds_payment',
        'refund_exceeds_bank_payments',
        'refund_not_possible',
        'voided',
        'void_requested',
        'nothing_to_credit',
        'too_many_credit_notes',
        'credit_exceeds_invoice',
      ],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/credit_notes',
      id: 'creditInvoice',
      summary: 'Issue a credit note',
      description:
        'Takes back a part of an issued invoice: `lines` by number and quantity, amounts with tax of tax rates (`taxes`), an `amount` with tax that is split over the rates, or all that is left (`"rest": true`). Never less remains due than a payment in flight. What was paid beyond the new sum is an overpayment.',
      body: 'CreditRequest',
      answers: { 201: 'InvoiceWithCreditNote' },
      problems: [
        'not_issued',
        'voided',
        'void_requested',
        'payment_in_progress',
        'nothing_to_credit',
        'too_many_credit_notes',
        'credit_exceeds_invoice',
      ],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/clock',
      id: 'advanceInvoiceClock',
      summary: 'Advance the test clock',
      description: 'Test mode: what was planned until then happens.',
      body: 'ClockRequest',
      answers: { 200: 'AdvancedInvoice' },
      problems: ['not_issued', 'live_invoice', 'invalid_duration', 'clock_moved_back'],
    },
  ],
}

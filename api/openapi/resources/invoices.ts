import * as v from 'valibot'
import { ISSUE_REFUSALS } from '../../../domain/merchant/trust.ts'
import { EventList } from '../../http/request/list-query.ts'
import { AmendBody } from '../../merchant/invoices/amend-invoice.ts'
import {
  AddressParts,
  Customer,
  InvoiceBody,
  InvoiceFields,
} from '../../merchant/invoices/request/invoice-body.ts'
import { EInvoiceQuery } from '../../merchant/invoices/view/einvoice.ts'
import { InvoiceExportQuery, InvoiceListQuery } from '../../merchant/invoices/request/list-request.ts'
import { ReminderPlanBody } from '../../merchant/invoices/request/reminder-plan-body.ts'
import {
  CHANGED_INVOICE,
  EINVOICE,
  INVOICE,
  INVOICE_REQUEST,
  INVOICE_SUMMARY,
  onePage,
  UPCOMING,
} from '../examples/invoice.ts'
import type { Resource } from '../operation.ts'
import { changesOf } from '../schemas/changes.ts'
import { INVOICE_EVENT_EXAMPLE, InvoiceEvent } from '../schemas/events.ts'
import { Einvoice } from '../schemas/einvoice.ts'
import { idOf, pageOf } from '../schemas/fields.ts'
import {
  ChangedInvoice,
  Invoice,
  InvoiceSummary,
  Line,
  Preview,
  ReminderPlan,
  Upcoming,
} from '../schemas/invoice.ts'

const DraftChanges = changesOf({
  ...InvoiceFields.entries,
  customer: changesOf({ id: v.string(), ...Customer.entries }),
})

const CSV = {
  'text/csv': {
    schema: { type: 'string' },
    example: 'id,number,status,customer_name\ninv_01k8zq3f6wexet5z9x2b7m4n1c,INV-2026-0001,sent,Ada Byron\n',
  },
} as const

export const invoices: Resource = {
  tag: 'Invoices',
  about:
    'A draft is created, changed and sent. From then on the invoice acts by itself: it reminds, becomes overdue, takes payments.',
  parameters: { id: idOf('inv', 'The invoice') },
  requests: {
    NewInvoice: { schema: InvoiceBody, example: INVOICE_REQUEST },
    AddressRequest: { schema: AddressParts },
    ReminderPlanRequest: {
      schema: ReminderPlanBody,
      example: { time: '09:00', steps: [{ days: -3, channel: 'email' }] },
    },
    InvoiceChanges: {
      schema: v.union([DraftChanges, AmendBody]),
      example: { due_date: '2027-01-31' },
    },
  },
  responses: {
    Invoice: { schema: Invoice, example: INVOICE },
    Einvoice: { schema: Einvoice, example: EINVOICE },
    InvoiceSummary: { schema: InvoiceSummary, example: INVOICE_SUMMARY },
    InvoiceList: { schema: pageOf(InvoiceSummary), example: onePage(INVOICE_SUMMARY) },
    ChangedInvoice: { schema: ChangedInvoice, example: CHANGED_INVOICE },
    InvoiceLine: { schema: Line },
    ReminderPlan: { schema: ReminderPlan },
    Upcoming: { schema: Upcoming, example: UPCOMING },
    InvoiceEventList: { schema: pageOf(InvoiceEvent), example: onePage(INVOICE_EVENT_EXAMPLE) },
    Preview: {
      schema: Preview,
      example: {
        object: 'preview',
        url: 'https://pay.example/preview/v1.k1.MDFrOHpx',
        expires_at: '2026-12-02T09:00:00.000Z',
      },
    },
  },
  operations: [
    {
      method: 'post',
      path: '/v1/invoices',
      id: 'createInvoice',
      summary: 'Create an invoice',
      description:
        'Creates a draft (`send: "draft"`, the default), sends it (`"now"`), or schedules it (an instant with its zone). Either `amount` or `lines` is required. The currency needs a payout account.',
      body: 'NewInvoice',
      answers: { 201: { about: 'The invoice', schema: 'Invoice', headers: ['Location'] } },
      problems: [
        'due_before_issue',
        'expires_in_the_past',
        'equal_reminders',
        'too_many_steps',
        ...ISSUE_REFUSALS,
      ],
    },
    {
      method: 'get',
      path: '/v1/invoices',
      id: 'listInvoices',
      summary: 'List invoices',
      description:
        'The newest come first, or in the order of `sort`. All filters apply, `q` to number, name, e-mail address and description.',
      query: InvoiceListQuery,
      answers: { 200: 'InvoiceList' },
    },
    {
      method: 'get',
      path: '/v1/invoices.csv',
      id: 'exportInvoices',
      summary: 'Export invoices',
      description:
        'The filters and orders of the list, and all its rows. `deposit` is the agreed deposit, empty without one; `amount_requested` is what the payment page asks for now. If the export cannot be finished, the connection breaks.',
      query: InvoiceExportQuery,
      answers: { 200: { about: 'The file', content: CSV, headers: ['Content-Disposition'] } },
    },
    {
      method: 'get',
      path: '/v1/invoices/{id}',
      id: 'getInvoice',
      summary: 'Read an invoice',
      answers: { 200: { schema: 'Invoice', headers: ['ETag'] } },
    },
    {
      method: 'patch',
      path: '/v1/invoices/{id}',
      id: 'changeInvoice',
      summary: 'Change an invoice',
      description:
        'Changes anything in a draft; null removes a field. In a sent invoice: `due_date`, `reminders`, `instructions`, `link_expires_at`, `customer.email`, `customer.phone`. Answers with what happens next.',
      body: 'InvoiceChanges',
      conditional: true,
      answers: { 200: { schema: 'ChangedInvoice', headers: ['ETag?'] } },
      problems: [
        'due_before_issue',
        'expires_in_the_past',
        'equal_reminders',
        'too_many_steps',
        'not_a_draft',
        'already_paid',
        'voided',
        'void_requested',
        'customer_erased',
        ...ISSUE_REFUSALS,
      ],
    },
    {
      method: 'delete',
      path: '/v1/invoices/{id}',
      id: 'deleteInvoice',
      summary: 'Delete a draft',
      description: 'A sent invoice is voided instead. The number stays free.',
      answers: { 204: { about: 'The draft is deleted' } },
      problems: ['not_a_draft'],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/send',
      id: 'sendInvoice',
      summary: 'Send a draft',
      description: 'A second request changes nothing.',
      body: { optional: 'EmptyRequest' },
      answers: { 200: 'Invoice' },
      problems: ['due_before_issue', ...ISSUE_REFUSALS],
    },
    {
      method: 'post',
      path: '/v1/invoices/{id}/preview',
      id: 'previewInvoice',
      summary: 'Make a link to see what the customer sees',
      description:
        'Valid for a day. A draft can be tried with the whole payment, at a sandbox bank. An issued invoice can only be looked at, and the visit does not count.',
      body: { optional: 'EmptyRequest' },
      answers: { 201: 'Preview' },
    },
    {
      method: 'get',
      path: '/v1/invoices/{id}/events',
      id: 'listInvoiceEvents',
      summary: 'Read the timeline',
      description: 'Every event with its cause and actor, oldest first.',
      query: EventList,
      answers: { 200: 'InvoiceEventList' },
    },
    {
      method: 'get',
      path: '/v1/invoices/{id}/credit_notes',
      id: 'listInvoiceCreditNotes',
      summary: 'List the credit notes of an invoice',
      description: 'All of them, oldest first.',
      answers: { 200: 'CreditNoteList' },
    },
    {
      method: 'get',
      path: '/v1/invoices/{id}/next',
      id: 'getUpcoming',
      summary: 'Read what happens next',
      description:
        'What happens next by itself, when and why; what was planned and does not happen, and why.',
      answers: { 200: 'Upcoming' },
    },
    {
      method: 'get',
      path: '/v1/invoices/{id}/pdf',
      id: 'getInvoicePdf',
      summary: 'Read the invoice as a PDF',
      description: 'PDF/A-3a and PDF/UA-1. A draft has no PDF.',
      answers: { 200: { about: 'The PDF', content: { 'application/pdf': { schema: {} } } } },
    },
    {
      method: 'get',
      path: '/v1/invoices/{id}/einvoice',
      id: 'getEinvoice',
      summary: 'Read the invoice as an e-invoice',
      description:
        'With `format` the file by EN 16931: `factur_x` is the PDF with its XML, `xrechnung` and `peppol` are UBL. The XML states the figures of the issue and never changes. Without `format` the answer says what each format lacks, also of a draft, and whether the law demands a clearance or network that replaces the PDF.',
      query: EInvoiceQuery,
      answers: {
        200: {
          about: 'The file, or what each format lacks',
          schema: 'Einvoice',
          content: { 'application/pdf': { schema: {} }, 'application/xml': { schema: {} } },
          headers: ['Content-Disposition?'],
        },
      },
      problems: ['not_issued', 'einvoice_incomplete'],
    },
  ],
}

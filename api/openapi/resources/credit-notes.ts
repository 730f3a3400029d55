import { CreditNoteListQuery } from '../../merchant/credit-notes/list-credit-notes.ts'
import { CreditNoteFileQuery } from '../../merchant/invoices/view/einvoice.ts'
import { CREDIT_NOTE, onePage } from '../examples/invoice.ts'
import type { Resource } from '../operation.ts'
import { CreditNote } from '../schemas/credit-note.ts'
import { idOf, pageOf } from '../schemas/fields.ts'

export const creditNotes: Resource = {
  tag: 'Credit notes',
  about: 'What was taken back of an issued invoice. A credit note never changes.',
  parameters: { id: idOf('crn', 'The credit note') },
  requests: {},
  responses: {
    CreditNote: { schema: CreditNote, example: CREDIT_NOTE },
    CreditNoteList: { schema: pageOf(CreditNote), example: onePage(CREDIT_NOTE) },
  },
  operations: [
    {
      method: 'get',
      path: '/v1/credit_notes',
      id: 'listCreditNotes',
      summary: 'List credit notes',
      description: 'The newest come first. `customer` is an e-mail address.',
      query: CreditNoteListQuery,
      answers: { 200: 'CreditNoteList' },
    },
    {
      method: 'get',
      path: '/v1/credit_notes/{id}',
      id: 'getCreditNote',
      summary: 'Read a credit note',
      answers: { 200: 'CreditNote' },
    },
    {
      method: 'get',
      path: '/v1/credit_notes/{id}/pdf',
      id: 'getCreditNotePdf',
      summary: 'Read the credit note as a PDF',
      description: 'PDF/A-3a and PDF/UA-1.',
      answers: { 200: { about: 'The PDF', content: { 'application/pdf': { schema: {} } } } },
    },
    {
      method: 'get',
      path: '/v1/credit_notes/{id}/einvoice',
      id: 'getCreditNoteEinvoice',
      summary: 'Read the credit note as an e-invoice',
      description:
        'The file by EN 16931, with the number and the day of the credited invoice: `factur_x` is the PDF with its XML, `xrechnung` and `peppol` are UBL. It never changes.',
      query: CreditNoteFileQuery,
      answers: {
        200: {
          about: 'The file',
          content: { 'application/pdf': { schema: {} }, 'application/xml': { schema: {} } },
          headers: ['Content-Disposition'],
        },
      },
      problems: ['einvoice_incomplete'],
    },
  ],
}

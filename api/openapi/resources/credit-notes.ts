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
  ],
}

import { columnGuide } from '../../../domain/import/index.ts'
import { ImportList, RowList } from '../../merchant/imports/schemas.ts'
import { SettingsQuery } from '../../merchant/imports/settings-body.ts'
import { IMPORT, IMPORT_ROW, IMPORT_SUMMARY, PROGRESS } from '../examples/import.ts'
import { onePage } from '../examples/invoice.ts'
import type { Resource } from '../operation.ts'
import { idOf, pageOf } from '../schemas/fields.ts'
import {
  ColumnGuide,
  Import,
  ImportProgress,
  ImportRow,
  ImportSummary,
  UploadedImport,
} from '../schemas/import.ts'

const CSV = { 'text/csv': { schema: { type: 'string' } } } as const
const FILE = { type: 'string', contentMediaType: 'text/csv' } as const

export const imports: Resource = {
  tag: 'Imports',
  about: 'A CSV file of invoices is uploaded, reviewed and then sent, all of it or its valid rows.',
  parameters: { id: idOf('imp', 'The import') },
  requests: {},
  responses: {
    Import: { schema: Import, example: IMPORT },
    UploadedImport: { schema: UploadedImport, example: { ...IMPORT, already_uploaded: false } },
    ImportList: { schema: pageOf(ImportSummary), example: onePage(IMPORT_SUMMARY) },
    ImportRow: { schema: ImportRow, example: IMPORT_ROW },
    ImportRowList: { schema: pageOf(ImportRow), example: onePage(IMPORT_ROW) },
    ImportProgress: { schema: ImportProgress, example: { status: 'review', ...PROGRESS } },
    ColumnGuide: { schema: ColumnGuide, example: { data: columnGuide().slice(0, 1) } },
  },
  operations: [
    {
      method: 'post',
      path: '/v1/imports',
      id: 'uploadImport',
      summary: 'Upload a file',
      description:
        'At most 100 MB: as the body, or as the first file of a form. The same file again is the same import (200). The parameters say how the file is read, where it leaves that open.',
      query: SettingsQuery,
      body: {
        content: {
          'text/csv': {
            schema: { type: 'string' },
            example:
              'customer_name,customer_email,amount,currency,due_date,description\nAda Byron,ada@customer.example,1250.00,GBP,2026-12-31,Brand identity\n',
          },
          'multipart/form-data': { schema: { type: 'object', properties: { file: FILE } } },
        },
      },
      answers: {
        200: { about: 'The same file was uploaded before', schema: 'UploadedImport', headers: ['Location'] },
        201: { about: 'The import, which is being read', schema: 'UploadedImport', headers: ['Location'] },
      },
      problems: [
        'file_missing',
        'file_too_large',
        'invalid_form',
        'unsupported_media_type',
        'import_ended',
        'import_confirmed',
        'import_not_ready',
      ],
    },
    {
      method: 'get',
      path: '/v1/imports',
      id: 'listImports',
      summary: 'List imports',
      query: ImportList,
      answers: { 200: 'ImportList' },
    },
    {
      method: 'get',
      path: '/v1/imports/template.csv',
      id: 'getImportTemplate',
      summary: 'Read the template of a file',
      answers: { 200: { about: 'The template', content: CSV, headers: ['Content-Disposition'] } },
    },
    {
      method: 'get',
      path: '/v1/imports/columns',
      id: 'getColumnGuide',
      summary: 'Read the guide to the columns',
      answers: { 200: 'ColumnGuide' },
    },
    {
      method: 'get',
      path: '/v1/imports/{id}',
      id: 'getImport',
      summary: 'Read an import',
      description:
        'Counts, totals, the first rows of each kind, and the questions that the file leaves open.',
      answers: { 200: { schema: 'Import', headers: ['ETag'] } },
    },
    {
      method: 'get',
      path: '/v1/imports/{id}/rows',
      id: 'listImportRows',
      summary: 'List the rows of an import',
      query: RowList,
      answers: { 200: 'ImportRowList' },
    },
    {
      method: 'get',
      path: '/v1/imports/{id}/errors.csv',
      id: 'getImportErrors',
      summary: 'Read the rows that are left out as a file',
      description: 'With three columns that say what is wrong. The corrected file can be uploaded as it is.',
      answers: { 200: { about: 'The file', content: CSV, headers: ['Content-Disposition'] } },
      problems: ['import_not_ready', 'import_unreadable'],
    },
    {
      method: 'get',
      path: '/v1/imports/{id}/progress',
      id: 'getImportProgress',
      summary: 'Read the progress',
      description: 'With `Accept: text/event-stream` it streams events `progress`, for 15 minutes at most.',
      answers: {
        200: {
          about: 'The progress',
          schema: 'ImportProgress',
          content: { 'text/event-stream': { schema: { type: 'string' } } },
        },
      },
      problems: ['too_many_event_streams'],
    },
  ],
}

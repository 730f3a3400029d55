import { columnGuide } from '../../../domain/import/index.ts'
import { ConfirmBody, ImportList, RowList } from '../../merchant/imports/schemas.ts'
import { SettingsBody, SettingsQuery } from '../../merchant/imports/settings-body.ts'
import { CUSTOMER, IMPORT_ID, onePage } from '../examples.ts'
import type { Operation, Resource } from '../operation.ts'
import { idOf, pageOf } from '../schemas/fields.ts'
import {
  ColumnGuide,
  Import,
  ImportProgress,
  ImportRow,
  ImportSummary,
  UploadedImport,
} from '../schemas/import.ts'

const ROW = {
  row_number: 1,
  line_number: 2,
  line_of: null,
  invoice: {
    customer: { ...CUSTOMER, billing_address: '12 High Street, London SW1A 1AA' },
    number: null,
    currency: 'GBP',
    subtotal: 125_000,
    tax: 25_000,
    amount: 150_000,
    due_date: '2026-12-31',
    description: 'Brand identity, first instalment',
    instructions: null,
    language: null,
    tax_rate: '20',
    lines: [
      {
        description: 'Brand identity, first instalment',
        quantity: '1',
        unit_amount: 125_000,
        tax_rate: '20',
        amount: 125_000,
        tax: 25_000,
      },
    ],
    metadata: {},
  },
  errors: [],
  duplicate_of: null,
  invoice_id: null,
}
const PROGRESS = {
  parsed: 1,
  validated: 1,
  rows_to_issue: 0,
  issued: 0,
  mailed: 0,
  delivered: 0,
  failed: 0,
  undelivered: 0,
  batches: { total: 0, done: 0 },
  rate: 0,
  seconds_left: null,
  done: false,
}
const CREATED_AT = '2026-12-01T09:00:00.000Z'
const IMPORT = {
  id: IMPORT_ID,
  object: 'import',
  mode: 'test',
  status: 'review',
  paused: false,
  file: {
    name: 'december.csv',
    bytes: 148,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  },
  problem: null,
  settings: {
    encoding: 'utf-8',
    delimiter: 'comma',
    decimal: 'point',
    date_format: 'YYYY-MM-DD',
    unread_columns: 'ask',
  },
  columns: [{ header: 'customer_name', read_as: 'customer_name' }],
  unknown_columns: [],
  questions: [],
  rows: { total: 1, blank: 0, valid: 1, invalid: 0, duplicates: 0 },
  invoices: { valid: 1, duplicates: 0 },
  totals: [{ currency: 'GBP', count: 1, amount: 150_000, duplicates: { count: 0, amount: 0 } }],
  first_valid_rows: [ROW],
  first_invalid_rows: [],
  first_duplicate_rows: [],
  confirm_options: null,
  progress: PROGRESS,
  created_at: CREATED_AT,
  read_at: CREATED_AT,
  confirmed_at: null,
  ended_at: null,
}
const SUMMARY = {
  id: IMPORT_ID,
  object: 'import',
  mode: 'test',
  status: 'review',
  paused: false,
  file: { name: 'december.csv', bytes: 148 },
  rows: { total: 1, valid: 1, invalid: 0, duplicates: 0 },
  created_at: CREATED_AT,
  ended_at: null,
}

const CSV = { 'text/csv': { schema: { type: 'string' } } } as const
const FILE = { type: 'string', contentMediaType: 'text/csv' } as const

const command = (
  name: string,
  id: string,
  rest: Pick<Operation, 'summary' | 'description' | 'problems'>,
): Operation => ({
  method: 'post',
  path: `/v1/imports/{id}/${name}`,
  id,
  keyed: true,
  answers: { 200: 'Import' },
  ...rest,
})

export const imports: Resource = {
  tag: 'Imports',
  about: 'A CSV file of invoices is uploaded, reviewed and then sent, all of it or its valid rows.',
  parameters: { id: idOf('imp', 'The import') },
  requests: {
    ImportSettings: { schema: SettingsBody, example: { columns: { Notes: null } } },
    ConfirmRequest: { schema: ConfirmBody, example: { rows: 'valid', duplicates: 'skip' } },
  },
  responses: {
    Import: { schema: Import, example: IMPORT },
    UploadedImport: { schema: UploadedImport, example: { ...IMPORT, already_uploaded: false } },
    ImportList: { schema: pageOf(ImportSummary), example: onePage(SUMMARY) },
    ImportRow: { schema: ImportRow, example: ROW },
    ImportRowList: { schema: pageOf(ImportRow), example: onePage(ROW) },
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
      answers: { 200: 'Import' },
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
    },
    {
      method: 'patch',
      path: '/v1/imports/{id}',
      id: 'changeImportSettings',
      summary: 'Read the file in another way',
      body: 'ImportSettings',
      keyed: true,
      answers: { 200: 'Import' },
      problems: ['import_not_ready', 'import_confirmed', 'import_ended'],
    },
    {
      method: 'post',
      path: '/v1/imports/{id}/confirm',
      id: 'confirmImport',
      summary: 'Send the invoices of an import',
      body: { optional: 'ConfirmRequest' },
      keyed: true,
      answers: { 202: 'Import' },
      problems: [
        'import_not_ready',
        'import_unreadable',
        'import_has_questions',
        'import_has_errors',
        'import_confirmed',
        'import_ended',
        'nothing_to_send',
      ],
    },
    command('pause', 'pauseImport', {
      summary: 'Pause sending',
      problems: ['import_not_issuing', 'import_paused', 'import_ended'],
    }),
    command('resume', 'resumeImport', {
      summary: 'Resume sending',
      problems: ['import_not_paused', 'import_ended'],
    }),
    command('cancel', 'cancelImport', {
      summary: 'Cancel an import',
      description: 'What is not sent yet is not sent.',
      problems: ['import_ended'],
    }),
  ],
}

import * as v from 'valibot'
import { date, flag, instant, orNull, text, word } from '../../../domain/events/public-event.ts'
import { DATE_FORMATS, ENCODINGS, type ImportStatus } from '../../../domain/import/index.ts'
import { CHANNELS } from '../../../domain/invoice/index.ts'
import { amount, amountSum, count, currency, idOf, instantOrNull, mode, textOrNull } from './fields.ts'
import { customerEntries, Line, nationalTax } from './invoice.ts'
import { ATTACHED_FORMATS } from '../../../domain/einvoice/format.ts'

const STATUSES: Record<ImportStatus, true> = {
  uploading: true,
  parsing: true,
  refused: true,
  review: true,
  issuing: true,
  completed: true,
  cancelled: true,
  expired: true,
}
const status = word(Object.keys(STATUSES), 'The status')
const DECIMALS = ['point', 'comma'] as const

export const ImportRow = v.strictObject({
  row_number: count('From 1, without the header'),
  line_number: count('The line of the file where the row begins'),
  first_row: orNull(v.number(), 'The first row of the invoice that this row is a line of'),
  invoice: orNull(
    v.strictObject({
      customer: v.strictObject({
        ...customerEntries,
        id: v.pipe(v.null(), v.description('Null: sending finds or makes the customer')),
        email: v.string(),
        billing_address: textOrNull('In one text'),
        einvoice_format: orNull(v.picklist(ATTACHED_FORMATS), 'Null means the customer’s'),
      }),
      number: textOrNull('The number in the file'),
      currency,
      subtotal: amount('Minor units'),
      tax: amount('Minor units'),
      amount: amount('Minor units'),
      due_date: date('The due date'),
      issue_date: orNull(v.string(), 'The day of issue of an invoice that existed before'),
      amount_paid: amount('What was paid before'),
      purchase_order: textOrNull('The number of the customer’s order'),
      buyer_reference: textOrNull('What the customer asked to have stated'),
      delivery_address: textOrNull('In one text'),
      delivery_date: textOrNull('The day of the delivery'),
      service_period: orNull(
        v.strictObject({ from: v.string(), to: v.string() }),
        'The period that is invoiced',
      ),
      national_tax: nationalTax,
      description: v.string(),
      instructions: textOrNull('Shown to the customer'),
      language: textOrNull('BCP 47 tag'),
      tax_rate: textOrNull('Percent'),
      prices_include_tax: flag('Whether the amounts of the row include their tax'),
      lines: v.array(Line),
      metadata: v.record(v.string(), v.string()),
    }),
    'Null in a row with errors, and in a further line of an invoice',
  ),
  errors: v.array(
    v.strictObject({
      column: textOrNull('The header of the column; null for the row'),
      value: v.string(),
      code: v.string(),
      detail: v.string(),
    }),
  ),
  duplicate_of: orNull(
    v.union([
      v.strictObject({ row_number: count('The row') }),
      v.strictObject({ invoice_id: v.string(), invoice_number: v.nullable(v.string()) }),
    ]),
    'A row or an invoice with the same customer, amount and due date',
  ),
  invoice_id: textOrNull('The invoice that was made'),
})

const progressEntries = {
  parsed: count('Rows read'),
  validated: count('Rows checked'),
  invoices_to_issue: count('Invoices to send'),
  issued: count('Invoices issued'),
  mailed: count('E-mails accepted by the provider'),
  delivered: count('E-mails delivered'),
  failed: count('Rows that could not be issued'),
  undelivered: count('E-mails refused or bounced'),
  batches: v.strictObject({ total: count('Batches'), done: count('Batches done') }),
  rate: v.pipe(v.number(), v.description('Invoices per second')),
  seconds_left: orNull(v.number(), 'An estimate'),
  done: flag('Whether the import has ended'),
}

export const ImportProgress = v.strictObject({ status, ...progressEntries })

const options = <const W extends readonly string[]>(words: W) =>
  v.array(v.strictObject({ value: v.picklist(words), fits: count('Values of the file that fit') }))

const Question = v.union([
  v.strictObject({
    setting: v.literal('date_format'),
    options: options(DATE_FORMATS),
    of: count('Values'),
  }),
  v.strictObject({ setting: v.literal('decimal'), options: options(DECIMALS), of: count('Values') }),
  v.strictObject({ setting: v.literal('columns'), headers: v.array(v.string()) }),
])

export const Import = v.strictObject({
  id: idOf('imp'),
  object: v.literal('import'),
  mode,
  status,
  paused: flag('Whether sending is paused'),
  parse_version: orNull(v.number(), 'Which reading of the file this is; null while the file is being read'),
  file: v.strictObject({
    name: textOrNull('The name of the file'),
    bytes: count('Bytes'),
    sha256: textOrNull('SHA-256 of the file'),
  }),
  problem: orNull(
    v.strictObject({ code: v.string(), detail: v.string(), preview: v.array(v.string()) }),
    'Why the file cannot be read',
  ),
  settings: orNull(
    v.strictObject({
      encoding: v.picklist(ENCODINGS),
      delimiter: v.picklist(['comma', 'semicolon', 'tab']),
      decimal: v.picklist(DECIMALS),
      date_format: v.picklist(DATE_FORMATS),
      unread_columns: v.picklist(['ask', 'ignore']),
      prices_include_tax: orNull(
        v.picklist(['yes', 'no']),
        'Whether amounts include their tax where a row does not say it; null means no',
      ),
    }),
    'How the file is read',
  ),
  columns: v.array(v.strictObject({ header: v.string(), read_as: textOrNull('The column of the guide') })),
  unknown_columns: v.array(v.string()),
  questions: v.pipe(v.array(Question), v.description('What the file leaves open')),
  rows: v.strictObject({
    total: count('Rows'),
    blank: count('Blank lines'),
    valid: count('Valid rows'),
    invalid: count('Invalid rows'),
    duplicates: count('Duplicates among the valid rows'),
  }),
  invoices: v.strictObject({ valid: count('Invoices of the valid rows'), duplicates: count('Duplicates') }),
  totals: v.array(
    v.strictObject({
      currency,
      count: count('Invoices'),
      amount: amountSum,
      duplicates: v.strictObject({ count: count('Invoices'), amount: amountSum }),
    }),
  ),
  first_valid_rows: v.array(ImportRow),
  first_invalid_rows: v.array(ImportRow),
  first_duplicate_rows: v.array(ImportRow),
  confirm_options: orNull(
    v.strictObject({
      rows: v.picklist(['valid', 'all']),
      duplicates: v.picklist(['skip', 'send']),
      deliver: v.array(v.picklist(CHANNELS)),
    }),
    'How it was confirmed',
  ),
  progress: v.strictObject(progressEntries),
  created_at: instant('When the upload began'),
  read_at: instantOrNull('When the file was read'),
  confirmed_at: instantOrNull('When it was confirmed'),
  ended_at: instantOrNull('When it ended'),
})

export const UploadedImport = v.strictObject({
  ...Import.entries,
  already_uploaded: flag('Whether the same file was uploaded before; then this is the earlier import'),
})

export const ImportSummary = v.strictObject({
  id: idOf('imp'),
  object: v.literal('import'),
  mode,
  status,
  paused: flag('Whether sending is paused'),
  file: v.strictObject({ name: textOrNull('The name of the file'), bytes: count('Bytes') }),
  rows: v.strictObject({
    total: count('Rows'),
    valid: count('Valid rows'),
    invalid: count('Invalid rows'),
    duplicates: count('Duplicates'),
  }),
  created_at: instant('When the upload began'),
  ended_at: instantOrNull('When it ended'),
})

export const ColumnGuide = v.strictObject({
  data: v.array(
    v.strictObject({
      column: text('The name of the column'),
      required: v.boolean(),
      meaning: v.string(),
      form: v.string(),
      also_known_as: v.array(v.string()),
    }),
  ),
})

import type { RequestedSettings, ReadSettings } from '../../domain/import/index.ts'

export interface Expected {
  file: string
  given?: RequestedSettings
  problem?: string
  preview?: string
  settings?: Partial<ReadSettings>
  good?: number
  errors?: [number, string | null, string][]
  errorRows?: number
  blank?: number
  unknown?: string[]
  unknownCount?: number
  unnamed?: string[]
  questions?: string[]
  asked?: string[]
  message?: string
  values?: [number, string, string | number][]
}

// Today is 23 November 2026 in the corpus.
export const CORPUS: Expected[] = [
  {
    file: 'plain',
    good: 2,
    values: [
      [2, 'amount', 125_000],
      [3, 'amount', 2000],
    ],
  },
  { file: 'excel-uk-bom-crlf', good: 1, values: [[2, 'customerName', 'Ada Byron']] },
  {
    file: 'excel-german',
    good: 1,
    settings: { delimiter: ';', decimal: 'comma' },
    values: [
      [2, 'amount', 123_450],
      [2, 'customerName', 'Jürgen Groß'],
    ],
  },
  {
    file: 'excel-german-dates',
    good: 0,
    errors: [[2, 'due_date', 'date_format_unknown']],
    questions: ['date_format'],
  },
  {
    file: 'excel-german-dates-stated',
    given: { dateFormat: 'DD/MM/YYYY' },
    good: 2,
    values: [
      [2, 'dueDate', '2026-12-31'],
      [3, 'dueDate', '2027-02-01'],
    ],
  },
  {
    file: 'excel-french-narrow-spaces',
    good: 2,
    settings: { delimiter: ';', decimal: 'comma' },
    values: [
      [2, 'amount', 123_450],
      [3, 'amount', 1_234_500],
    ],
  },
  {
    file: 'excel-danish-aliases',
    given: { columns: { Total: 'amount', Moms: 'tax_rate' } },
    good: 1,
    settings: { delimiter: ';', decimal: 'comma' },
    values: [
      [2, 'amount', 112_375],
      [2, 'tax', 22_475],
      [2, 'lines', '[{"description":"Bønner","quantity":"1","unitAmount":"89900","taxRate":"25"}]'],
    ],
  },
  {
    file: 'excel-danish-headers',
    given: { dateFormat: 'DD/MM/YYYY' },
    good: 1,
    values: [
      [2, 'amount', 125_000],
      [2, 'dueDate', '2026-12-31'],
      [2, 'number', 'F-7'],
    ],
  },
  {
    file: 'excel-german-headers',
    given: { dateFormat: 'DD/MM/YYYY' },
    good: 1,
    values: [
      [2, 'subtotal', 123_450],
      [2, 'lines', '[{"description":"Beratung","quantity":"1","unitAmount":"123450","taxRate":"19"}]'],
    ],
  },
  { file: 'excel-sep-line', good: 1, settings: { delimiter: ';' }, values: [[2, 'amount', 1050]] },
  { file: 'excel-sep-line-bom', good: 1 },
  {
    file: 'sheets-us-dates',
    good: 0,
    errors: [
      [2, 'due_date', 'date_format_unknown'],
      [3, 'due_date', 'date_format_unknown'],
    ],
    questions: ['date_format'],
  },
  {
    file: 'sheets-us-dates-stated',
    given: { dateFormat: 'MM/DD/YYYY' },
    good: 2,
    values: [
      [2, 'dueDate', '2026-12-31'],
      [3, 'dueDate', '2027-03-04'],
    ],
  },
  {
    file: 'swiss-apostrophes',
    good: 2,
    values: [
      [2, 'amount', 123_450],
      [3, 'amount', 1_234_500],
    ],
  },
  {
    file: 'us-thousands',
    good: 2,
    settings: { decimal: 'point' },
    values: [
      [2, 'amount', 123_450],
      [3, 'amount', 1_234_567_890],
    ],
  },
  { file: 'tabs', good: 1, settings: { delimiter: '\t' } },
  {
    file: 'tabs-with-commas-inside',
    good: 1,
    settings: { delimiter: '\t', decimal: 'point' },
    values: [
      [2, 'customerName', 'Byron, Ada'],
      [2, 'amount', 125_000],
    ],
  },
  { file: 'everything-quoted', good: 1 },
  {
    file: 'currency-signs',
    good: 3,
    errors: [[5, 'amount', 'other_currency']],
    values: [
      [2, 'amount', 125_050],
      [3, 'amount', 2000],
      [4, 'amount', 3000],
    ],
  },
  { file: 'iso-date-with-midnight', good: 2, errors: [[4, 'due_date', 'invalid_date']] },
  {
    file: 'japanese-slashes',
    given: { dateFormat: 'YYYY/MM/DD' },
    good: 1,
    values: [
      [2, 'amount', 5000],
      [2, 'dueDate', '2026-12-31'],
    ],
  },
  {
    file: 'our-own-export',
    good: 1,
    values: [
      [2, 'number', 'A-1'],
      [2, 'metadata', '{"order":"PO-7"}'],
    ],
  },
  { file: 'header-case-and-spaces', good: 1 },
  {
    file: 'header-other-order',
    good: 1,
    values: [
      [2, 'customerName', 'Ada'],
      [2, 'amount', 1250],
    ],
  },
  { file: 'header-duplicate', problem: 'duplicate_headers' },
  { file: 'header-two-aliases', problem: 'duplicate_headers' },
  {
    file: 'header-alias-beside-own',
    good: 1,
    unknown: ['total'],
    questions: ['columns'],
    values: [[2, 'amount', 125_000]],
  },
  {
    file: 'header-chosen',
    given: {
      columns: {
        Kunde: 'customer_name',
        Post: 'customer_email',
        Summe: 'amount',
        Waehrung: 'currency',
        Frist: 'due_date',
        Zweck: 'description',
      },
    },
    good: 1,
  },
  {
    file: 'header-chosen-absent',
    given: { columns: { Kunde: 'customer_name' } },
    problem: 'unknown_column_choice',
  },
  {
    file: 'header-column-left-out',
    given: { columns: { notes: null } },
    good: 1,
    unknown: ['notes'],
    values: [[2, 'instructions', '']],
  },
  { file: 'header-tax-bare', problem: 'unclear_tax' },
  {
    file: 'header-tax-bare-left-out',
    given: { columns: { VAT: null } },
    good: 1,
    unknown: ['VAT'],
    values: [[2, 'amount', 12_000]],
  },
  { file: 'header-tax-on-total', problem: 'unclear_amount' },
  {
    file: 'header-tax-on-total-stated',
    given: { columns: { Total: 'amount' } },
    good: 1,
    values: [[2, 'amount', 14_400]],
  },
  {
    file: 'header-tax-on-total-included',
    given: { pricesIncludeTax: true },
    good: 1,
    values: [[2, 'amount', 12_000]],
  },
  { file: 'header-tax-on-net', good: 1, values: [[2, 'amount', 14_400]] },
  {
    file: 'header-tax-money-beside-rate',
    good: 1,
    unknown: ['tax', 'total'],
    questions: ['columns'],
    values: [[2, 'amount', 14_400]],
  },
  { file: 'header-missing', problem: 'missing_columns' },
  {
    file: 'header-unknown-columns',
    good: 1,
    unknown: ['Sales rep', 'Region'],
    questions: ['columns'],
    asked: ['Sales rep', 'Region'],
  },
  {
    file: 'header-unknown-columns-decided',
    given: { columns: { 'Sales rep': null, Region: 'metadata.region' } },
    good: 1,
    unknown: ['Sales rep'],
    values: [[2, 'metadata', '{"region":"North"}']],
  },
  {
    file: 'header-unknown-columns-ignored',
    given: { unreadColumns: 'ignore' },
    good: 1,
    unknown: ['Sales rep', 'Region'],
  },
  { file: 'header-unread-changes', good: 2, questions: ['columns'], asked: ['Shipping', 'Status', 'CC'] },
  {
    file: 'header-gross-beside-rate',
    problem: 'unclear_amount',
    message: 'Is the tax of “VAT Rate” in “Gross”?',
  },
  { file: 'header-rate-without-amount', problem: 'missing_columns', message: '“amount”' },
  {
    file: 'lines-quantity-price',
    good: 3,
    values: [
      [2, 'amount', 30_000],
      [2, 'lines', '[{"description":"Chairs","quantity":"3","unitAmount":"10000"}]'],
      [3, 'amount', 12_500],
      [4, 'amount', 2_000],
    ],
  },
  { file: 'lines-quantity-amount', problem: 'unclear_quantity', message: '“Amount”' },
  {
    file: 'lines-quantity-amount-stated',
    given: { columns: { Amount: 'unit_price' } },
    good: 1,
    values: [[2, 'amount', 30_000]],
  },
  {
    file: 'lines-with-total',
    good: 3,
    errors: [[5, 'amount', 'amount_mismatch']],
    values: [
      [2, 'amount', 32_400],
      [3, 'amount', 32_400],
      [4, 'amount', 32_400],
    ],
  },
  {
    file: 'lines-wrong',
    good: 0,
    errors: [
      [2, 'quantity', 'required'],
      [3, 'quantity', 'not_positive'],
      [4, 'quantity', 'invalid_quantity'],
      [5, 'unit_price', 'required'],
      [6, 'unit_price', 'not_positive'],
    ],
  },
  {
    file: 'discounts',
    good: 5,
    errors: [
      [5, 'discount', 'unclear_discount'],
      [6, 'amount', 'not_positive'],
      [7, 'discount', 'not_positive'],
      [8, 'discount', 'invalid_discount'],
    ],
    values: [
      [2, 'amount', 27_000],
      [3, 'amount', 27_000],
      [4, 'amount', 30_000],
      [9, 'amount', 27_750],
      [
        9,
        'lines',
        '[{"description":"Chairs","quantity":"1","unitAmount":"30000","discounts":[{"percent":"7.5"}]}]',
      ],
      [10, 'amount', 30_000],
    ],
  },
  {
    file: 'discounts-percent-stated',
    given: { columns: { Discount: 'discount_percent' } },
    good: 1,
    values: [[2, 'amount', 27_000]],
  },
  { file: 'discounts-two', problem: 'two_discounts' },
  { file: 'header-empty-cells', good: 1, unknown: [] },
  {
    file: 'header-empty-cells-with-values',
    good: 1,
    unknown: [],
    unnamed: ['column G'],
    questions: ['columns'],
    asked: ['column G'],
  },
  {
    file: 'header-empty-cells-decided',
    given: { columns: { 'column G': 'metadata.mark' } },
    good: 1,
    unknown: [],
    values: [[2, 'metadata', '{"mark":"x"}']],
  },
  {
    file: 'header-metadata-keys',
    good: 1,
    values: [[2, 'metadata', '{"__proto__":"a","constructor":"b","PO number":"c"}']],
  },
  { file: 'header-metadata-twice', problem: 'duplicate_headers' },
  { file: 'header-two-hundred-columns', good: 1, unknownCount: 194 },
  { file: 'header-too-many-columns', problem: 'too_many_columns' },
  { file: 'header-only', problem: 'no_rows' },
  { file: 'header-after-blank-lines', good: 1 },
  { file: 'header-none', problem: 'missing_columns' },
  { file: 'errors-csv-again', good: 1, unknown: [] },
  { file: 'quotes-doubled', good: 1, values: [[2, 'description', 'The "big" one']] },
  { file: 'quotes-inch-marks', good: 2, values: [[2, 'description', 'Pipe 5" wide']] },
  { file: 'quotes-nickname', good: 1, values: [[2, 'customerName', 'Ada "The Engine" Byron']] },
  { file: 'quotes-unclosed-at-end', problem: 'unclosed_quote' },
  { file: 'quotes-unclosed-swallow', good: 1, errorRows: 1 },
  { file: 'quotes-unclosed-description-swallow', good: 0, errors: [[2, null, 'broken_quotes']] },
  { file: 'quotes-unclosed-in-template', good: 1, errors: [[2, null, 'broken_quotes']] },
  {
    file: 'quotes-lines-with-commas',
    good: 1,
    values: [[2, 'description', 'Wash, dry\nfold, iron, and bring, TRY it']],
  },
  { file: 'text-lines-with-many-commas', good: 1 },
  { file: 'quotes-text-after-closing', good: 1, values: [[2, 'description', '"Work" extra']] },
  {
    file: 'quotes-single',
    good: 1,
    values: [
      [2, 'customerName', "O'Brien"],
      [2, 'description', "'Work'"],
    ],
  },
  { file: 'line-breaks-in-cells', good: 2, values: [[2, 'description', 'Line one\nLine two']] },
  { file: 'line-break-in-name', good: 0, errors: [[2, 'customer_name', 'invalid_characters']] },
  { file: 'line-ends-mixed', good: 3 },
  { file: 'line-ends-old-mac', good: 2 },
  { file: 'last-line-without-end', good: 1 },
  { file: 'blank-lines-at-end', good: 1, blank: 3 },
  { file: 'blank-lines-between', good: 2, blank: 3, values: [[6, 'customerName', 'B']] },
  {
    file: 'row-short',
    good: 0,
    errors: [
      [2, 'currency', 'required'],
      [2, 'due_date', 'required'],
      [2, 'description', 'required'],
    ],
  },
  { file: 'row-short-of-optional', good: 1 },
  { file: 'row-long', good: 1, errors: [[2, null, 'too_many_cells']] },
  { file: 'row-unquoted-comma', good: 0, errorRows: 1 },
  {
    file: 'cells-padded',
    good: 1,
    values: [
      [2, 'customerName', 'Ada Byron'],
      [2, 'currency', 'GBP'],
    ],
  },
  {
    file: 'formula-injection',
    good: 5,
    values: [
      [2, 'customerName', '=HYPERLINK(http://x.example)'],
      [6, 'customerName', '=1+1'],
    ],
  },
  { file: 'utf8-emoji', good: 1, values: [[2, 'customerName', 'Ada 🚀']] },
  { file: 'utf8-right-to-left', good: 2, values: [[2, 'customerName', 'عائشة بنت أحمد']] },
  { file: 'utf8-combining', good: 1, values: [[2, 'customerName', 'Zoë Ñu']] },
  { file: 'utf8-cjk', good: 1, values: [[2, 'amount', 12_000]] },
  { file: 'windows-1252', problem: 'not_utf8', preview: 'Zoë Müller' },
  {
    file: 'windows-1252-stated',
    given: { encoding: 'windows-1252' },
    good: 1,
    values: [
      [2, 'customerName', 'Zoë Müller'],
      [2, 'description', 'Café “Größe” – 5 €'],
    ],
  },
  { file: 'utf8-broken-late', problem: 'not_utf8' },
  { file: 'utf8-cut-in-character', problem: 'not_utf8' },
  { file: 'utf8-lone-surrogate', problem: 'not_utf8' },
  { file: 'utf16-le-bom', problem: 'utf16' },
  { file: 'utf16-be-bom', problem: 'utf16' },
  { file: 'utf16-le-no-bom', problem: 'utf16' },
  { file: 'nul-bytes', problem: 'nul_bytes' },
  { file: 'nul-at-end', problem: 'nul_bytes' },
  { file: 'empty', problem: 'empty_file' },
  { file: 'one-byte', problem: 'missing_columns' },
  { file: 'only-bom', problem: 'empty_file' },
  { file: 'only-line-ends', problem: 'empty_file' },
  { file: 'workbook', problem: 'spreadsheet_file' },
  { file: 'old-workbook', problem: 'spreadsheet_file' },
  { file: 'gzip', problem: 'compressed_file' },
  { file: 'pdf', problem: 'not_csv' },
  { file: 'html', problem: 'missing_columns' },
  { file: 'json', problem: 'missing_columns' },
  {
    file: 'amounts-wrong',
    good: 0,
    errors: [
      [2, 'amount', 'not_positive'],
      [3, 'amount', 'not_positive'],
      [4, 'amount', 'invalid_amount'],
      [5, 'amount', 'too_many_decimals'],
      [6, 'amount', 'invalid_amount'],
      [7, 'amount', 'required'],
      [8, 'amount', 'too_large'],
      [9, 'amount', 'invalid_amount'],
      [10, 'amount', 'invalid_amount'],
    ],
  },
  {
    file: 'amounts-decimals-by-currency',
    good: 3,
    errors: [
      [2, 'amount', 'too_many_decimals'],
      [5, 'amount', 'too_many_decimals'],
    ],
    values: [
      [3, 'amount', 100],
      [4, 'amount', 1234],
      [6, 'amount', 950],
    ],
  },
  {
    file: 'amounts-both-conventions',
    good: 2,
    settings: { decimal: 'point' },
    errors: [[2, 'amount', 'other_decimal_mark']],
    questions: ['decimal'],
  },
  {
    file: 'amounts-thousand-or-one',
    good: 2,
    settings: { delimiter: ';', decimal: 'comma' },
    errors: [
      [2, 'amount', 'decimal_mark_unknown'],
      [3, 'amount', 'decimal_mark_unknown'],
      [6, 'amount', 'invalid_amount'],
      [7, 'amount', 'invalid_amount'],
    ],
    questions: ['decimal'],
    values: [
      [4, 'amount', 150_000],
      [5, 'amount', 150_000],
    ],
  },
  {
    file: 'amounts-thousand-stated',
    given: { decimal: 'comma' },
    good: 2,
    values: [
      [2, 'amount', 150_000],
      [3, 'amount', 150],
    ],
  },
  {
    file: 'amounts-thousand-told',
    good: 2,
    settings: { delimiter: ',', decimal: 'comma' },
    values: [
      [2, 'amount', 150_000],
      [3, 'amount', 8950],
    ],
  },
  {
    file: 'amounts-comma-stated',
    given: { decimal: 'comma' },
    good: 3,
    values: [
      [2, 'amount', 123_450],
      [3, 'amount', 150],
    ],
  },
  {
    file: 'dates-wrong',
    good: 0,
    errors: [
      [2, 'due_date', 'invalid_date'],
      [3, 'due_date', 'due_before_issue'],
      [4, 'due_date', 'too_far'],
      [5, 'due_date', 'invalid_date'],
      [6, 'due_date', 'invalid_date'],
      [7, 'due_date', 'invalid_date'],
      [8, 'due_date', 'required'],
    ],
  },
  { file: 'dates-today-and-leap', good: 2, errors: [[4, 'due_date', 'invalid_date']] },
  {
    file: 'emails-wrong',
    good: 1,
    errors: [
      [2, 'customer_email', 'invalid_email'],
      [3, 'customer_email', 'invalid_email'],
      [4, 'customer_email', 'invalid_email'],
      [5, 'customer_email', 'invalid_email'],
      [6, 'customer_email', 'invalid_email'],
      [7, 'customer_email', 'invalid_email'],
    ],
  },
  {
    file: 'currencies-wrong',
    good: 1,
    errors: [
      [2, 'currency', 'unknown_currency'],
      [3, 'currency', 'unknown_currency'],
      [5, 'currency', 'required'],
    ],
  },
  {
    file: 'phones',
    good: 4,
    errors: [[4, 'customer_phone', 'invalid_phone']],
    values: [
      [2, 'customerPhone', '+447700900123'],
      [3, 'customerPhone', '+447700900123'],
      [5, 'customerPhone', '+447700900123'],
      [6, 'customerPhone', '+4512345678'],
    ],
  },
  {
    file: 'tax-rates',
    good: 3,
    errors: [
      [5, 'tax_rate', 'invalid_tax_rate'],
      [6, 'tax_rate', 'invalid_tax_rate'],
      [7, 'tax_rate', 'invalid_tax_rate'],
    ],
    values: [
      [2, 'amount', 150_000],
      [2, 'tax', 25_000],
      [3, 'lines', '[{"description":"Consulting","quantity":"1","unitAmount":"125000","taxRate":"5.5"}]'],
    ],
  },
  {
    file: 'languages',
    good: 4,
    errors: [[5, 'language', 'invalid_language']],
    values: [
      [3, 'language', 'da-DK'],
      [4, 'language', 'pt-BR'],
      [6, 'language', 'zh-Hant-TW'],
    ],
  },
  {
    file: 'texts-too-long',
    good: 1,
    errors: [
      [2, 'customer_name', 'too_long'],
      [3, 'description', 'too_long'],
      [4, 'invoice_number', 'too_long'],
    ],
  },
  {
    file: 'control-characters',
    good: 1,
    errors: [
      [2, 'customer_name', 'invalid_characters'],
      [4, 'description', 'invalid_characters'],
    ],
  },
  { file: 'zero-width', good: 1, errors: [[3, 'customer_email', 'invalid_email']] },
  {
    file: 'everything-wrong-in-one-row',
    good: 0,
    errors: [
      [2, 'customer_name', 'required'],
      [2, 'customer_email', 'invalid_email'],
      [2, 'currency', 'unknown_currency'],
      [2, 'amount', 'not_positive'],
      [2, 'due_date', 'date_format_unknown'],
      [2, 'description', 'required'],
      [2, 'customer_phone', 'invalid_phone'],
      [2, 'language', 'invalid_language'],
      [2, 'tax_rate', 'invalid_tax_rate'],
    ],
    questions: ['date_format'],
  },
]

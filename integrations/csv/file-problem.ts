export class FileProblem extends Error {
  override name = 'FileProblem'
  readonly code: FileProblemCode
  readonly preview: string[]

  constructor(code: FileProblemCode, detail: string, preview: string[] = []) {
    super(detail)
    this.code = code
    this.preview = preview
  }
}

export type FileProblemCode =
  | 'empty_file'
  | 'spreadsheet_file'
  | 'compressed_file'
  | 'not_csv'
  | 'utf16'
  | 'nul_bytes'
  | 'not_utf8'
  | 'unclosed_quote'
  | 'too_many_rows'
  | 'no_rows'
  | 'duplicate_headers'
  | 'missing_columns'
  | 'unknown_column_choice'
  | 'too_many_columns'
  | 'header_too_long'
  | 'unclear_tax'
  | 'unclear_amount'
  | 'unclear_quantity'
  | 'two_discounts'

/** Why a file cannot be read as a whole, and what its owner can do about it. */
export class FileProblem extends Error {
  override name = 'FileProblem'
  readonly code: FileProblemCode
  /** Lines as they would read in Windows-1252, for `not_utf8`. */
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
  /** A question rather than a refusal: it may be Windows-1252. */
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

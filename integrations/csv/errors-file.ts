import { stringify } from 'csv-stringify/sync'
import {
  type CellError,
  type Delimiter,
  ERROR_COLUMNS,
  type FileRecord,
  isErrorColumn,
} from '../../domain/import/index.ts'

/**
 * Builds the header of errors.csv: the file's columns, then the error columns. The byte order mark is for
 * spreadsheets.
 */
export function errorsHeader(names: readonly string[], delimiter: Delimiter): string {
  return `\uFEFF${lineOf([...dropErrorColumns(names, names), ...ERROR_COLUMNS], delimiter)}`
}

/** Builds the line of an invalid row: the uploaded cells and the errors. */
export function errorsLine(
  { rowNumber, cells }: FileRecord,
  names: readonly string[],
  errors: readonly CellError[],
  delimiter: Delimiter,
): string {
  const padded = [...cells, ...Array.from({ length: Math.max(0, names.length - cells.length) }, () => '')]
  const codes = errors.map(({ code }) => code).join(' ')
  const details = errors.map(({ column, detail }) => `${column ?? 'row'}: ${detail}`).join('; ')
  return lineOf([...dropErrorColumns(padded, names), String(rowNumber), codes, details], delimiter)
}

/** Leaves out the error columns, because the uploaded file can be an errors.csv. */
function dropErrorColumns(cells: readonly string[], names: readonly string[]): string[] {
  return cells.filter((_, index) => !isErrorColumn(names[index] ?? ''))
}

/**
 * Formats one CSV line. An apostrophe marks a spreadsheet formula as text, and the import removes the
 * apostrophe.
 */
export function lineOf(cells: readonly string[], delimiter: Delimiter): string {
  return stringify([[...cells]], {
    delimiter,
    escape_formulas: true,
    record_delimiter: '\r\n',
    // A cell with a single CR or LF needs quotes. The import reads both as row ends.
    quoted_match: /[\r\n]/,
  })
}

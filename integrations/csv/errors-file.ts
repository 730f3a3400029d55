import { stringify } from 'csv-stringify/sync'
import { type CellError, type Delimiter, ERROR_COLUMNS } from '../../domain/import/index.ts'

/** The header of errors.csv: the file's own, and what was wrong. Begins with a byte order mark, for spreadsheets. */
export function errorsHeader(names: readonly string[], delimiter: Delimiter): string {
  return `\uFEFF${lineOf([...names, ...ERROR_COLUMNS], delimiter)}`
}

/** A failed row as it was uploaded, with what is wrong with it: mended, it can be uploaded again. */
export function errorsRow(
  { row, cells, width }: { row: number; cells: readonly string[]; width: number },
  errors: readonly CellError[],
  delimiter: Delimiter,
): string {
  const padded = [...cells, ...Array.from({ length: Math.max(0, width - cells.length) }, () => '')]
  const codes = errors.map(({ code }) => code).join(' ')
  const details = errors.map(({ column, detail }) => `${column ?? 'row'}: ${detail}`).join('; ')
  return lineOf([...padded, String(row), codes, details], delimiter)
}

/** One line of CSV. What a spreadsheet would take for a formula gets an apostrophe, which reading takes off again. */
export function lineOf(cells: readonly string[], delimiter: Delimiter): string {
  return stringify([[...cells]], {
    delimiter,
    escape_formulas: true,
    record_delimiter: '\r\n',
    // A lone line end inside a cell ends no row of ours, but it would one of the reader's.
    quoted_match: /[\r\n]/,
  })
}

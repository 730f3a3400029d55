import { stringify } from 'csv-stringify/sync'
import { type CellError, type Delimiter, ERROR_COLUMNS, isErrorColumn } from '../../domain/import/index.ts'

/** The header of errors.csv: the file's own, and what was wrong. Begins with a byte order mark, for spreadsheets. */
export function errorsHeader(names: readonly string[], delimiter: Delimiter): string {
  return `\uFEFF${lineOf([...withoutOurs(names, names), ...ERROR_COLUMNS], delimiter)}`
}

/** A failed row as it was uploaded, with what is wrong with it: mended, it can be uploaded again. */
export function errorsRow(
  { row, cells, names }: { row: number; cells: readonly string[]; names: readonly string[] },
  errors: readonly CellError[],
  delimiter: Delimiter,
): string {
  const padded = [...cells, ...Array.from({ length: Math.max(0, names.length - cells.length) }, () => '')]
  const codes = errors.map(({ code }) => code).join(' ')
  const details = errors.map(({ column, detail }) => `${column ?? 'row'}: ${detail}`).join('; ')
  return lineOf([...withoutOurs(padded, names), String(row), codes, details], delimiter)
}

/** The file may be an errors.csv itself: what it said was wrong gives way to what is wrong now. */
function withoutOurs(cells: readonly string[], names: readonly string[]): string[] {
  return cells.filter((_, index) => !isErrorColumn(names[index] ?? ''))
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

import {
  type CellError,
  type Delimiter,
  ERROR_COLUMNS,
  type FileRecord,
  isErrorColumn,
} from '../../domain/import/index.ts'
import { csvLines } from './csv-lines.ts'

export function errorsHeader(names: readonly string[], delimiter: Delimiter): string {
  return `\uFEFF${csvLines([[...dropErrorColumns(names, names), ...ERROR_COLUMNS]], delimiter)}`
}

export function errorsLine(
  { rowNumber, cells }: FileRecord,
  names: readonly string[],
  errors: readonly CellError[],
  delimiter: Delimiter,
): string {
  const padded = [...cells, ...Array.from({ length: Math.max(0, names.length - cells.length) }, () => '')]
  const codes = errors.map(({ code }) => code).join(' ')
  const details = errors.map(({ column, detail }) => `${column ?? 'row'}: ${detail}`).join('; ')
  return csvLines([[...dropErrorColumns(padded, names), String(rowNumber), codes, details]], delimiter)
}

/** Drops the error columns, because an uploaded file can be an `errors.csv`. */
function dropErrorColumns(cells: readonly string[], names: readonly string[]): string[] {
  return cells.filter((_, index) => !isErrorColumn(names[index] ?? ''))
}

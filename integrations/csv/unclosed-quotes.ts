import {
  type CellError,
  type Delimiter,
  type Header,
  truncateForDisplay,
  type Target,
} from '../../domain/import/index.ts'
import { isCurrency } from '../../domain/shared/money.ts'

/** What tells a row from the lines of a text: columns that every row has, and of which all values look the same. */
const LOOKS: [Target, (value: string) => boolean][] = [
  ['customer_email', (value) => /^[^\s@]+@[^\s@]+$/.test(value)],
  ['currency', isCurrency],
  ['due_date', (value) => /^\d{1,4}([-/. ])\d{1,2}\1\d{1,4}(?:[T ][\d:.]+Z?)?$/.test(value)],
]
const LONGEST_LOOK = 254

/**
 * A stray quote can make whole rows into one cell. They must not get lost in a text that may have several lines: what
 * looks like rows inside a cell is a mistake.
 */
export function swallowed(
  cells: readonly string[],
  header: Header,
  delimiter: Delimiter,
): CellError | undefined {
  const index = cells.findIndex(
    (cell, at) => /[\r\n]/.test(cell) && (cell.startsWith('"') || hasRows(cell, at, header, delimiter)),
  )
  if (index < 0) return undefined
  return {
    column: header.names[index] ?? null,
    target: null,
    value: truncateForDisplay(cells[index] ?? ''),
    code: 'broken_quotes',
    detail: 'has what looks like other rows in it: a quote before it is not closed, or not doubled',
  }
}

/**
 * The first line of such a cell goes on with the row that the cell is of, and each other one begins a row. So one such
 * value at its own column's place gives them away; or two of different columns anywhere, as cells with delimiters of
 * their own shift the places.
 */
function hasRows(cell: string, at: number, { names, targets }: Header, delimiter: Delimiter): boolean {
  const seen = new Set<Target>()
  for (const [number, line] of cell.split(/\r\n|\r|\n/).entries()) {
    const parts = line.split(delimiter)
    if (parts.length === 1) continue
    const places = number === 0 ? [at, names.length - parts.length] : [0]
    for (const [part, value] of parts.entries()) {
      const target = lookOf(value)
      if (!target) continue
      if (places.some((first) => targets[first + part] === target)) return true
      seen.add(target)
    }
  }
  return seen.size > 1
}

function lookOf(part: string): Target | undefined {
  if (part.length > LONGEST_LOOK) return undefined
  const value = part.replaceAll('"', '').trim()
  return LOOKS.find(([, looks]) => looks(value))?.[0]
}

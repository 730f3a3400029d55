import {
  type CellError,
  type Delimiter,
  type Header,
  shownName,
  truncateForDisplay,
  type Target,
} from '../../domain/import/index.ts'
import { isCurrency } from '../../domain/shared/money.ts'

const PATTERNS: [Target, (value: string) => boolean][] = [
  ['customer_email', (value) => /^[^\s@]+@[^\s@]+$/.test(value)],
  ['currency', isCurrency],
  ['due_date', (value) => /^\d{1,4}([-/. ])\d{1,2}\1\d{1,4}(?:[T ][\d:.]+Z?)?$/.test(value)],
]
const MAX_VALUE_LENGTH = 254

export function findUnclosedQuote(
  cells: readonly string[],
  header: Header,
  delimiter: Delimiter,
): CellError | undefined {
  const index = cells.findIndex(
    (cell, at) => /[\r\n]/.test(cell) && (cell.startsWith('"') || hasRows(cell, at, header, delimiter)),
  )
  if (index < 0) return undefined
  return {
    column: index < header.names.length ? shownName(header.names[index] ?? '', index) : null,
    target: null,
    value: truncateForDisplay(cells[index] ?? ''),
    code: 'broken_quotes',
    detail: 'seems to contain other rows: a quote before it is not closed, or not doubled',
  }
}

function hasRows(cell: string, at: number, { names, targets }: Header, delimiter: Delimiter): boolean {
  const seen = new Set<Target>()
  for (const [number, line] of cell.split(/\r\n|\r|\n/).entries()) {
    const parts = line.split(delimiter)
    if (parts.length === 1) continue
    const places = number === 0 ? [at, names.length - parts.length] : [0]
    for (const [part, value] of parts.entries()) {
      const target = targetOf(value)
      if (!target) continue
      if (places.some((first) => targets[first + part] === target)) return true
      seen.add(target)
    }
  }
  return seen.size > 1
}

function targetOf(part: string): Target | undefined {
  if (part.length > MAX_VALUE_LENGTH) return undefined
  const value = part.replaceAll('"', '').trim()
  return PATTERNS.find(([, matches]) => matches(value))?.[0]
}

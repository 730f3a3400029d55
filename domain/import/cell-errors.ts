import type { Target } from './columns.ts'

/** The problem of a cell. `detail` states the correction. */
export interface CellProblem {
  code: string
  detail: string
}

export function isProblem(value: unknown): value is CellProblem {
  return typeof value === 'object' && value !== null && 'code' in value
}

export interface CellError extends CellProblem {
  /** The header as uploaded, or null if the problem concerns the whole row. */
  column: string | null
  target: Target | null
  /** The cell as uploaded, truncated. */
  value: string
}

/** UTF-16 code units. */
const SHOWN = 200

/** Truncates a long value, never inside a surrogate pair. Half of a pair is no valid text. */
export function truncateForDisplay(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, '')}…` : value
}

import type { Target } from './columns.ts'

export interface CellProblem {
  code: string
  detail: string
}

export function isProblem(value: unknown): value is CellProblem {
  return typeof value === 'object' && value !== null && 'code' in value
}

export interface CellError extends CellProblem {
  /** The uploaded header, the target of a missing column, or null for the row. */
  column: string | null
  target: Target | null
  /** The uploaded cell, or the cells beyond the header, truncated for display. */
  value: string
}

/** The maximum length of a displayed value, in UTF-16 code units. */
const SHOWN = 200

/** Truncates a value to 200 UTF-16 code units. Half of a surrogate pair is removed too. */
export function truncateForDisplay(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, '')}…` : value
}

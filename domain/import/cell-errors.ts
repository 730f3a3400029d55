import type { Target } from './columns.ts'

/** What is wrong with a cell, and what would be right. */
export interface CellProblem {
  code: string
  detail: string
}

export function isMistake(value: unknown): value is CellProblem {
  return typeof value === 'object' && value !== null && 'code' in value
}

/** The same, with where it is. */
export interface CellError extends CellProblem {
  /** The header as it was uploaded; null: the row as a whole. */
  column: string | null
  target: Target | null
  /** As it was uploaded, shortened. */
  value: string
}

const SHOWN = 200

/** Long values are shown by their beginning, which never ends within a character: PostgreSQL would take no half of one. */
export function truncateForDisplay(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, '')}…` : value
}

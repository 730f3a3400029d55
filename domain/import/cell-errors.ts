import type { Target } from './columns.ts'

export interface CellProblem {
  code: string
  detail: string
}

export function isProblem(value: unknown): value is CellProblem {
  return typeof value === 'object' && value !== null && 'code' in value
}

export interface CellError extends CellProblem {
  column: string | null
  target: Target | null
  value: string
}

/** UTF-16 code units. */
const SHOWN = 200

export function truncateForDisplay(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN).replace(/[\ud800-\udbff]$/, '')}…` : value
}

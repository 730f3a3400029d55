import type { Target } from './columns.ts'

/** What is wrong with a cell, and what would be right. */
export interface CellMistake {
  code: string
  detail: string
}

/** The same, with where it is. */
export interface CellError extends CellMistake {
  /** The header as it was uploaded; null: the row as a whole. */
  column: string | null
  target: Target | null
  /** As it was uploaded, shortened. */
  value: string
}

const SHOWN = 200

/** Long values are shown by their beginning. */
export function shown(value: string): string {
  return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value
}

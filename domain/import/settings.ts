import { type DateFormat, DATE_FORMATS } from './dates.ts'
import type { DecimalCounts, DecimalMark } from './amounts.ts'
import type { Target } from './columns.ts'

export type Encoding = 'utf-8' | 'windows-1252'
export const ENCODINGS: readonly Encoding[] = ['utf-8', 'windows-1252']
export const DELIMITERS = [',', ';', '\t'] as const
export type Delimiter = (typeof DELIMITERS)[number]

export interface ReadSettings {
  encoding: Encoding
  delimiter: Delimiter
  decimal: DecimalMark
  dateFormat: DateFormat
  unreadColumns: 'ask' | 'ignore'
  /** Counts for rows that do not say it themselves. Absent means no. */
  pricesIncludeTax?: boolean
}

export interface RequestedSettings extends Partial<ReadSettings> {
  /** Null ignores the column. */
  columns?: Record<string, Target | null>
}

export type Question =
  | { setting: 'date_format'; options: { value: DateFormat; fits: number }[]; of: number }
  | { setting: 'decimal'; options: { value: DecimalMark; fits: number }[]; of: number }
  | { setting: 'columns'; headers: string[] }

export function columnQuestion(headers: string[]): Question | undefined {
  return headers.length > 0 ? { setting: 'columns', headers } : undefined
}

export function undecidedColumns(questions: readonly Question[]): string[] {
  return questions.flatMap((question) => (question.setting === 'columns' ? question.headers : []))
}

export function dateQuestion(fits: Partial<Record<DateFormat, number>>, of: number): Question | undefined {
  if (of === 0) return undefined
  const options = DATE_FORMATS.filter((value) => (fits[value] ?? 0) > 0)
  return { setting: 'date_format', options: options.map((value) => ({ value, fits: fits[value] ?? 0 })), of }
}

export function decimalQuestion(
  { point, comma, either }: DecimalCounts,
  isGuess: boolean,
): Question | undefined {
  if ((point === 0 || comma === 0) && !(isGuess && either > 0)) return undefined
  const options = [
    { value: 'point' as const, fits: point + either },
    { value: 'comma' as const, fits: comma + either },
  ]
  return { setting: 'decimal', options, of: point + comma + either }
}

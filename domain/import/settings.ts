import { type DateFormat, DATE_FORMATS } from './dates.ts'
import type { DecimalCounts, DecimalMark } from './amounts.ts'
import type { Target } from './columns.ts'

export type Encoding = 'utf-8' | 'windows-1252'
export const ENCODINGS: readonly Encoding[] = ['utf-8', 'windows-1252']
export const DELIMITERS = [',', ';', '\t'] as const
export type Delimiter = (typeof DELIMITERS)[number]

/** How a file is read. Shown with the review; each can be changed, and the file is then read again. */
export interface ReadSettings {
  encoding: Encoding
  delimiter: Delimiter
  decimal: DecimalMark
  dateFormat: DateFormat
}

/** The merchant's word on how it is to be read; what is absent is found out, or is its default. */
export interface RequestedSettings extends Partial<ReadSettings> {
  /** What a header is read as; null leaves its column out. */
  columns?: Record<string, Target | null>
}

/** What can only be known by asking: the rows that hang on it are mistakes until then. */
export type Question =
  /** Dates that are no ISO dates: how many would be dates under each form. */
  | { setting: 'date_format'; options: { value: DateFormat; fits: number }[]; of: number }
  /** Amounts of both conventions, or of none that can be told. */
  | { setting: 'decimal'; options: { value: DecimalMark; fits: number }[]; of: number }

/** The question that dates ask, if there were others than ISO's. */
export function dateQuestion(fits: Partial<Record<DateFormat, number>>, of: number): Question | undefined {
  if (of === 0) return undefined
  const options = DATE_FORMATS.filter((value) => (fits[value] ?? 0) > 0)
  return { setting: 'date_format', options: options.map((value) => ({ value, fits: fits[value] ?? 0 })), of }
}

/**
 * The question that amounts ask: where some follow one convention and some the other, or where some were not read as
 * the convention was a guess.
 */
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

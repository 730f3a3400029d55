import { DAY_MS } from '../shared/durations.ts'

/** Lengths are in UTF-16 code units. */
export const LIMITS = {
  customerName: 200,
  description: 500,
  billingAddress: 400,
  number: 50,
  instructions: 2_000,
  metadataKey: 40,
  metadataValue: 500,
  lines: 200,
  adjustment: 200,
  adjustments: 10,
  exemptionReason: 200,
} as const

export const TEN_YEARS_MS = 3_653 * DAY_MS

export function hasControls(text: string): boolean {
  return /\p{Cc}|\p{Cs}/u.test(text)
}

export function hasControlsBesideLineEnds(text: string): boolean {
  return /[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text)
}

export function withLineEnds(text: string): string {
  return text.replace(/\r\n?|[\u{2028}\u{2029}]/gu, '\n')
}

/**
 * E.164 allows at most 15 digits.
 *
 * @see https://www.itu.int/rec/T-REC-E.164
 */
export function isPhone(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text)
}

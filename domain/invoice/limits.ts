/** The maximum length of each text of an invoice, in UTF-16 code units. */
export const LIMITS = {
  customerName: 200,
  description: 500,
  billingAddress: 400,
  number: 50,
  instructions: 2_000,
  metadataKey: 40,
  metadataValue: 500,
} as const

/** The largest distance between now and a date, in milliseconds. */
export const TEN_YEARS_MS = 3_653 * 86_400_000

/** Checks whether a text has control characters or lone surrogates. */
export function hasControls(text: string): boolean {
  return /\p{Cc}|\p{Cs}/u.test(text)
}

/** Checks like {@link hasControls}, but allows line ends and tabs. */
export function hasControlsBesideLineEnds(text: string): boolean {
  return /[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text)
}

/** Replaces `\r\n`, `\r`, U+2028 and U+2029 by `\n`. */
export function withLineEnds(text: string): string {
  return text.replace(/\r\n?|[\u{2028}\u{2029}]/gu, '\n')
}

/**
 * Checks whether a text is `+` and 7 to 15 digits, as in E.164.
 *
 * @see https://www.itu.int/rec/T-REC-E.164
 */
export function isPhone(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text)
}

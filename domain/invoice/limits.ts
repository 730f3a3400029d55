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

/** A due date must be within this time: ten years in milliseconds. */
export const TEN_YEARS_MS = 3_653 * 86_400_000

/** True for control characters and lone surrogates. Mail headers and PostgreSQL refuse them. */
export function hasControls(text: string): boolean {
  return /\p{Cc}|\p{Cs}/u.test(text)
}

/** As {@link hasControls}, but allows line ends and tabs. */
export function hasControlsBesideLineEnds(text: string): boolean {
  return /[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text)
}

/** True for a telephone number in E.164 form: https://www.itu.int/rec/T-REC-E.164 */
export function isPhone(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text)
}

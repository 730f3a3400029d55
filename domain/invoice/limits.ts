/** The longest each text of an invoice may be, in UTF-16 code units, wherever it comes from. */
export const LIMITS = {
  customerName: 200,
  description: 500,
  billingAddress: 400,
  number: 50,
  instructions: 2_000,
  metadataKey: 40,
  metadataValue: 500,
} as const

/** How far ahead a due date may be: ten years. */
export const TEN_YEARS_MS = 3_653 * 86_400_000

/** Neither a mail header nor PostgreSQL would take these: control characters, and halves of characters. */
export function hasControls(text: string): boolean {
  return /\p{Cc}|\p{Cs}/u.test(text)
}

/** The same, with line ends and tabs allowed. */
export function hasControlsBesideLineEnds(text: string): boolean {
  return /[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text)
}

/** A telephone number, E.164. */
export function isPhone(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text)
}

const DIRECTION_CHANGES = /[\u202A-\u202E\u2066-\u2069]/

/**
 * Removes directional embeddings and overrides, and the isolates of a paragraph with unbalanced isolates.
 *
 * @see https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 */
export function withoutOverrides(text: string): string {
  if (!DIRECTION_CHANGES.test(text)) return text
  return text
    .replace(/[\u202A-\u202E]/g, '')
    .replace(/[^\n\r\u2029]+/g, (paragraph) =>
      closesIsolates(paragraph) ? paragraph : paragraph.replace(/[\u2066-\u2069]/g, ''),
    )
}

function closesIsolates(paragraph: string): boolean {
  let depth = 0
  for (const [character] of paragraph.matchAll(/[\u2066-\u2069]/g)) {
    depth += character === '\u2069' ? -1 : 1
    if (depth < 0) return false
  }
  return depth === 0
}

export function hasVisibleText(text: string): boolean {
  return /[^\s\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(text)
}

/**
 * The blocks of right-to-left scripts.
 *
 * @see https://www.unicode.org/reports/tr9/#Bidirectional_Character_Types
 */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u

/** Isolates a text with right-to-left letters, so that it cannot reorder its surroundings. */
export function isolated(text: string): string {
  return RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text
}

/** Replaces isolates by marks, because older programs and phones show isolates as boxes. */
export function withMarks(text: string): string {
  return text.replace(/[\u2066-\u2069]/g, '\u200E')
}

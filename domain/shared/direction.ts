/**
 * Removes directional embeddings and overrides, and the isolates of a paragraph with unbalanced isolates.
 *
 * @see https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 */
export function withoutOverrides(text: string): string {
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

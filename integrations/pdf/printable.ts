const REPLACEMENT = '\u{FFFD}'

// Embeddings and overrides can reorder the digits of an amount:
// https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
const FORBIDDEN = /[\p{Cc}\p{Co}\p{Noncharacter_Code_Point}\u{202A}-\u{202E}]/gu
const EFFECTIVE = String.raw`\u{AD}\u{61C}\u{200B}-\u{200F}\u{2060}\u{2066}-\u{2069}\u{FE0E}\u{FE0F}\u{E0020}-\u{E007F}`
const IDLE = new RegExp(`[\\p{Default_Ignorable_Code_Point}--[${EFFECTIVE}]]`, 'gv')
const INVISIBLE = new RegExp(`[\\s${EFFECTIVE}]`, 'u')
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u
const BREAKS_ANYWHERE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u

export type Coverage = readonly { has(code: number): boolean }[]

function printable(text: string, coverage: Coverage, missing: Set<string>): string {
  const unbroken = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\u{2028}\u{2029}\u{85}]/gu, '\n')
    .replace(/[\t\u{1680}]/gu, ' ')
    .split('\n')
    .map((line) => drawable(line.replace(FORBIDDEN, '').replace(IDLE, ''), coverage, missing))
    .map((line) => (RIGHT_TO_LEFT.test(line) ? `\u{2068}${line}\u{2069}` : line))
    .join('\n')
  return unbroken.replace(/[^\s\u{200B}]{30,}/gu, breakable)
}

export function printableValues<T>(value: T, coverage: Coverage, missing: Set<string>): T {
  const clean = (one: unknown): unknown => {
    if (typeof one === 'string') return printable(one, coverage, missing)
    if (Array.isArray(one)) return one.map(clean)
    if (typeof one !== 'object' || one === null) return one
    return Object.fromEntries(Object.entries(one).map(([key, each]) => [key, clean(each)]))
  }
  return clean(value) as T
}

function drawable(line: string, coverage: Coverage, missing: Set<string>): string {
  if (/^[ -~]*$/.test(line)) return line
  return line.replace(/\P{M}?\p{M}*/gu, (cluster) => {
    if (isCovered(cluster, coverage)) return cluster
    const plain = cluster.normalize('NFKC')
    if (Array.from(plain).every((character) => isCovered(character, coverage)) && !/\p{M}/u.test(plain))
      return plain
    const [letter = '', ...marks] = Array.from(cluster)
    const isKept = !/\p{M}/u.test(letter) && isCovered(letter, coverage)
    for (const character of isKept ? marks : [letter, ...marks]) missing.add(character)
    return isKept ? letter : REPLACEMENT
  })
}

function isCovered(text: string, coverage: Coverage): boolean {
  const visible = Array.from(text).filter((character) => !INVISIBLE.test(character))
  return coverage.some((font) => visible.every((character) => font.has(codeOf(character))))
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

function breakable(word: string): string {
  if (BREAKS_ANYWHERE.test(word)) return word
  return Array.from(
    graphemes.segment(word),
    ({ segment }, i) => (i > 0 && i % 15 === 0 ? '\u{200B}' : '') + segment,
  ).join('')
}

export function scriptsOf(characters: Iterable<string>): string[] {
  const names = new Set<string>()
  for (const character of characters) {
    names.add(SCRIPTS.find(([, pattern]) => pattern.test(character))?.[0] ?? 'other')
  }
  return [...names].toSorted()
}

const SCRIPTS = [
  'Han', 'Hiragana', 'Katakana', 'Hangul', 'Bopomofo', 'Arabic', 'Hebrew', 'Bengali', 'Gurmukhi', 'Gujarati',
  'Oriya', 'Tamil', 'Telugu', 'Kannada', 'Malayalam', 'Sinhala', 'Lao', 'Tibetan', 'Myanmar', 'Ethiopic',
  'Cherokee', 'Khmer', 'Mongolian', 'Syriac', 'Thaana', 'Latin', 'Greek', 'Cyrillic', 'Devanagari', 'Thai',
  'Georgian', 'Armenian', 'Common',
].map((name): [string, RegExp] => [name, new RegExp(`\\p{Script=${name}}`, 'u')]) // prettier-ignore

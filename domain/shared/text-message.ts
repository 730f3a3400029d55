/**
 * Text messages as the networks count them: the GSM 7-bit default alphabet and its extension table (GSM 03.38,
 * now 3GPP TS 23.038 section 6.2.1, without the national tables), or UCS-2 for all that they cannot express.
 *
 * A message carries 140 octets. One of several loses 6 of them to the header that joins them (3GPP TS 23.040
 * section 9.2.3.24.1): 160 or 153 septets, 70 or 67 UTF-16 units.
 */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
    '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)

/** Sent as an escape and a second septet. The form feed is the standard's page break. */
const EXTENSION = new Set('\f^{}\\[~]|€')

const CAPACITY = { gsm7: { alone: 160, joined: 153 }, ucs2: { alone: 70, joined: 67 } } as const

/** What stands for a character outside the alphabet, where taking its accents off does not help. */
const REPLACEMENTS = new Map<string, string>(
  (
    [
      ["'", '‘’‚‛′ʹʻʼ‹›`´'],
      ['"', '“”„‟″«»'],
      ['-', '\u2010\u2011\u2012–—―−'],
      ['...', '…'],
      ['.', '·'],
      ['*', '•'],
      ['/', '⁄'],
      ['x', '×'],
      // The spaces of all widths; what separates lines; what has no width at all.
      [' ', '\t\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000'],
      ['\n', '\u2028\u2029'],
      ['', '\u00AD\u200B\u200C\u200D\u200E\u200F\u2060\uFEFF'],
      // Letters that Unicode does not decompose.
      ['D', 'ĐÐ'], ['d', 'đð'], ['e', 'ə'], ['E', 'Ə'], ['f', 'ƒ'], ['H', 'Ħ'], ['h', 'ħ'], ['i', 'ı'],
      ['IJ', 'Ĳ'], ['ij', 'ĳ'], ['k', 'ĸ'], ['L', 'Ł'], ['l', 'ł'], ['N', 'Ŋ'], ['n', 'ŋ'], ['OE', 'Œ'],
      ['oe', 'œ'], ['SS', 'ẞ'], ['s', 'ſ'], ['T', 'Ŧ'], ['t', 'ŧ'], ['Th', 'Þ'], ['th', 'þ'],
    ] as const
  ).flatMap(([replacement, characters]) =>
    Array.from(characters, (character): [string, string] => [character, replacement]),
  ),
) // prettier-ignore

/** The fewest characters that a shortened sender keeps. */
const MIN_SENDER = 8

/** What a text costs to send. */
export interface SmsParts {
  encoding: 'gsm7' | 'ucs2'
  /** Septets in gsm7, UTF-16 code units in ucs2; what stays empty at the end of a part is not counted. */
  units: number
  /** Messages that are sent and paid for: at least one. */
  parts: number
}

/** How a text is sent. Neither an escape pair nor a surrogate pair is ever split over two parts. */
export function smsParts(text: string): SmsParts {
  const characters = Array.from(text)
  const encoding = characters.every(isGsm) ? 'gsm7' : 'ucs2'
  const { alone, joined } = CAPACITY[encoding]
  let units = 0
  let parts = 1
  let filled = 0
  for (const character of characters) {
    const size = encoding === 'ucs2' ? character.length : EXTENSION.has(character) ? 2 : 1
    units += size
    filled += size
    if (filled > joined) {
      parts += 1
      filled = size
    }
  }
  return { encoding, units, parts: units <= alone ? 1 : parts }
}

/**
 * The text in the GSM alphabet: typographic characters become plain ones, and letters that it lacks lose their
 * accents (`Łódź – “é”` is `Lodz - "é"`). A text with anything else in it, Cyrillic or an emoji, has to go as
 * UCS-2 whatever is done to the rest, so it is returned exactly as it came.
 */
export function toGsm(text: string): string {
  let plain = ''
  for (const character of text.normalize('NFC')) {
    const replaced = isGsm(character) ? character : replacementOf(character)
    if (replaced === undefined) return text
    plain += replaced
  }
  return plain
}

/**
 * `sender: body url` in at most `max` septets, or what the same octets hold in UCS-2 (160 septets are 70
 * units). The sender's name is shortened for it, by whole words if that is enough. Where no name of 8
 * characters fits, the text is returned in full and takes several parts. The url is never changed.
 */
export function fitText(parts: { sender: string; body: string; url: string }, max = 160): string {
  const textFrom = (sender: string) => `${toGsm(`${sender}: ${parts.body}`)} ${parts.url}`
  const full = textFrom(parts.sender)
  if (fits(full, max)) return full
  for (const sender of shorterNames(parts.sender)) {
    const text = textFrom(sender)
    if (fits(text, max)) return text
  }
  return full
}

function isGsm(character: string): boolean {
  return BASIC.has(character) || EXTENSION.has(character)
}

function replacementOf(character: string): string | undefined {
  const base = character.normalize('NFD').replace(/\p{M}/gu, '')
  return base === '' || isGsm(base) ? base : REPLACEMENTS.get(base)
}

function fits(text: string, max: number): boolean {
  const { encoding, units } = smsParts(text)
  return units <= (encoding === 'gsm7' ? max : Math.floor((max * 7) / 16))
}

/** First the name without its last words, longest first; then cut after any character as a reader sees them. */
function shorterNames(name: string): string[] {
  const ends = [
    ...Array.from(name.matchAll(/\s+/gu), (space) => space.index).toReversed(),
    ...Array.from(graphemes.segment(name), (grapheme) => grapheme.index).toReversed(),
  ]
  return ends
    .map((end) => name.slice(0, end).replace(/[^\p{L}\p{M}\p{N}]+$/u, ''))
    .filter((shorter) => Array.from(graphemes.segment(shorter)).length >= MIN_SENDER)
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

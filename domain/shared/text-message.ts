import { SegmentedMessage } from 'sms-segments-calculator'
import { isolated, withMarks } from './direction.ts'

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
      [' ', '\t\u00A0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u3000'],
      ['\n', '\u2028\u2029'],
      ['', '\u00AD\u061C\u200B\u200C\u200D\u200E\u200F\u2060\u2066\u2067\u2068\u2069\uFEFF'],
      // NFD does not decompose the characters below: https://www.unicode.org/reports/tr15/
      ['D', 'ĐÐ'], ['d', 'đð'], ['e', 'ə'], ['E', 'Ə'], ['f', 'ƒ'], ['H', 'Ħ'], ['h', 'ħ'], ['i', 'ı'],
      ['IJ', 'Ĳ'], ['ij', 'ĳ'], ['k', 'ĸ'], ['L', 'Ł'], ['l', 'ł'], ['N', 'Ŋ'], ['n', 'ŋ'], ['OE', 'Œ'],
      ['oe', 'œ'], ['SS', 'ẞ'], ['s', 'ſ'], ['T', 'Ŧ'], ['t', 'ŧ'], ['Th', 'Þ'], ['th', 'þ'],
    ] as const
  ).flatMap(([replacement, characters]) =>
    Array.from(characters, (character): [string, string] => [character, replacement]),
  ),
) // prettier-ignore

const MIN_SENDER = 8

export interface SmsCount {
  encoding: 'gsm7' | 'ucs2'
  /** `units` counts septets for `gsm7`, and UTF-16 code units for `ucs2`. */
  units: number
  segments: number
}

/**
 * A character outside the GSM 7-bit alphabet makes the whole text UCS-2.
 *
 * @see https://www.twilio.com/docs/glossary/what-is-gsm-7-character-encoding
 */
export function countSms(text: string): SmsCount {
  const { encodingName, messageSize, segmentsCount: segments } = new SegmentedMessage(text)
  return encodingName === 'GSM-7'
    ? { encoding: 'gsm7', units: messageSize / SEPTET_BITS, segments }
    : { encoding: 'ucs2', units: messageSize / UCS2_BITS, segments }
}

const SEPTET_BITS = 7
const UCS2_BITS = 16

/** @internal */
export function toGsm(text: string): string {
  let plain = ''
  for (const character of text.normalize('NFC')) {
    const replaced = isGsm(character) ? character : replacementOf(character)
    if (replaced === undefined) return text
    plain += replaced
  }
  return plain
}

/** @param max septets */
export function fitText(parts: { sender: string; body: string; url?: string }, max = 160): string {
  const end = parts.url === undefined ? '' : ` ${parts.url}`
  const textFrom = (sender: string) => withMarks(toGsm(`${isolated(sender)}: ${parts.body}`)) + end
  const full = textFrom(parts.sender)
  if (fits(full, max)) return full
  for (const sender of shorterNames(parts.sender)) {
    const text = textFrom(sender)
    if (fits(text, max)) return text
  }
  return full
}

const gsmCharacters = new Map<string, boolean>()
const MAX_KEPT = 5_000

function isGsm(character: string): boolean {
  const known = gsmCharacters.get(character)
  if (known !== undefined) return known
  const is = countSms(character).encoding === 'gsm7'
  if (gsmCharacters.size < MAX_KEPT) gsmCharacters.set(character, is)
  return is
}

function replacementOf(character: string): string | undefined {
  const base = character.normalize('NFD').replace(/\p{M}/gu, '')
  return base === '' || isGsm(base) ? base : REPLACEMENTS.get(base)
}

function fits(text: string, max: number): boolean {
  if (text.length > max) return false
  const { encoding, units } = countSms(text)
  return units <= (encoding === 'gsm7' ? max : Math.floor((max * SEPTET_BITS) / UCS2_BITS))
}

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

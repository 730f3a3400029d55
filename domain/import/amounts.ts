import { type Currency, currencyExponent, MAX_AMOUNT } from '../shared/money.ts'
import type { CellProblem } from './cell-errors.ts'

/** Which sign stands before the decimals: `1,234.50` or `1.234,50`. */
export type DecimalMark = 'point' | 'comma'

const SIGNS: ReadonlyMap<string, readonly string[]> = new Map([
  ['€', ['EUR']],
  ['£', ['GBP']],
  ['$', ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD']],
  ['¥', ['JPY', 'CNY']],
  ['kr', ['DKK', 'SEK', 'NOK', 'ISK']],
  ['kr.', ['DKK', 'SEK', 'NOK', 'ISK']],
])

/** Spaces of other widths that part thousands. Line ends and tabs part cells, or numbers. */
const SPACES = /[\u00a0\u2007\u2009\u202f]/g

/** Thousands are parted by one sign throughout; spaces and the Swiss apostrophe part them under either convention. */
const FORMS: Record<DecimalMark, RegExp> = {
  point: /^(-?)([1-9]\d{0,2}([,'’ ])\d{3}(?:\3\d{3})*|\d+)(?:\.(\d+))?$/,
  comma: /^(-?)([1-9]\d{0,2}([.'’ ])\d{3}(?:\3\d{3})*|\d+)(?:,(\d+))?$/,
}

/** `1.500` is a thousand times as much under one convention as under the other. */
const AMBIGUOUS = /^-?[1-9]\d{0,2}[.,]\d{3}$/

/** By what amounts are read. */
export interface DecimalRule {
  decimal: DecimalMark
  /** Neither the file nor its owner tells: an amount that is another under the other convention is not read. */
  isGuess?: boolean
}

/**
 * Reads an amount by one convention.
 *
 * @returns minor units, or what is wrong
 */
export function readAmount(
  text: string,
  { decimal, isGuess = false }: DecimalRule,
  currency: Currency,
): bigint | CellProblem {
  const bare = withoutCurrency(text, currency)
  if (typeof bare !== 'string') return bare
  if (isGuess && AMBIGUOUS.test(bare)) {
    const thousands = bare.includes('.') ? 'comma' : 'point'
    const detail = `is ${bare.replace(/[.,]/, '')} if the file has a decimal ${thousands}, and else a thousandth of that: say which it has`
    return { code: 'decimal_mark_unknown', detail }
  }
  const match = FORMS[decimal].exec(bare)
  if (!match) {
    const other = decimal === 'point' ? 'comma' : 'point'
    return FORMS[other].test(bare)
      ? {
          code: 'other_decimal_mark',
          detail: `is written with a decimal ${other}; this file is read with a decimal ${decimal}`,
        }
      : {
          code: 'invalid_amount',
          detail: `must be a number such as ${decimal === 'point' ? '1234.50' : '1234,50'}`,
        }
  }
  const [, sign, whole = '', , fraction = ''] = match
  const exponent = currencyExponent(currency)
  const decimals = fraction.replace(/0+$/, '')
  if (decimals.length > exponent) {
    const detail =
      exponent === 0
        ? `must have no decimals: ${currency} has none`
        : `must have at most ${exponent} decimals for ${currency}`
    return { code: 'too_many_decimals', detail }
  }
  const amount = BigInt(whole.replace(/\D/g, '') + decimals.padEnd(exponent, '0'))
  if (sign === '-' || amount === 0n) return { code: 'not_positive', detail: 'must be more than 0' }
  if (amount > MAX_AMOUNT) return { code: 'too_large', detail: 'is more than any invoice can be' }
  return amount
}

const NUMBER = String.raw`[\d.,'’ -]*\d`
const SIGN = String.raw`[€£$¥]|kr\.?|[a-z]{3}`
const SIGN_BEFORE = new RegExp(`^(-?)(${SIGN}) ?(${NUMBER})$`, 'i')
const SIGN_AFTER = new RegExp(`^(-?)(${NUMBER}) ?(${SIGN})$`, 'i')

/** Without its sign or code, which has to be that of the row's currency. */
function withoutCurrency(text: string, currency: Currency): string | CellProblem {
  const spaced = text.replace(SPACES, ' ').trim()
  const [, sign = '', name = '', number = ''] =
    SIGN_BEFORE.exec(spaced) ?? swapped(SIGN_AFTER.exec(spaced)) ?? []
  if (number === '') return spaced
  const meant = SIGNS.get(name.toLowerCase()) ?? [name.toUpperCase()]
  if (meant.includes(currency)) return sign + number
  return { code: 'other_currency', detail: `is in ${name}, and the row’s currency is ${currency}` }
}

function swapped(match: readonly string[] | null): string[] | undefined {
  const [all = '', sign = '', number = '', name = ''] = match ?? []
  return match ? [all, sign, name, number] : undefined
}

/** What a file's amounts say about its convention. */
export interface DecimalCounts {
  point: number
  comma: number
  /** Those that are a number under both, and not the same one. */
  either: number
}

/** No right amount is longer. UTF-16 code units. */
const LONGEST_AMOUNT = 100

/** Adds what this amount tells: whether it is one under a single convention. `12` tells nothing. */
export function countDecimalMark(votes: DecimalCounts, text: string): void {
  if (text.length > LONGEST_AMOUNT) return
  const bare = text.replace(/[^\d.,'’-]/g, '')
  const isPoint = FORMS.point.test(bare)
  if (AMBIGUOUS.test(bare)) votes.either += 1
  else if (isPoint !== FORMS.comma.test(bare)) votes[isPoint ? 'point' : 'comma'] += 1
}

/**
 * The convention that most amounts of the file follow; with no evidence, the one its delimiter makes likely. Where
 * there is none, or some for each, it is a guess.
 */
export function guessDecimal({ point, comma }: DecimalCounts, delimiter: string): Required<DecimalRule> {
  const isGuess = point > 0 === comma > 0
  if (point !== comma) return { decimal: point > comma ? 'point' : 'comma', isGuess }
  return { decimal: delimiter === ';' ? 'comma' : 'point', isGuess }
}

import { type Currency, currencyExponent, MAX_AMOUNT } from '../money.ts'
import type { CellMistake } from './mistakes.ts'

/** Which sign stands before the decimals: `1,234.50` or `1.234,50`. */
export type DecimalMark = 'point' | 'comma'

/** Spaces of every width and the Swiss apostrophe part thousands under either convention. */
const SPACES = /[\s\u00a0\u2007\u2009\u202f]/gu
const SIGNS: ReadonlyMap<string, readonly string[]> = new Map([
  ['€', ['EUR']],
  ['£', ['GBP']],
  ['$', ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD']],
  ['¥', ['JPY', 'CNY']],
])

const FORMS: Record<DecimalMark, RegExp> = {
  point: /^(-?)([1-9]\d{0,2}(?:[,'’]\d{3})+|\d+)(?:\.(\d+))?$/,
  comma: /^(-?)([1-9]\d{0,2}(?:[.'’]\d{3})+|\d+)(?:,(\d+))?$/,
}

/**
 * Reads an amount by one convention.
 *
 * @returns minor units, or what is wrong
 */
export function readAmount(text: string, decimal: DecimalMark, currency: Currency): bigint | CellMistake {
  const bare = withoutCurrency(text, currency)
  if (typeof bare !== 'string') return bare
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
  const [, sign, whole = '', fraction = ''] = match
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

/** Without its sign or code, which has to be that of the row's currency. */
function withoutCurrency(text: string, currency: Currency): string | CellMistake {
  const bare = text.replace(SPACES, '')
  if (/^-?[\d.,'’]+$/.test(bare)) return bare
  const mark = /^(-?)([^\d.,'’-]*)([\d.,'’-]*)([^\d.,'’-]*)$/u.exec(bare)
  if (!mark) return bare
  const [, sign = '', before = '', digits = '', after = ''] = mark
  if (digits === '') return bare
  if ((before === '') === (after === '')) return bare
  const name = before || after
  const meant = SIGNS.get(name) ?? [name.toUpperCase()]
  const known = SIGNS.has(name) || /^[A-Z]{3}$/i.test(name)
  if (meant.includes(currency)) return sign + digits
  if (!known) return bare
  return { code: 'other_currency', detail: `is in ${name}, and the row’s currency is ${currency}` }
}

/** What a file's amounts say about its convention. */
export interface AmountVotes {
  point: number
  comma: number
}

/** Adds what this amount tells: whether it is one under a single convention. `1.234` and `12` tell nothing. */
export function voteAmount(votes: AmountVotes, text: string): void {
  const bare = text.replace(/[^\d.,'’-]/g, '')
  const isPoint = FORMS.point.test(bare)
  if (isPoint === FORMS.comma.test(bare)) return
  votes[isPoint ? 'point' : 'comma'] += 1
}

/** The convention that most amounts of the file follow; with no evidence, the one its delimiter makes likely. */
export function guessDecimal({ point, comma }: AmountVotes, delimiter: string): DecimalMark {
  if (point !== comma) return point > comma ? 'point' : 'comma'
  return delimiter === ';' ? 'comma' : 'point'
}

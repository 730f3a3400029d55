import { type Currency, currencyExponent, MAX_AMOUNT, type MinorUnits } from '../shared/money.ts'
import { parseDecimal } from '../shared/decimal.ts'
import { type CellProblem, isProblem } from './cell-errors.ts'

export type DecimalMark = 'point' | 'comma'

const SIGNS: ReadonlyMap<string, readonly string[]> = new Map([
  ['€', ['EUR']],
  ['£', ['GBP']],
  ['$', ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD']],
  ['¥', ['JPY', 'CNY']],
  ['kr', ['DKK', 'SEK', 'NOK', 'ISK']],
  ['kr.', ['DKK', 'SEK', 'NOK', 'ISK']],
])

const SPACES = /[\u00a0\u2007\u2009\u202f]/g

const FORMS: Record<DecimalMark, RegExp> = {
  point: /^(-?)([1-9]\d{0,2}([,'’ ])\d{3}(?:\3\d{3})*|\d+)(?:\.(\d+))?$/,
  comma: /^(-?)([1-9]\d{0,2}([.'’ ])\d{3}(?:\3\d{3})*|\d+)(?:,(\d+))?$/,
}

const AMBIGUOUS = /^-?[1-9]\d{0,2}[.,]\d{3}$/

export interface DecimalRule {
  decimal: DecimalMark
  isGuess?: boolean
}

/** @returns minor units, or the problem */
export function readAmount(text: string, rule: DecimalRule, currency: Currency): MinorUnits | CellProblem {
  const price = readPrice(text, rule, currency, 0)
  return typeof price === 'string' ? Number(price) : price
}

const MAX_PRICE_DECIMALS = 6

/**
 * @param beyond the decimals that the price can have beyond those of the currency
 * @returns minor units as decimal text, or the problem
 */
export function readPrice(
  text: string,
  { decimal, isGuess = false }: DecimalRule,
  currency: Currency,
  beyond = MAX_PRICE_DECIMALS,
): string | CellProblem {
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
  if (decimals.length > exponent + beyond) {
    const detail =
      exponent + beyond === 0
        ? `must have no decimals: ${currency} has none`
        : `must have at most ${exponent + beyond} decimals for ${currency}`
    return { code: 'too_many_decimals', detail }
  }
  const minor = whole.replace(/\D/g, '') + decimals.slice(0, exponent).padEnd(exponent, '0')
  const price = `${minor.replace(/^0+(?=\d)/, '')}${decimals.length > exponent ? `.${decimals.slice(exponent)}` : ''}`
  const amount = Number(price)
  if (sign === '-' || amount === 0) return { code: 'not_positive', detail: 'must be more than 0' }
  if (amount > MAX_AMOUNT) return { code: 'too_large', detail: 'is more than any invoice can be' }
  return price
}

/** @returns decimal text such as `2.5`, or the problem */
export function readQuantity(
  text: string,
  { decimal, isGuess = false }: DecimalRule,
): { quantity: string } | CellProblem {
  const bare = text.replace(SPACES, ' ')
  if (isGuess && AMBIGUOUS.test(bare)) {
    return {
      code: 'decimal_mark_unknown',
      detail: 'can be thousands or a fraction: say which decimal mark the file has',
    }
  }
  const [, sign, whole = '', , fraction = ''] = FORMS[decimal].exec(bare) ?? []
  const decimals = fraction.replace(/0+$/, '')
  const quantity = `${whole.replace(/\D/g, '')}${decimals === '' ? '' : `.${decimals}`}`
  if (whole === '' || !parseDecimal(quantity)) {
    return { code: 'invalid_quantity', detail: 'must be a number such as 3, with at most 6 decimals' }
  }
  if (sign === '-' || Number(quantity) === 0) return { code: 'not_positive', detail: 'must be more than 0' }
  return { quantity }
}

/** @returns decimal text such as `0.8432`, or the problem */
export function readExchangeRate(text: string, rule: DecimalRule): string | CellProblem {
  const read = readQuantity(text, rule)
  if (!isProblem(read)) return read.quantity.replace(/^0+(?=\d)/, '')
  if (read.code !== 'invalid_quantity') return read
  return { code: 'invalid_exchange_rate', detail: 'must be a number such as 0.8432, with at most 6 decimals' }
}

export type Discount = { amount: MinorUnits } | { percent: string }

const NO_DISCOUNT = /^-?0+(?:[.,]0+)?\s*%?$/
const BARE_DISCOUNT = /^(?:\d{1,2}|100)$/

export function readDiscount(
  text: string,
  kind: 'either' | 'money' | 'percent',
  rule: DecimalRule,
  currency: Currency,
): Discount | CellProblem | undefined {
  if (NO_DISCOUNT.test(text)) return undefined
  if (kind === 'percent' || (kind === 'either' && text.endsWith('%'))) {
    const percent = text.replace(/\s*%$/, '').replace(',', '.')
    const isRate = parseDecimal(percent) !== undefined && Number(percent) > 0 && Number(percent) < 100
    return isRate
      ? { percent }
      : { code: 'invalid_discount', detail: 'must be a percentage below 100, 10 or 7.5' }
  }
  if (kind === 'either' && BARE_DISCOUNT.test(text)) {
    const detail = `can be money or per cent: write ${text} % or ${text}.00, or say for the column that it is discount_amount or discount_percent`
    return { code: 'unclear_discount', detail }
  }
  const amount = readAmount(text, rule, currency)
  return isProblem(amount) ? amount : { amount }
}

const NUMBER = String.raw`[\d.,'’ -]*\d`
const SIGN = String.raw`[€£$¥]|kr\.?|[a-z]{3}`
const SIGN_BEFORE = new RegExp(`^(-?)(${SIGN}) ?(${NUMBER})$`, 'i')
const SIGN_AFTER = new RegExp(`^(-?)(${NUMBER}) ?(${SIGN})$`, 'i')

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

export interface DecimalCounts {
  point: number
  comma: number
  either: number
}

const MAX_AMOUNT_LENGTH = 100

export function countDecimalMark(counts: DecimalCounts, text: string): void {
  if (text.length > MAX_AMOUNT_LENGTH || text.includes('%')) return
  const bare = text.replace(/[^\d.,'’-]/g, '')
  const isPoint = FORMS.point.test(bare)
  if (AMBIGUOUS.test(bare)) counts.either += 1
  else if (isPoint !== FORMS.comma.test(bare)) counts[isPoint ? 'point' : 'comma'] += 1
}

export function guessDecimal({ point, comma }: DecimalCounts, delimiter: string): Required<DecimalRule> {
  const isGuess = point > 0 === comma > 0
  if (point !== comma) return { decimal: point > comma ? 'point' : 'comma', isGuess }
  return { decimal: delimiter === ';' ? 'comma' : 'point', isGuess }
}

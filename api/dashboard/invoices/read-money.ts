import { readAmount } from '../../../domain/import/amounts.ts'
import { type Currency, currencyExponent, type MinorUnits } from '../../../domain/shared/money.ts'

const MAX_LENGTH = 100

/** Returns the number before a final per cent sign. */
export function percentIn(text: string): string | undefined {
  return text.endsWith('%') ? text.slice(0, -1).trimEnd().replace(',', '.') : undefined
}

/**
 * Reads an amount in whole units, such as `1250`, `1,250.50` or `1250,50`. A text that can be a thousand or one
 * is refused.
 *
 * @returns minor units, or the mistake
 */
export function readMoney(text: string, currency: Currency): MinorUnits | { mistake: string } {
  const trimmed = text.trim()
  if (trimmed === '') return { mistake: 'must not be empty' }
  if (trimmed.length > MAX_LENGTH) return { mistake: `must have at most ${MAX_LENGTH} characters` }
  if (/^-?0+([.,]0+)?$/.test(trimmed)) return 0
  const isNegative = trimmed.startsWith('-')
  const bare = isNegative ? trimmed.slice(1) : trimmed
  const asPoint = readAmount(bare, { decimal: 'point', isGuess: currencyExponent(currency) > 0 }, currency)
  const isComma = typeof asPoint !== 'number' && asPoint.code === 'other_decimal_mark'
  const amount = isComma ? readAmount(bare, { decimal: 'comma' }, currency) : asPoint
  if (typeof amount === 'number') return isNegative ? -amount : amount
  if (amount.code === 'decimal_mark_unknown') {
    const thousands = bare.replace(/[.,]/, '')
    return { mistake: `can be a thousand or one: write ${thousands}.00 if it is ${thousands}` }
  }
  return { mistake: amount.detail }
}

export function readDeposit(
  typed: string,
  amountOf: (text: string) => MinorUnits,
): { amount: MinorUnits } | { percent: string } {
  const percent = percentIn(typed)
  return percent === undefined ? { amount: amountOf(typed) } : { percent }
}

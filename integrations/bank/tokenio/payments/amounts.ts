import {
  type Currency,
  currencyExponent,
  formatAmount,
  isCurrency,
  type Money,
} from '../../../../domain/shared/money.ts'

/** The amount as Token.io writes it, with all the currency's digits: `1250.00`. */
export function toDecimal(money: Money): string {
  return formatAmount(money).replaceAll(',', '')
}

/** Minor units of an amount Token.io wrote; undefined if it is none, or finer than the currency. */
export function fromDecimal(value: string, currency: string): bigint | undefined {
  const [, whole, fraction = ''] = /^(\d{1,15})(?:\.(\d{1,4}))?$/.exec(value) ?? []
  if (whole === undefined || !isCurrency(currency)) return undefined
  const exponent = currencyExponent(currency satisfies Currency)
  const finer = fraction.slice(exponent)
  return /^0*$/.test(finer) ? BigInt(whole + fraction.slice(0, exponent).padEnd(exponent, '0')) : undefined
}

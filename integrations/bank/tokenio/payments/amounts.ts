import { currencyExponent, isCurrency, type MinorUnits } from '../../../../domain/shared/money.ts'

/** Returns minor units. */
export function fromDecimal(value: string, currency: string): MinorUnits | undefined {
  const [, whole, fraction = ''] = /^(\d{1,15})(?:\.(\d{1,4}))?$/.exec(value) ?? []
  if (whole === undefined || !isCurrency(currency)) return undefined
  const exponent = currencyExponent(currency)
  const finer = fraction.slice(exponent)
  return /^0*$/.test(finer) ? Number(whole + fraction.slice(0, exponent).padEnd(exponent, '0')) : undefined
}

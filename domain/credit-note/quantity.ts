import { type Decimal, parseDecimal } from '../shared/decimal.ts'

/** @throws RangeError for a text that is no decimal number */
export function quantityOf(text: string): Decimal {
  const parsed = parseDecimal(text)
  if (!parsed) throw new RangeError(`not a decimal number: ${text}`)
  return parsed
}

export function quantityText({ digits, scale }: Decimal): string {
  const sign = digits < 0n ? '-' : ''
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0')
  const fraction = text.slice(text.length - scale).replace(/0+$/, '')
  const whole = text.slice(0, text.length - scale)
  return scale === 0 || fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`
}

export function minus(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  const digits = (one: Decimal) => one.digits * 10n ** BigInt(scale - one.scale)
  return { digits: digits(a) - digits(b), scale }
}

export function isZero({ digits }: Decimal): boolean {
  return digits === 0n
}

export function signOf({ digits }: Decimal): number {
  return digits === 0n ? 0 : digits < 0n ? -1 : 1
}

/** Returns the factor of a percentage: 20 becomes 0.20. */
export function perCent(rate = '0'): Decimal {
  const { digits, scale } = quantityOf(rate)
  return { digits, scale: scale + 2 }
}

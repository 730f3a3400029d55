import type { Decimal } from '../shared/decimal.ts'

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

import { type Decimal, decimalText, withoutZeros } from '../shared/decimal.ts'

export function quantityText(quantity: Decimal): string {
  return withoutZeros(decimalText(quantity))
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

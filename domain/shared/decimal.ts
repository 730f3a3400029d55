export interface Decimal {
  digits: bigint
  scale: number
}

const PATTERN = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/

export function parseDecimal(text: string): Decimal | undefined {
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length }
}

export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator
  const rounded = (2n * magnitude + denominator) / (2n * denominator)
  return numerator < 0n ? -rounded : rounded
}

/** Takes and returns minor units. Rounds halves away from zero. */
export function multiplyRounded(amount: bigint, factor: Decimal): bigint {
  return divideRounded(amount * factor.digits, 10n ** BigInt(factor.scale))
}

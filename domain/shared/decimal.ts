export interface Decimal {
  digits: bigint
  scale: number
}

const PATTERN = /^(-?)(\d{1,16})(?:\.(\d{1,6}))?$/

export function parseDecimal(text: string): Decimal | undefined {
  const match = PATTERN.exec(text)
  if (!match) return undefined
  const [, sign = '', whole = '', fraction = ''] = match
  return { digits: BigInt(`${sign}${whole}${fraction}`), scale: fraction.length }
}

/** @throws RangeError for another text */
export function decimalOf(text: string): Decimal {
  const parsed = parseDecimal(text)
  if (!parsed) throw new RangeError(`not a decimal number: ${text}`)
  return parsed
}

/** Writes all decimals of the scale. */
export function decimalText({ digits, scale }: Decimal): string {
  return withPoint(String(digits), scale)
}

/**
 * Puts the point before the last `scale` digits: `-5` with scale 2 is `-0.05`.
 *
 * @param digits a whole number
 */
export function withPoint(digits: string, scale: number): string {
  const [, sign = '', magnitude = ''] = /^(-?)(.*)$/.exec(digits) ?? []
  const text = magnitude.padStart(scale + 1, '0')
  const fraction = scale > 0 ? `.${text.slice(-scale)}` : ''
  return `${sign}${text.slice(0, text.length - scale)}${fraction}`
}

/** Rounds halves away from zero. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const magnitude = numerator < 0n ? -numerator : numerator
  const rounded = (2n * magnitude + denominator) / (2n * denominator)
  return numerator < 0n ? -rounded : rounded
}

/** Takes and returns minor units. Rounds halves away from zero. */
export function percentOf(amount: bigint, percent: string): bigint {
  const { digits, scale } = decimalOf(percent)
  return divideRounded(amount * digits, 100n * 10n ** BigInt(scale))
}

export function withoutZeros(decimal: string): string {
  const plain = decimal.replace(/^(-?)0+(?=\d)/, '$1')
  return plain.includes('.') ? plain.replace(/\.?0+$/, '') : plain
}

/** Returns a zero without its sign, and other decimals as they are. */
export function unsignedZero(decimal: string): string {
  return decimal.replace(/^-(?=[0.]*$)/, '')
}

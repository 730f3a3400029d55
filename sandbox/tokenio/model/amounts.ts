/** Returns ten-thousandths of the currency unit. The amount has at most four decimals. */
export function fine(value: string): bigint {
  const [whole = '0', fraction = ''] = value.split('.')
  return BigInt(whole + fraction.padEnd(4, '0'))
}

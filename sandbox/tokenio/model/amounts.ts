/** An amount of at most four decimals as a whole number of ten-thousandths. */
export function fine(value: string): bigint {
  const [whole = '0', fraction = ''] = value.split('.')
  return BigInt(whole + fraction.padEnd(4, '0'))
}

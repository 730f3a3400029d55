/** Returns ten-thousandths of the currency unit. */
export function fine(value: string): bigint {
  const [whole = '0', fraction = ''] = value.split('.')
  return BigInt(whole + fraction.padEnd(4, '0'))
}

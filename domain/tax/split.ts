/**
 * Splits the total into whole parts near `numerator / denominator`, by largest remainder.
 * The parts add up to the total.
 *
 * @param denominator positive
 */
export function splitExactly(total: bigint, numerators: readonly bigint[], denominator: bigint): bigint[] {
  if (numerators.length === 1) return [total]
  const parts = numerators.map((numerator) => {
    const floor = floorOf(numerator, denominator)
    return { floor, remainder: numerator - floor * denominator }
  })
  const missing = Number(total - parts.reduce((sum, { floor }) => sum + floor, 0n))
  const byRemainder = [...parts.keys()].toSorted((a, b) =>
    compare(parts[b]?.remainder ?? 0n, parts[a]?.remainder ?? 0n),
  )
  const raised = new Set(byRemainder.slice(0, missing))
  return parts.map(({ floor }, index) => (raised.has(index) ? floor + 1n : floor))
}

/** Splits in proportion to the positive weights. Without one, the first part is the whole. */
export function splitByWeight(total: bigint, weights: readonly bigint[]): bigint[] {
  const positive = weights.map((weight) => (weight > 0n ? weight : 0n))
  const sum = positive.reduce((all, weight) => all + weight, 0n)
  if (sum === 0n) return weights.map((_, index) => (index === 0 ? total : 0n))
  return splitExactly(
    total,
    positive.map((weight) => total * weight),
    sum,
  )
}

function floorOf(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return quotient * denominator > numerator ? quotient - 1n : quotient
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

import { withPoint } from '../../shared/decimal.ts'
import type { MinorUnits } from '../../shared/money.ts'

const MOST = 99_999_999_999

/** Writes whole cents with exactly two decimals, or returns undefined where codes of transfers end. */
export function twoDecimals(cents: MinorUnits): string | undefined {
  if (!Number.isInteger(cents) || cents < 1 || cents > MOST) return undefined
  return withPoint(String(cents), 2)
}

export const ALL_CASES = process.env['ALL_CASES'] !== undefined

/** Returns one case of each `share` in `npm test`, and all cases in the nightly run. */
export function someOf<T>(cases: readonly T[], share: number, from = 0): T[] {
  return cases.filter((_, index) => ALL_CASES || index % share === from % share)
}

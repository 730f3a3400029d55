/** @param at a Date, or milliseconds since 1970 */
export function isoOrNull(at: Date | number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString()
}

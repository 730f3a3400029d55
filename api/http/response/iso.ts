/** A number is in milliseconds since 1970. */
export function isoOrNull(at: Date | number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString()
}

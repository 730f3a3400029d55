/**
 * Returns the canonical form of a BCP 47 language tag, or undefined for another text.
 *
 * @see https://www.rfc-editor.org/info/bcp47
 */
export function canonicalLanguage(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0]
  } catch {
    return undefined
  }
}

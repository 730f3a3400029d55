/** Each language has its own name for itself. */
export const LANGUAGES = {
  da: 'Dansk',
  de: 'Deutsch',
  en: 'English',
  es: 'Español',
  fr: 'Français',
  it: 'Italiano',
  nl: 'Nederlands',
  nb: 'Norsk',
  fi: 'Suomi',
  sv: 'Svenska',
} as const

export type Language = keyof typeof LANGUAGES

export const LANGUAGE_CODES = Object.keys(LANGUAGES) as readonly Language[]

/** Bokmål stands for every Norwegian tag. */
const BOKMAL = new Set(['no', 'nn'])

/** @param tag BCP 47: https://www.rfc-editor.org/info/bcp47 */
export function languageOf(tag: string): Language | undefined {
  const code = parse(tag)?.language ?? ''
  if (BOKMAL.has(code)) return 'nb'
  return LANGUAGE_CODES.find((language) => language === code)
}

/** Returns an ISO 3166-1 alpha-2 or UN M49 code: https://www.rfc-editor.org/info/bcp47 */
export function regionOf(tag: string): string | undefined {
  return parse(tag)?.region
}

function parse(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag)
  } catch {
    return undefined
  }
}

import { LANGUAGES } from '../../domain/texts/languages.ts'

/** The API can have set any other language. */
export function languageOptions(chosen = '', none: string): (readonly [tag: string, label: string])[] {
  const known = Object.entries(LANGUAGES)
  const isKnown = chosen === '' || known.some(([code]) => code === chosen)
  return [['', none], ...known, ...(isKnown ? [] : [[chosen, chosen] as const])]
}

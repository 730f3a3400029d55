import type { Context } from 'hono'
import { accepts } from 'hono/accepts'
import { type Language, LANGUAGE_CODES, languageOf, regionOf } from '../../domain/texts/languages.ts'
import { type Locale, localeOf } from '../../domain/texts/locale.ts'

export interface PageLanguage {
  locale: Locale
  /** The payer's choice, which links and forms repeat, because there is no cookie. */
  chosen?: Language
  /** The country is that of the deciding tag: https://www.iso.org/iso-3166-country-codes.html */
  region?: string
  /** The addresses of the other languages are relative. */
  others: readonly { language: Language; href: string }[]
}

export const ENGLISH_PAGE: PageLanguage = { locale: localeOf(), others: [] }

/**
 * The order is: the payer's choice, the invoice, the browser, English.
 *
 * @param tag the invoice's BCP 47 tag
 */
export function pageLanguage(c: Context, tag?: string | null): PageLanguage {
  const chosen = chosenLanguage(c)
  const candidates = [tag, browserLanguage(c)].filter((each) => typeof each === 'string')
  // The region of a candidate in the same language still decides about the formats.
  const decisive = chosen
    ? (candidates.find((each) => languageOf(each) === chosen) ?? chosen)
    : candidates.find(languageOf)
  const locale = localeOf(decisive)
  const region = decisive && regionOf(decisive)
  return {
    locale,
    ...(chosen ? { chosen } : {}),
    ...(region ? { region } : {}),
    others: otherLanguages(c, locale),
  }
}

export function chosenLanguage(c: Context): Language | undefined {
  return languageOf(c.req.query('lang') ?? '')
}

/** @param path may have a query and a fragment */
export function withLanguage(path: string, chosen: Language | undefined): string {
  if (!chosen) return path
  const [address = '', fragment] = path.split('#')
  const separator = address.includes('?') ? '&' : '?'
  return `${address}${separator}lang=${chosen}${fragment === undefined ? '' : `#${fragment}`}`
}

function browserLanguage(c: Context): string | undefined {
  const match = (accepted: { type: string; q: number }[]) =>
    accepted.find(({ type, q }) => q > 0 && languageOf(type))?.type ?? ''
  return accepts(c, { header: 'Accept-Language', supports: [], default: '', match }) || undefined
}

function otherLanguages(c: Context, { language }: Locale): PageLanguage['others'] {
  if (c.req.method !== 'GET') return []
  const { searchParams } = new URL(c.req.url)
  return LANGUAGE_CODES.filter((code) => code !== language).map((code) => {
    searchParams.set('lang', code)
    return { language: code, href: `?${searchParams.toString()}` }
  })
}

import { type CalendarDate, formatDate, formatShortDate } from '../shared/calendar.ts'
import { isolated } from '../shared/direction.ts'
import { currencyExponent, decimalAmount, formatAmount, formatMoney, type MoneySum } from '../shared/money.ts'
import type { Catalogue, Placeholder, TextKey } from './catalogue.ts'
import { da } from './da.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fi } from './fi.ts'
import { fr } from './fr.ts'
import { it } from './it.ts'
import { type Language, languageOf, regionOf } from './languages.ts'
import { nb } from './nb.ts'
import { nl } from './nl.ts'
import { sv } from './sv.ts'

export interface Locale {
  language: Language
  /** BCP 47 tag, such as `de-CH`: https://www.rfc-editor.org/info/bcp47 */
  tag: string
  /** Isolates right-to-left values, which otherwise reorder the text around them. */
  t: <Key extends TextKey>(key: Key, ...values: ValuesOf<Key>) => string
  /** Returns the text in pieces, for values that are elements of a page. */
  parts: <Key extends TextKey, Value>(key: Key, values: Record<Placeholder<Key>, Value>) => (string | Value)[]
  /** Returns the text with its placeholders. */
  template: (key: TextKey) => string
  /** Takes minor units, and is exact for any size. The text has the currency's code. */
  money: (money: MoneySum) => string
  amount: (money: MoneySum) => string
  date: (date: CalendarDate) => string
  shortDate: (date: CalendarDate) => string
  month: (date: CalendarDate) => string
  /** Takes a decimal number, such as `2.5`. */
  decimal: (text: string) => string
  /** Takes an ISO 3166-1 alpha-2 code: https://www.iso.org/iso-3166-country-codes.html */
  country: (code: string) => string
  plural: (count: number) => 'one' | 'other'
}

type ValuesOf<Key extends TextKey> =
  Placeholder<Key> extends never ? [] : [values: Record<Placeholder<Key>, string>]

/** @internal */
export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { da, de, en, es, fi, fr, it, nb, nl, sv }

const locales = new Map<string, Locale>()

/** Returns the locale of the first tag with texts of ours, else English. */
export function localeOf(...tags: readonly (string | null | undefined)[]): Locale {
  for (const tag of tags) {
    const language = tag ? languageOf(tag) : undefined
    if (tag && language) return keptLocale(language, tagOf(language, regionOf(tag)))
  }
  return keptLocale('en', 'en')
}

/** A browser may send any region. One that ICU does not know gets the language's locale. */
function tagOf(language: Language, region: string | undefined): string {
  if (language === 'en') return region === 'US' ? 'en-US' : 'en'
  const wanted = region === undefined ? language : `${language}-${region}`
  return new Intl.NumberFormat(wanted).resolvedOptions().locale
}

function keptLocale(language: Language, tag: string): Locale {
  const kept = locales.get(tag) ?? createLocale(CATALOGUES[language], language, tag)
  locales.set(tag, kept)
  return kept
}

/**
 * @param tag locale that ICU knows
 * @internal
 */
export function createLocale(catalogue: Catalogue, language: Language, tag: string): Locale {
  const plurals = new Intl.PluralRules(tag)
  const countries = new Intl.DisplayNames(tag, { type: 'region' })
  return {
    language,
    tag,
    t: (key, ...[values]) =>
      piecesOf(catalogue[key])
        .map(({ text, name }) => text + (name === undefined ? '' : isolated(valueOf(values, name))))
        .join(''),
    parts<Key extends TextKey, Value>(key: Key, values: Record<Placeholder<Key>, Value>) {
      return piecesOf(catalogue[key]).flatMap(({ text, name }): (string | Value)[] => {
        if (name === undefined) return [text]
        const value = valueOf<Value>(values, name)
        return [text, typeof value === 'string' ? isolated(value) : value]
      })
    },
    template: (key) => catalogue[key],
    ...(language === 'en' ? englishFormats(tag) : formatsOf(language, tag)),
    country: (code) => countries.of(code) ?? code,
    plural: (count) => (plurals.select(count) === 'one' ? 'one' : 'other'),
  }
}

function piecesOf(text: string): { text: string; name?: string }[] {
  // `split` puts the captured names at the odd places.
  const pieces = text.split(/\{(\w+)\}/)
  return pieces.flatMap((piece, index) => {
    const name = pieces[index + 1]
    if (index % 2 === 1) return []
    return name === undefined ? [{ text: piece }] : [{ text: piece, name }]
  })
}

function valueOf<Value>(values: Readonly<Record<string, Value>> | undefined, name: string): Value {
  const value = values?.[name]
  if (value === undefined) throw new RangeError(`the placeholder ${name} has no value`)
  return value
}

type Formats = Pick<Locale, 'money' | 'amount' | 'date' | 'shortDate' | 'month' | 'decimal'>

/** English has one form of amounts, and British dates outside the United States. */
function englishFormats(tag: string): Formats {
  const american = formatsOf('en', tag)
  return {
    ...american,
    money: formatMoney,
    amount: formatAmount,
    ...(tag === 'en-US' ? {} : { date: formatDate, shortDate: formatShortDate }),
    decimal: (text) => text,
  }
}

function formatsOf(language: Language, tag: string): Formats {
  const numbers = new Map<string, Intl.NumberFormat>()
  const numberFormat = (key: string, options: Intl.NumberFormatOptions) => {
    const format = numbers.get(key) ?? new Intl.NumberFormat(tag, options)
    numbers.set(key, format)
    return format
  }
  const moneyParts = (money: MoneySum) => {
    const { currency } = money
    // ICU's exponents differ from ISO 4217: https://www.iso.org/iso-4217-currency-codes.html
    const decimals = currencyExponent(currency)
    const format = numberFormat(currency, {
      style: 'currency',
      currency,
      currencyDisplay: 'code',
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    })
    // A decimal text is formatted exactly: https://tc39.es/proposal-intl-numberformat-v3/
    return format.formatToParts(decimalAmount(money) as Intl.StringNumericLiteral)
  }
  const dateFormat = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' })
    return (date: CalendarDate) => firstOfMonth(language, spaced(format.format(Date.parse(date))))
  }
  return {
    money: (money) => spaced(joined(moneyParts(money))),
    amount: (money) =>
      spaced(joined(moneyParts(money).filter(({ type }) => type !== 'currency' && type !== 'literal'))),
    date: dateFormat({ dateStyle: 'long' }),
    shortDate: dateFormat(
      language === 'en' ? { dateStyle: 'medium' } : { day: 'numeric', month: 'numeric', year: 'numeric' },
    ),
    month: dateFormat({ month: 'long' }),
    decimal(text) {
      const decimals = text.split('.')[1]?.length ?? 0
      return numberFormat(`decimal ${decimals}`, {
        useGrouping: false,
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      }).format(text as Intl.StringNumericLiteral)
    },
  }
}

function joined(parts: readonly Intl.NumberFormatPart[]): string {
  return parts.map(({ value }) => value).join('')
}

/** Some mail programs have no glyph for the narrow space of French numbers. */
function spaced(text: string): string {
  return text.replaceAll('\u202F', '\u00A0')
}

/** French has an ordinal for the first day of a month, which ICU leaves out. */
function firstOfMonth(language: Language, date: string): string {
  return language === 'fr' ? date.replace(/^1 /, '1er ') : date
}

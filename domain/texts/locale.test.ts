import { describe, expect, it } from 'vitest'
import { type Currency, currencyExponent, decimalAmount, formatMoney, isCurrency } from '../shared/money.ts'
import { LANGUAGE_CODES, languageOf } from './languages.ts'
import { localeOf } from './locale.ts'

const gbp = (amount: number) => ({ amount, currency: 'GBP' as Currency })
/** The spaces of numbers do not break. */
const withSpaces = (text: string) => text.replaceAll('\u00A0', ' ')

/** A comma ends the greeting, and the sentence goes on. */
const LOWER_AFTER_GREETING: ReadonlySet<string> = new Set(['de', 'it'])
const OPENINGS = [
  'email.invoice.attached',
  'email.invoice.linked',
  'email.invoice.attached_rest',
  'email.invoice.linked_rest',
  'email.receipt.opening',
  'email.reminder.deposit',
  'email.reminder.deposit_today',
  'email.reminder.unpaid',
  'email.reminder.before',
  'email.reminder.today',
  'email.reminder.overdue',
  'email.refund.account',
  'email.refund.transfer',
  'email.refund.card',
  'email.refund.cheque',
  'email.refund.cash',
  'email.refund.other',
  'email.void.opening',
] as const

describe('the locale', () => {
  it.each([
    [['de-AT'], 'de-AT', 'de'],
    [['no'], 'nb', 'nb'],
    [['nn-NO'], 'nb', 'nb'],
    [['deu'], 'de', 'de'],
    [['sv-Latn-FI-x-private'], 'sv-FI', 'sv'],
    [['de-u-nu-arab'], 'de', 'de'],
    [['de-ZZ'], 'de', 'de'],
    [['en-AU'], 'en', 'en'],
    [['en-US'], 'en-US', 'en'],
    [['ja', null, '', 'not a tag', 'fr'], 'fr', 'fr'],
    [['ja', undefined], 'en', 'en'],
    [[], 'en', 'en'],
  ])('has the tag and the language for %j: %s', (tags, tag, language) => {
    expect(localeOf(...tags)).toMatchObject({ tag, language })
  })

  it('is the same object for the same tag, however many regions a browser sends', () => {
    expect(localeOf('de-ZZ')).toBe(localeOf('de-QX'))
    expect(localeOf('de-CH')).toBe(localeOf('de-CH'))
  })

  it('knows no language of a wildcard or of a broken tag', () => {
    for (const tag of ['*', '', 'ja', 'a', 'en-', '\xff', 'd'.repeat(10_000)]) {
      expect(languageOf(tag)).toBeUndefined()
    }
  })
})

describe('amounts', () => {
  it.each([
    ['en', '-12,345.60 GBP', '-12,345.60'],
    ['en-US', '-12,345.60 GBP', '-12,345.60'],
    ['da', '-12.345,60 GBP', '-12.345,60'],
    ['sv', '−12 345,60 GBP', '−12 345,60'],
    ['nb', '−12 345,60 GBP', '−12 345,60'],
    ['fi', '−12 345,60 GBP', '−12 345,60'],
    ['de', '-12.345,60 GBP', '-12.345,60'],
    ['de-CH', "GBP-12'345.60", "-12'345.60"],
    ['fr', '-12 345,60 GBP', '-12 345,60'],
    ['nl', 'GBP -12.345,60', '-12.345,60'],
    ['es', '-12.345,60 GBP', '-12.345,60'],
    ['it', '-12.345,60 GBP', '-12.345,60'],
  ])('have the form of %s', (tag, money, amount) => {
    const locale = localeOf(tag)
    expect(withSpaces(locale.money(gbp(-1_234_560)))).toBe(money)
    expect(withSpaces(locale.amount(gbp(-1_234_560)))).toBe(amount)
  })

  it.each(LANGUAGE_CODES)('keep every digit of every currency in %s', (language) => {
    const locale = localeOf(language)
    const currencies = Intl.supportedValuesOf('currency').filter(isCurrency)
    expect(currencies.length).toBeGreaterThan(130)
    for (const currency of currencies) {
      for (const amount of [0, 5, 123_456, -1, Number.MAX_SAFE_INTEGER, '-123456789012345678901']) {
        const money = { amount, currency }
        const text = locale.money(money)
        expect(text.split(currency)).toHaveLength(2)
        for (const number of [text.replace(currency, ''), locale.amount(money)]) {
          expect(decimalOf(number, currencyExponent(currency))).toBe(decimalAmount(money))
        }
      }
    }
  })

  it('keep the form of English that e-mails have always had', () => {
    const money = { amount: 123_450, currency: 'KWD' as Currency }
    expect(localeOf('en').money(money)).toBe(formatMoney(money))
  })
})

/** Reads a number with any separators. */
function decimalOf(text: string, decimals: number): string {
  const digits = text.replace(/\D/g, '')
  const whole = digits.slice(0, digits.length - decimals)
  const [, fraction = ''] = /[.,](\d+)\s*$/.exec(text) ?? []
  expect(decimals === 0 || fraction.length === decimals).toBe(true)
  const sign = /[-−]/.test(text) ? '-' : ''
  return `${sign}${whole}${decimals === 0 ? '' : `.${fraction}`}`
}

describe('dates and numbers', () => {
  it.each([
    ['en', '1 November 2026', '1 Nov 2026', 'November', '2.50'],
    ['en-US', 'November 1, 2026', 'Nov 1, 2026', 'November', '2.50'],
    ['da', '1. november 2026', '1.11.2026', 'november', '2,50'],
    ['sv', '1 november 2026', '2026-11-01', 'november', '2,50'],
    ['nb', '1. november 2026', '1.11.2026', 'november', '2,50'],
    ['fi', '1. marraskuuta 2026', '1.11.2026', 'marraskuu', '2,50'],
    ['de', '1. November 2026', '1.11.2026', 'November', '2,50'],
    ['fr', '1er novembre 2026', '01/11/2026', 'novembre', '2,50'],
    ['nl', '1 november 2026', '1-11-2026', 'november', '2,50'],
    ['es', '1 de noviembre de 2026', '1/11/2026', 'noviembre', '2,50'],
    ['it', '1 novembre 2026', '01/11/2026', 'novembre', '2,50'],
  ])('have the form of %s', (tag, date, shortDate, month, decimal) => {
    const locale = localeOf(tag)
    expect(locale.date('2026-11-01')).toBe(date)
    expect(locale.shortDate('2026-11-01')).toBe(shortDate)
    expect(locale.month('2026-11-01')).toBe(month)
    expect(locale.decimal('2.50')).toBe(decimal)
    expect(locale.decimal('1000000')).toBe('1000000')
  })

  it('name a country, and show an unknown code as it is', () => {
    expect(localeOf('de').country('DK')).toBe('Dänemark')
    expect(localeOf('de').country('QX')).toBe('QX')
  })
})

describe('texts', () => {
  it('isolate a right-to-left value, and no other', () => {
    const { t, parts } = localeOf('da')
    expect(t('page.for_customer', { customer: 'שרה' })).toBe('Til \u2068שרה\u2069')
    expect(t('page.for_customer', { customer: 'Ada' })).toBe('Til Ada')
    const element = { tag: 'a' }
    expect(parts('link.question', { merchant: 'متجر', email: element })).toEqual([
      'Hvis du har et spørgsmål, så kontakt ',
      '\u2068متجر\u2069',
      ': ',
      element,
      '.',
    ])
  })

  it('insert a value as it is, also with special characters', () => {
    const customer = '$& {merchant} {customer} \\1'
    expect(localeOf().t('email.greeting', { customer })).toBe(`Dear ${customer},`)
  })

  it('choose the plural by the rules of the language', () => {
    expect([1, 2].map(localeOf('da').plural)).toEqual(['one', 'other'])
    // Millions have a category of their own in French, which no text of ours needs.
    expect([0, 1, 2, 1_000_000].map(localeOf('fr').plural)).toEqual(['one', 'one', 'other', 'other'])
  })

  it.each(LANGUAGE_CODES.filter((code) => !LOWER_AFTER_GREETING.has(code)))(
    'begin the text after the greeting with a capital letter in %s',
    (code) => {
      const { template } = localeOf(code)
      expect(OPENINGS.map((key) => template(key)).filter((text) => /^\p{Ll}/u.test(text))).toEqual([])
    },
  )
})

import type { Currency } from '../shared/money.ts'

/**
 * The countries of each currency in November 2026, by list one of ISO 4217.
 *
 * @see https://www.six-group.com/en/products-services/financial-information/market-reference-data/data-standards.html
 */
const COUNTRIES: Readonly<Record<string, string>> = {
  AED: 'AE',
  ALL: 'AL',
  AUD: 'AU',
  BAM: 'BA',
  BHD: 'BH',
  BRL: 'BR',
  CAD: 'CA',
  CHF: 'CH LI',
  CLP: 'CL',
  CNY: 'CN',
  CZK: 'CZ',
  DKK: 'DK FO GL',
  EGP: 'EG',
  EUR: 'AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA',
  GBP: 'GB GG IM JE',
  GEL: 'GE',
  HKD: 'HK',
  HUF: 'HU',
  IDR: 'ID',
  ILS: 'IL',
  INR: 'IN',
  ISK: 'IS',
  JOD: 'JO',
  JPY: 'JP',
  KRW: 'KR',
  KWD: 'KW',
  MAD: 'MA',
  MDL: 'MD',
  MKD: 'MK',
  MXN: 'MX',
  MYR: 'MY',
  NOK: 'NO SJ',
  NZD: 'NZ',
  OMR: 'OM',
  PHP: 'PH',
  PLN: 'PL',
  QAR: 'QA',
  RON: 'RO',
  RSD: 'RS',
  SAR: 'SA',
  SEK: 'SE',
  SGD: 'SG',
  THB: 'TH',
  TND: 'TN',
  TRY: 'TR',
  TWD: 'TW',
  UAH: 'UA',
  USD: 'PR US',
  VND: 'VN',
  ZAR: 'ZA',
}

const currencyOf = new Map(
  Object.entries(COUNTRIES).flatMap(([currency, countries]) =>
    countries.split(' ').map((country) => [country, currency as Currency] as const),
  ),
)

/** @param country code of ISO 3166-1 */
export function nationalCurrencyOf(country: string): Currency | undefined {
  return currencyOf.get(country)
}

/**
 * The laws of these countries demand the tax in their currency.
 *
 * @see https://eur-lex.europa.eu/eli/dir/2006/112/oj article 230
 * @see https://www.legislation.gov.uk/uksi/1995/2518/regulation/14
 * @see https://lovdata.no/dokument/SF/forskrift/2004-12-01-1558 § 5-1-1
 */
const DEMANDING: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL NO PL PT RO SE SI SK'.split(' '),
)

/** Returns the currency that the law demands for the tax of an invoice in another. */
export function demandedCurrency(country: string, currency: Currency): Currency | undefined {
  const national = nationalCurrencyOf(country)
  return DEMANDING.has(country) && national !== currency ? national : undefined
}

/** Returns why an invoice cannot state its tax in a national currency too. */
export function exchangeRefusal(country: string, currency: string): string | undefined {
  const national = nationalCurrencyOf(country)
  if (country === '')
    return 'needs the country of the seller: set the address of the profile with its country'
  if (national === undefined)
    return `is not taken: the currency of the seller’s country, ${country}, is not known`
  if (national !== currency) return undefined
  return `must be left out: the invoice is in ${currency}, the currency of the seller’s country`
}

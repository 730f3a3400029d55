import { decimalOf, decimalText, withPoint } from './decimal.ts'

/**
 * The keys are the numbers of decimals in ISO 4217.
 *
 * @see https://www.iso.org/iso-4217-currency-codes.html
 */
const EXPONENTS = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY
    COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
    MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER
    ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
} as const

const exponentOf = new Map<string, number>(
  Object.entries(EXPONENTS).flatMap(([exponent, codes]) =>
    codes.split(/\s+/).map((code): [string, number] => [code, Number(exponent)]),
  ),
)

declare const currencyBrand: unique symbol
export type Currency = string & { readonly [currencyBrand]: true }

export const CURRENCIES: readonly Currency[] = [...exponentOf.keys()].filter(isCurrency)

export interface Money {
  amount: MinorUnits
  currency: Currency
}

/** Minor units are whole numbers: 12.50 EUR is 1250. */
export type MinorUnits = number

/**
 * JSON integers are interoperable up to 2^53 − 1.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7493#section-2.2
 */
export const MAX_AMOUNT = Number.MAX_SAFE_INTEGER

/** Minor units, as text if the absolute value exceeds `MAX_AMOUNT`. */
export type AmountSum = MinorUnits | string

export interface MoneySum {
  amount: AmountSum
  currency: Currency
}

export function toAmountSum(sum: bigint): AmountSum {
  return sum > MAX_AMOUNT || sum < -MAX_AMOUNT ? sum.toString() : Number(sum)
}

export function isCurrency(code: string): code is Currency {
  return exponentOf.has(code)
}

export function currencyExponent(currency: Currency): number {
  return exponentOf.get(currency) ?? 2
}

export function minorUnitsOf(wholeUnits: number, currency: Currency): MinorUnits {
  return wholeUnits * 10 ** currencyExponent(currency)
}

export function formatAmount(money: MoneySum): string {
  return decimalAmount(money).replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','))
}

export function decimalAmount({ amount, currency }: MoneySum): string {
  return withPoint(String(amount), currencyExponent(currency))
}

export function formatMoney(money: MoneySum): string {
  return `${formatAmount(money)} ${money.currency}`
}

/** Moves the point of minor units in decimal text: `0.35` is `0.0035` EUR. */
export function decimalOfMinor(unitAmount: string, currency: Currency): string {
  const { digits, scale } = decimalOf(unitAmount)
  return decimalText({ digits, scale: scale + currencyExponent(currency) })
}

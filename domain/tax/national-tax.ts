import { decimalOf, divideRounded } from '../shared/decimal.ts'
import { type Currency, currencyExponent, type MinorUnits } from '../shared/money.ts'
import type { NationalTax, TaxExchange } from './types.ts'

/** Rounds halves away from zero. `tax` is in minor units of the invoice's currency. */
export function nationalTaxOf(
  tax: MinorUnits,
  invoiceCurrency: Currency,
  exchange: TaxExchange,
): NationalTax {
  const { currency, exchangeRate } = exchange
  const { digits, scale } = decimalOf(exchangeRate)
  const numerator = BigInt(tax) * digits * 10n ** BigInt(currencyExponent(currency))
  const denominator = 10n ** BigInt(scale + currencyExponent(invoiceCurrency))
  const amount = Number(divideRounded(numerator, denominator))
  return { currency, exchangeRate, invoiceCurrency, amount }
}

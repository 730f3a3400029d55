import type * as v from 'valibot'
import type { Currency, MinorUnits } from '../../../../domain/shared/money.ts'
import { exchangeRefusal, nationalCurrencyOf } from '../../../../domain/tax/national-currency.ts'
import { nationalTaxOf } from '../../../../domain/tax/national-tax.ts'
import type { TaxExchange, Totals } from '../../../../domain/tax/types.ts'
import type { InvoiceBody } from './invoice-body.ts'

export function refusedExchange(country: string, currency: string): string | undefined {
  const code = 'no_national_currency'
  const detail = exchangeRefusal(country, currency)
  return detail === undefined ? undefined : `${code}|${detail}`
}

type Exchanged = Pick<v.InferOutput<typeof InvoiceBody>, 'currency' | 'tax_exchange_rate'>

export function exchangeOf(
  { tax_exchange_rate: exchangeRate }: Exchanged,
  country: string,
): TaxExchange | undefined {
  const currency = nationalCurrencyOf(country)
  return currency && exchangeRate !== undefined ? { currency, exchangeRate } : undefined
}

/** Returns minor units of the national currency, or 0 without a rate. */
export function nationalAmount(body: Exchanged, { tax }: Totals, country: string): MinorUnits {
  const exchange = exchangeOf(body, country)
  return exchange ? Math.abs(nationalTaxOf(tax, body.currency as Currency, exchange).amount) : 0
}

import type { ImportTotal } from '../../../db/entities/index.ts'
import { count, money } from '../format.ts'

export interface CurrencySum {
  currency: string
  invoices: number
  /** Minor units. */
  amount: bigint
}

/** Counts the invoices that a confirmation sends, by currency. */
export function sumsToSend(totals: readonly ImportTotal[], duplicates: 'skip' | 'send'): CurrencySum[] {
  return totals
    .map((total) => {
      const { currency, count: all, amount } = total
      const left = duplicates === 'skip'
      return {
        currency,
        invoices: all - (left ? (total.duplicates ?? 0) : 0),
        amount: BigInt(amount) - (left ? BigInt(total.duplicates_amount ?? 0) : 0n),
      }
    })
    .filter(({ invoices }) => invoices > 0)
}

export function invoicesIn(sums: readonly CurrencySum[]): number {
  return sums.reduce((all, { invoices }) => all + invoices, 0)
}

/** Returns text such as `12 invoices over 1,250.00 GBP and 80.00 EUR`. */
export function sumText(sums: readonly CurrencySum[]): string {
  const amounts = sums.map(({ amount, currency }) => money(amount, currency))
  return `${count(invoicesIn(sums), 'invoice')} over ${new Intl.ListFormat('en-GB').format(amounts)}`
}

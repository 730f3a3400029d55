import { type Currency, decimalAmount, type MinorUnits } from '../../domain/shared/money.ts'

/** Codes of UNTDID 1001. */
export const TYPE_CODES = { invoice: '380', credit_note: '381' } as const

/** The code of UNTDID 5189 for a discount. */
export const DISCOUNT_CODE = '95'

/** Returns how amounts of the currency are written. */
export function amountsIn(currency: Currency): (amount: MinorUnits) => string {
  return (amount) => decimalAmount({ amount, currency })
}

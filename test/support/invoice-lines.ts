import { NET_PRICES, type Priced } from '../../domain/tax/types.ts'

/** One line without tax. The amount is in minor units. */
export function oneAmount(amount: number): Priced {
  return { ...NET_PRICES, lines: [{ description: 'Work', quantity: '1', unitAmount: String(amount) }] }
}

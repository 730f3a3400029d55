import type { Priced } from './types.ts'

type Pricing = Omit<Priced, 'smallBusinessNote'>
type PricingColumns = Omit<Pricing, 'discounts' | 'charges'> & {
  [K in 'discounts' | 'charges']?: Priced[K] | null
}

/** Returns what decides the totals, without the note of a small business. */
export function pricingOf({
  lines,
  discounts,
  charges,
  pricesIncludeTax,
  taxRounding,
}: PricingColumns): Pricing {
  return {
    lines,
    ...(discounts ? { discounts } : {}),
    ...(charges ? { charges } : {}),
    pricesIncludeTax,
    taxRounding,
  }
}

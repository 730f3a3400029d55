import type { MinorUnits } from '../shared/money.ts'
import type { Locale } from '../texts/locale.ts'
import type { TaxGroup } from './types.ts'

/** Returns the net and the tax of each rate and category, and nothing for an invoice without tax. */
export function taxRows(
  groups: readonly TaxGroup[],
  { t, decimal }: Pick<Locale, 't' | 'decimal'>,
  money: (amount: MinorUnits) => string,
): [label: string, tax: string][] {
  if (groups.every(({ category }) => category === 'outside_scope')) return []
  return groups.map(({ category, taxRate, net, tax }) => [
    category === 'outside_scope'
      ? t('tax.none', { net: money(net) })
      : t('tax.rate', { rate: decimal(taxRate), net: money(net) }),
    money(tax),
  ])
}

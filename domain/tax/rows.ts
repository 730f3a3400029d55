import type { MinorUnits } from '../shared/money.ts'
import type { Locale } from '../texts/locale.ts'
import { adjustmentAmounts, noteOfIssue } from './totals.ts'
import type { Adjustment, InvoiceLine, NationalTax, Priced, TaxGroup, Totals } from './types.ts'

type Row = readonly [label: string, amount: string]
type WriteAmount = (amount: MinorUnits) => string
type Texts = Pick<Locale, 't' | 'decimal' | 'money'>

/** Returns what stands between the lines of a document and its total. */
export function sumRows(priced: Priced, totals: Totals, locale: Texts, money: WriteAmount): Row[] {
  const { t } = locale
  const smallBusinessNote = noteOfIssue(priced, totals.groups)
  const adjustments = adjustmentRows({ ...priced, smallBusinessNote }, locale, money)
  const taxes = taxRows(priced, totals, locale, money)
  const isAdjusted = adjustments.length > 0
  const { subtotal, net, rounding, nationalTax } = totals
  return [
    ...(isAdjusted || (taxes.length > 0 && !priced.pricesIncludeTax)
      ? [[t('pdf.subtotal'), money(subtotal)] as const]
      : []),
    ...adjustments,
    ...(taxes.length > 0 && (isAdjusted || priced.pricesIncludeTax)
      ? [[t('tax.net'), money(net)] as const]
      : []),
    ...taxes,
    ...(rounding === 0 ? [] : [[t('tax.rounding'), money(rounding)] as const]),
    ...(nationalTax && taxes.length > 0 ? [nationalRow(nationalTax, locale)] : []),
  ]
}

export function nationalRow(national: NationalTax, { t, decimal, money }: Texts): Row {
  const { currency, invoiceCurrency, exchangeRate } = national
  const rate = decimal(exchangeRate)
  return [t('tax.national', { currency, invoice_currency: invoiceCurrency, rate }), money(national)]
}

function adjustmentRows(priced: Priced, locale: Texts, money: WriteAmount): Row[] {
  return adjustmentAmounts(priced).map(({ adjustment, isDiscount, amount }) => [
    adjustmentLabel(adjustment, isDiscount, locale),
    money(isDiscount ? 0 - amount : amount),
  ])
}

/** Returns one row for each rate and category, and none for an invoice without tax. */
function taxRows(priced: Priced, { groups }: Totals, { t, decimal }: Texts, money: WriteAmount): Row[] {
  const isStated = isOutsideScopeStated(priced)
  if (!isStated && groups.every(({ category }) => category === 'outside_scope')) return []
  return groups.map(({ category, taxRate, net: amount, tax }) => [
    labelOf(category, taxRate, amount),
    money(tax),
  ])

  function labelOf(category: TaxGroup['category'], taxRate: string, amount: MinorUnits): string {
    const net = money(amount)
    if (category === 'standard' || category === 'zero') return t('tax.rate', { rate: decimal(taxRate), net })
    if (category === 'outside_scope' && !isStated) return t('tax.none', { net })
    return t(`tax.${category}`, { net })
  }
}

/** Returns why no tax is charged, in the merchant's words or those of the law. */
export function taxNotes(priced: Priced, { groups }: Totals, { t }: Pick<Locale, 't'>): string[] {
  const notes = groups.flatMap(({ category, reason }) => {
    if (reason !== undefined) return [reason]
    if (category === 'standard' || category === 'zero') return []
    if (category === 'outside_scope' && !isOutsideScopeStated(priced)) return []
    return [t(`tax.words.${category}`)]
  })
  return [...new Set(notes)]
}

/** A line without rate and category states nothing about tax. */
function isOutsideScopeStated({ lines }: Priced): boolean {
  return lines.some(({ taxCategory }) => taxCategory === 'outside_scope')
}

/** Returns the discounts and charges of a line. */
export function lineNotes(
  { discounts = [], charges = [] }: InvoiceLine,
  locale: Texts,
  money: WriteAmount,
): string[] {
  const textOf = (adjustment: Adjustment, isDiscount: boolean) => {
    const label = adjustmentLabel(adjustment, isDiscount, locale)
    return 'amount' in adjustment
      ? `${label} ${money(isDiscount ? -adjustment.amount : adjustment.amount)}`
      : label
  }
  return [...discounts.map((one) => textOf(one, true)), ...charges.map((one) => textOf(one, false))]
}

function adjustmentLabel(adjustment: Adjustment, isDiscount: boolean, { t, decimal }: Texts): string {
  const { description: name } = adjustment
  if ('amount' in adjustment) return name ?? t(isDiscount ? 'lines.discount' : 'lines.charge')
  const percent = decimal(adjustment.percent)
  if (name !== undefined) return t('lines.named_percent', { name, percent })
  return t(isDiscount ? 'lines.discount_percent' : 'lines.charge_percent', { percent })
}

import type { CreditedLine } from '../credit-note/types.ts'
import { decimalOf, decimalText, divideRounded } from '../shared/decimal.ts'
import { type Currency, currencyExponent, decimalOfMinor, type MinorUnits } from '../shared/money.ts'
import { groupKey, taxOf, type TaxCategory } from '../tax/category.ts'
import { adjustmentOf, lineBase } from '../tax/line-amount.ts'
import type { AdjustmentAmount } from '../tax/totals.ts'
import type { Adjustment, InvoiceLine, LineAmount, Priced, TaxGroup } from '../tax/types.ts'
import type { DocumentAdjustment, EInvoiceLine, LineAdjustment, Price, TaxCategoryCode } from './model.ts'

export interface PricedIn {
  currency: Currency
  pricesIncludeTax: boolean
  smallBusinessNote: string | undefined
  /** An adjustment without a description has one of these reasons. */
  words: { discount: string; charge: string }
}

export const CATEGORY_CODES: Readonly<Record<TaxCategory, TaxCategoryCode>> = {
  standard: 'S',
  zero: 'Z',
  exempt: 'E',
  reverse_charge: 'AE',
  intra_community: 'K',
  export: 'G',
  outside_scope: 'O',
}

/** @param net minor units, after the discounts and charges of the line */
export function invoiceLineOf(
  line: InvoiceLine,
  index: number,
  net: MinorUnits,
  priced: PricedIn,
): EInvoiceLine {
  const common = commonOf(line, index, priced)
  const { unitAmount } = line
  const isNegative = unitAmount.startsWith('-')
  const quantity = isNegative ? negated(line.quantity) : line.quantity
  const own = lineAdjustmentsOf(line, common.rate, priced)
  if (!priced.pricesIncludeTax) {
    const price = { net: decimalOfMinor(isNegative ? unitAmount.slice(1) : unitAmount, priced.currency) }
    return { ...common, quantity, price, net, adjustments: own }
  }
  const rest = net - adjustedBy(own)
  const isTurned = rest !== 0 && rest < 0 !== quantity.startsWith('-')
  const adjustments = isTurned ? withRest(own, rest) : own
  const price = netPrice(quantity, net - adjustedBy(adjustments), priced.currency)
  return { ...common, quantity, price, net, adjustments }
}

function adjustedBy(adjustments: readonly LineAdjustment[]): MinorUnits {
  return adjustments.reduce((sum, one) => sum + (one.isCharge ? one.amount : -one.amount), 0)
}

/** Gives what rounding left to the largest adjustment. None becomes negative: the next one takes the rest. */
function withRest(adjustments: readonly LineAdjustment[], rest: MinorUnits): LineAdjustment[] {
  const changed = [...adjustments]
  let left = rest
  for (const [index, one] of [...adjustments.entries()].toSorted(([, a], [, b]) => b.amount - a.amount)) {
    const step = Math.max(-one.amount, Math.min(one.amount, left))
    changed[index] = { ...one, amount: one.amount + (one.isCharge ? step : -step) }
    left -= step
  }
  return changed
}

/** A credited line has one amount, in which its discounts and charges are contained. */
export function creditedLineOf(
  line: CreditedLine,
  index: number,
  net: MinorUnits,
  priced: PricedIn,
): EInvoiceLine {
  const isTurned = net !== 0 && net < 0 !== line.quantity.startsWith('-')
  const quantity = isTurned ? negated(line.quantity) : line.quantity
  const price = netPrice(quantity, net, priced.currency)
  return { ...commonOf(line, index, priced), quantity, price, net, adjustments: [] }
}

function commonOf(line: InvoiceLine, index: number, { smallBusinessNote }: PricedIn) {
  const { category, taxRate } = taxOf(line, smallBusinessNote)
  // The first line of the text names the item.
  const [name = '', ...rest] = line.description.trim().split('\n')
  return {
    id: String(index + 1),
    unit: line.unit ?? 'C62',
    category: CATEGORY_CODES[category],
    rate: taxRate,
    name,
    ...(rest.length > 0 ? { description: rest.join('\n') } : {}),
  }
}

function negated(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`
}

const MAX_DECIMALS = 10

/**
 * Returns the shortest price without tax that gives exactly the net amount of the line. Without one, the price is
 * that of the whole quantity.
 *
 * @throws RangeError for a negative price (BR-27)
 */
function netPrice(quantity: string, net: MinorUnits, currency: Currency): Price {
  const { digits: signed, scale } = decimalOf(quantity)
  const [digits, amount] = signed < 0n ? [-signed, -BigInt(net)] : [signed, BigInt(net)]
  const unit = 10n ** BigInt(scale)
  const exponent = currencyExponent(currency)
  for (let decimals = 0; decimals + exponent <= MAX_DECIMALS; decimals += 1) {
    const power = 10n ** BigInt(decimals)
    const price = divideRounded(amount * unit * power, digits)
    if (price >= 0n && divideRounded(price * digits, unit * power) === amount) {
      return { net: decimalText({ digits: price, scale: decimals + exponent }) }
    }
  }
  if (amount < 0n) throw new RangeError(`a price is negative: ${amount}`)
  return {
    net: decimalText({ digits: amount, scale: exponent }),
    forQuantity: quantity.replace('-', ''),
  }
}
function lineAdjustmentsOf(
  line: InvoiceLine,
  taxRate: string,
  { pricesIncludeTax, words }: PricedIn,
): LineAdjustment[] {
  const base = lineBase(line)
  const one = (isCharge: boolean) => (adjustment: Adjustment) => {
    const { description = isCharge ? words.charge : words.discount } = adjustment
    const asPriced = adjustmentOf(base, adjustment)
    const amount = Number(pricesIncludeTax ? withoutTax(asPriced, taxRate) : asPriced)
    const percent =
      'percent' in adjustment && !pricesIncludeTax
        ? { percent: { rate: adjustment.percent, of: Number(base) } }
        : {}
    return { isCharge, amount, reason: description, ...percent }
  }
  return [...(line.discounts ?? []).map(one(false)), ...(line.charges ?? []).map(one(true))]
}

function withoutTax(amount: bigint, taxRate: string): bigint {
  const { digits, scale } = decimalOf(taxRate)
  const hundred = 100n * 10n ** BigInt(scale)
  return divideRounded(amount * hundred, hundred + digits)
}

/** BG-20 and BG-21 have one rate, so each rate gets its part of an adjustment. */
export function adjustmentsOf(
  { lines, pricesIncludeTax, smallBusinessNote, words }: Priced & Pick<PricedIn, 'words'>,
  groups: readonly TaxGroup[],
  amounts: readonly LineAmount[],
  adjustments: readonly AdjustmentAmount[],
): DocumentAdjustment[] {
  const keys = lines.map((line) => groupKey(taxOf(line, smallBusinessNote)))
  const baseOf = (group: TaxGroup) =>
    amounts.reduce((sum, { amount }, index) => (keys[index] === groupKey(group) ? sum + amount : sum), 0)
  return adjustments.flatMap(({ adjustment, isDiscount, shares }) =>
    shares.flatMap(({ net }, index): DocumentAdjustment[] => {
      const group = groups[index]
      if (!group || net === 0) return []
      const { description = isDiscount ? words.discount : words.charge } = adjustment
      const percent =
        'percent' in adjustment && !pricesIncludeTax
          ? { percent: { rate: adjustment.percent, of: baseOf(group) } }
          : {}
      return [
        {
          isCharge: !isDiscount,
          amount: net,
          reason: description,
          category: CATEGORY_CODES[group.category],
          rate: group.taxRate,
          ...percent,
        },
      ]
    }),
  )
}

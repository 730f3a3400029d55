import { LIMITS } from '../invoice/limits.ts'
import { type Currency, MAX_AMOUNT, type MinorUnits } from '../shared/money.ts'
import { lineBase } from '../tax/line-amount.ts'
import type { InvoiceLine, Totals } from '../tax/types.ts'
import { type DecimalRule, type Discount, readDiscount, readPrice, readQuantity } from './amounts.ts'
import { type CellProblem, isProblem } from './cell-errors.ts'
import { readTaxCategory, readTaxRate } from './cells.ts'
import type { Cells } from './read-details.ts'

interface LinePrice {
  quantity: string
  /** Minor units as decimal text. */
  unitAmount: string
  discount: Discount | undefined
  stated: MinorUnits | undefined
}

const DISCOUNTS = [
  ['discount', 'either'],
  ['discount_amount', 'money'],
  ['discount_percent', 'percent'],
] as const
const NONE: Discount = { amount: 0 }

const MOST_DECIMALS = 'CLF' as Currency

export function readLinePrice(
  cells: Cells,
  rule: DecimalRule,
  currency: Currency | undefined,
): LinePrice | undefined {
  const hasUnitPrice = !cells.hasOnlyAmount()
  const amount = cells.value('amount', (text) => readWholePrice(text, rule, currency))
  const unitPrice = cells.value('unit_price', (text) => readPrice(text, rule, currency ?? MOST_DECIMALS))
  const quantity = cells.value('quantity', (text) => readQuantity(text, rule))?.quantity
  const discount = readLineDiscount(cells, rule, currency)
  const unitAmount = hasUnitPrice ? unitPrice : amount
  if (!unitAmount || (hasUnitPrice && cells.has('quantity') && !quantity)) return undefined
  const stated = hasUnitPrice && amount !== undefined ? Number(amount) : undefined
  return { quantity: quantity ?? '1', unitAmount, discount, stated }
}

/** @returns minor units as text, or the problem; an empty text while the currency is unknown */
function readWholePrice(
  text: string,
  rule: DecimalRule,
  currency: Currency | undefined,
): string | CellProblem {
  if (currency) return readPrice(text, rule, currency, 0)
  const price = readPrice(text, rule, MOST_DECIMALS, 0)
  return isProblem(price) && price.code !== 'other_currency' ? price : ''
}

function readLineDiscount(
  cells: Cells,
  rule: DecimalRule,
  currency: Currency | undefined,
): Discount | undefined {
  if (!currency) return undefined
  for (const [target, kind] of DISCOUNTS) {
    if (!cells.has(target)) continue
    const discount = cells.value(target, (text) => readDiscount(text, kind, rule, currency) ?? NONE)
    return discount === NONE ? undefined : discount
  }
  return undefined
}

export function readLineTax(cells: Cells): Pick<InvoiceLine, 'taxRate' | 'taxCategory' | 'exemptionReason'> {
  const taxRate = cells.value('tax_rate', readTaxRate)
  const taxCategory = cells.value('tax_category', readTaxCategory)
  const exemptionReason = cells.line('exemption_reason', LIMITS.exemptionReason)
  const hasRate = Number(taxRate ?? 0) > 0
  if (taxCategory !== undefined && hasRate !== (taxCategory === 'standard')) {
    const detail = hasRate ? 'must be standard, or the tax_rate 0' : 'needs a tax_rate above 0'
    cells.fail('tax_category', { code: 'invalid_tax_category', detail })
  }
  if (exemptionReason !== undefined && (hasRate || taxCategory === 'zero')) {
    const detail = 'must be empty where tax is charged'
    cells.fail('exemption_reason', { code: 'tax_is_charged', detail })
  }
  return {
    ...(taxRate === undefined ? {} : { taxRate }),
    ...(taxCategory === undefined ? {} : { taxCategory }),
    ...(exemptionReason === undefined ? {} : { exemptionReason }),
  }
}

export function checkTotals(
  cells: Cells,
  line: InvoiceLine,
  { subtotal, net, amount }: Totals,
  stated: MinorUnits | undefined,
): void {
  const target = cells.has('unit_price') ? 'unit_price' : 'amount'
  const beforeDiscount = Number(lineBase(line))
  if (Math.max(amount, beforeDiscount) > MAX_AMOUNT) {
    cells.fail(target, { code: 'too_large', detail: 'is, with its tax, more than any invoice can be' })
  } else if (subtotal <= 0) {
    const detail = line.discounts ? 'is not more than the discount' : 'is, times the quantity, 0'
    cells.fail(target, { code: 'not_positive', detail })
  } else if (stated !== undefined && ![beforeDiscount, subtotal, net, amount].includes(stated)) {
    const detail = 'is not the quantity times the unit price, with or without discount and tax'
    cells.fail('amount', { code: 'amount_mismatch', detail })
  }
}

import { type Decimal, decimalOf, divideRounded } from '../shared/decimal.ts'
import type { MinorUnits } from '../shared/money.ts'
import { groupKey } from '../tax/category.ts'
import { standardTax } from '../tax/totals.ts'
import type { Adjustment, TaxGroup } from '../tax/types.ts'
import { type Left, leftOf } from './left.ts'
import { isZero, minus, quantityText, signOf } from './quantity.ts'
import type {
  BasisLine,
  CreditBasis,
  CreditedLine,
  CreditNoteContent,
  CreditWords,
  WantedAmount,
  WantedCredit,
  WantedLine,
} from './types.ts'

export type CreditRefusal = 'nothing_to_credit' | 'credit_exceeds_invoice' | 'unknown_line' | 'unknown_rate'

/** `index` is that of the wanted line or amount. */
export type CreditOutcome = CreditNoteContent | { refused: CreditRefusal; index?: number }

/**
 * Computes a credit note that follows the earlier ones of its invoice.
 * The last credit note of a line or rate takes what rounding left.
 */
export function creditOf(
  basis: CreditBasis,
  earlier: readonly CreditNoteContent[],
  wanted: WantedCredit,
  words: CreditWords,
): CreditOutcome {
  const left = leftOf(basis, earlier)
  if ('lines' in wanted) return byLine(basis, left, wanted.lines, words)
  if ('amounts' in wanted) return byRate(basis, left, wanted.amounts, words)
  const total = sum(left.groups.map(grossOf))
  if ('rest' in wanted || wanted.amount === total) return wholeRest(basis, left, words)
  if (wanted.amount > total) return { refused: 'credit_exceeds_invoice' }
  return byShare(basis, left, wanted.amount, words)
}

function byLine(
  basis: CreditBasis,
  left: Left,
  wanted: readonly WantedLine[],
  words: CreditWords,
): CreditOutcome {
  const lines: CreditedLine[] = []
  for (const [index, { line: at, quantity: text }] of wanted.entries()) {
    const line = basis.lines[at]
    const open = left.lines[at]
    const isRepeated = wanted.findIndex(({ line: one }) => one === at) !== index
    if (!line || !open || isRepeated) return { refused: 'unknown_line', index }
    const quantity = text === undefined ? open.quantity : decimalOf(text)
    if (isZero(quantity)) return { refused: 'nothing_to_credit', index }
    const rest = minus(open.quantity, quantity)
    const isWithin = isZero(rest) || signOf(rest) === signOf(open.quantity)
    if (!isWithin || signOf(quantity) !== signOf(open.quantity)) {
      return { refused: 'credit_exceeds_invoice', index }
    }
    const part = { quantity, whole: decimalOf(line.quantity) }
    const amount = isZero(rest) ? open.amount : shareOf(line.amount, part)
    lines.push({ ...partOfLine(line, part), line: at, amount })
  }
  const groups: TaxGroup[] = []
  for (const open of left.groups) {
    const key = groupKey(open)
    const own = lines.filter(({ group }) => group === key)
    if (own.length === 0) continue
    const amount = sum(own.map((line) => line.amount))
    const credited = isLast(basis, left, key, own) ? open : groupOfLines(basis, open, amount)
    if (grossOf(open) >= 0 && grossOf(credited) > grossOf(open)) return { refused: 'credit_exceeds_invoice' }
    groups.push(credited)
  }
  return contentOf(basis, lines, groups, words)
}

function isLast(basis: CreditBasis, left: Left, key: string, own: readonly CreditedLine[]): boolean {
  if (left.reduced.has(key)) return false
  return basis.lines.every((line, at) => {
    const credited = own.find((one) => one.line === at)
    const open = left.lines[at]?.quantity
    if (line.group !== key || !open) return true
    return isZero(credited ? minus(open, decimalOf(credited.quantity)) : open)
  })
}

/** Discounts and charges of the whole invoice reduce a credited line in proportion. */
function groupOfLines(basis: CreditBasis, open: TaxGroup, amount: MinorUnits): TaxGroup {
  const whole = basis.groups.find((group) => groupKey(group) === groupKey(open)) ?? open
  const listed = sum(basis.lines.filter(({ group }) => group === groupKey(open)).map((line) => line.amount))
  const total = basis.pricesIncludeTax ? grossOf(whole) : whole.net
  const part = listed === total || listed === 0 ? amount : ratio(total, amount, listed)
  if (basis.pricesIncludeTax) return withinGroup(open, part)
  const tax = standardTax({ net: part, taxRate: open.taxRate })
  return withinRest(open, { net: part, tax })
}

/** Rounding must not credit more tax than is left. */
function withinRest(open: TaxGroup, { net, tax }: { net: MinorUnits; tax: MinorUnits }): TaxGroup {
  return { ...open, net, tax: open.tax >= 0 ? Math.min(tax, open.tax) : Math.max(tax, open.tax) }
}

/** Takes an amount with tax out of what is left of a rate. */
function withinGroup(open: TaxGroup, gross: MinorUnits): TaxGroup {
  if (gross === grossOf(open)) return open
  const { digits, scale } = decimalOf(open.taxRate)
  const tax = Number(divideRounded(BigInt(gross) * digits, 100n * 10n ** BigInt(scale) + digits))
  const net = Math.min(gross - Math.min(tax, open.tax), open.net)
  return { ...open, net, tax: gross - net }
}

function byRate(
  basis: CreditBasis,
  left: Left,
  wanted: readonly WantedAmount[],
  words: CreditWords,
): CreditOutcome {
  const groups: TaxGroup[] = []
  for (const [index, { group: key, amount }] of wanted.entries()) {
    const open = left.groups.find((group) => groupKey(group) === key)
    if (!open || groups.some((group) => groupKey(group) === key)) return { refused: 'unknown_rate', index }
    if (amount > grossOf(open)) return { refused: 'credit_exceeds_invoice', index }
    groups.push(withinGroup(open, amount))
  }
  return reduced(basis, groups, words)
}

/** Splits an amount over the rates, in proportion to what is left of them. */
function byShare(basis: CreditBasis, left: Left, amount: MinorUnits, words: CreditWords): CreditOutcome {
  const open = left.groups.filter((group) => grossOf(group) > 0)
  let rest = amount
  let weight = sum(open.map(grossOf))
  const groups = open.map((group) => {
    const part = ratio(rest, grossOf(group), weight)
    rest -= part
    weight -= grossOf(group)
    return withinGroup(group, part)
  })
  return reduced(basis, groups.filter(isSome), words)
}

function reduced(basis: CreditBasis, groups: TaxGroup[], words: CreditWords): CreditOutcome {
  const lines = groups.map((group) => reductionLine(basis, group, words))
  return contentOf(basis, lines, groups, words)
}

function wholeRest(basis: CreditBasis, left: Left, words: CreditWords): CreditOutcome {
  const groups = left.groups.filter(isSome)
  const lines = groups.flatMap((group) => {
    const key = groupKey(group)
    if (left.reduced.has(key)) return [reductionLine(basis, group, words)]
    return basis.lines.flatMap((line, at): CreditedLine[] => {
      const open = left.lines[at]
      if (line.group !== key || !open || isZero(open.quantity)) return []
      const part = { quantity: open.quantity, whole: decimalOf(line.quantity) }
      return [{ ...partOfLine(line, part), line: at, amount: open.amount }]
    })
  })
  return contentOf(basis, lines, groups, words)
}

function reductionLine(basis: CreditBasis, group: TaxGroup, { reduction }: CreditWords): CreditedLine {
  return { ...ownLine(basis, group, pricedOf(basis, group), reduction), isReduction: true }
}

/**
 * Makes a line that the invoice does not have. A price is never negative (BR-27).
 *
 * @see https://docs.peppol.eu/poacc/billing/3.0/rules/ubl-tc434/
 */
function ownLine(
  { lines }: CreditBasis,
  group: TaxGroup,
  amount: MinorUnits,
  description: string,
): CreditedLine {
  const key = groupKey(group)
  const { taxRate, taxCategory, exemptionReason }: Partial<BasisLine> =
    lines.find((line) => line.group === key) ?? {}
  return {
    description,
    quantity: amount < 0 ? '-1' : '1',
    unitAmount: String(Math.abs(amount)),
    ...(taxRate === undefined ? {} : { taxRate }),
    ...(taxCategory === undefined ? {} : { taxCategory }),
    ...(exemptionReason === undefined ? {} : { exemptionReason }),
    group: key,
    amount,
  }
}

function contentOf(
  basis: CreditBasis,
  lines: readonly CreditedLine[],
  groups: TaxGroup[],
  { adjustment }: CreditWords,
): CreditOutcome {
  const net = sum(groups.map((group) => group.net))
  const tax = sum(groups.map((group) => group.tax))
  if (net + tax <= 0) return { refused: 'nothing_to_credit' }
  const adjustments = groups.flatMap((group) => {
    const listed = lines.filter((line) => line.group === groupKey(group)).map((line) => line.amount)
    const rest = pricedOf(basis, group) - sum(listed)
    return rest === 0 ? [] : [ownLine(basis, group, rest, adjustment)]
  })
  return { lines: [...lines, ...adjustments], groups, net, tax, amount: net + tax }
}

interface Part {
  quantity: Decimal
  whole: Decimal
}

/** Discounts and charges in money are those of the credited quantity. */
function partOfLine({ discounts, charges, ...line }: BasisLine, part: Part): BasisLine {
  const scaled = (adjustments: readonly Adjustment[]) =>
    adjustments.map((one) => ('amount' in one ? { ...one, amount: shareOf(one.amount, part) } : one))
  return {
    ...line,
    quantity: quantityText(part.quantity),
    ...(discounts ? { discounts: scaled(discounts) } : {}),
    ...(charges ? { charges: scaled(charges) } : {}),
  }
}

function shareOf(amount: MinorUnits, { quantity, whole }: Part): MinorUnits {
  const numerator = BigInt(amount) * quantity.digits * 10n ** BigInt(whole.scale)
  const denominator = whole.digits * 10n ** BigInt(quantity.scale)
  return Number(
    denominator < 0n ? divideRounded(-numerator, -denominator) : divideRounded(numerator, denominator),
  )
}

function pricedOf({ pricesIncludeTax }: CreditBasis, group: TaxGroup): MinorUnits {
  return pricesIncludeTax ? grossOf(group) : group.net
}

function ratio(amount: MinorUnits, numerator: MinorUnits, denominator: MinorUnits): MinorUnits {
  return Number(divideRounded(BigInt(amount) * BigInt(numerator), BigInt(denominator)))
}

function grossOf({ net, tax }: TaxGroup): MinorUnits {
  return net + tax
}

function isSome({ net, tax }: TaxGroup): boolean {
  return net !== 0 || tax !== 0
}

function sum(amounts: readonly MinorUnits[]): MinorUnits {
  return amounts.reduce((total, amount) => total + amount, 0)
}

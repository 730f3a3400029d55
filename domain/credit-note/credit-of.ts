import { divideRounded, multiplyRounded } from '../shared/decimal.ts'
import type { MinorUnits } from '../shared/money.ts'
import { type Left, leftOf } from './left.ts'
import { isZero, minus, perCent, quantityOf, quantityText, signOf } from './quantity.ts'
import type {
  CreditBasis,
  CreditedGroup,
  CreditedLine,
  CreditNoteContent,
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
 *
 * @param reduction describes an amount that is taken off a rate
 */
export function creditOf(
  basis: CreditBasis,
  earlier: readonly CreditNoteContent[],
  wanted: WantedCredit,
  reduction: string,
): CreditOutcome {
  const left = leftOf(basis, earlier)
  if ('lines' in wanted) return byLine(basis, left, wanted.lines)
  if ('amounts' in wanted) return byRate(basis, left, wanted.amounts, reduction)
  const total = sum(left.groups.map(grossOf))
  if ('rest' in wanted || wanted.amount === total) return wholeRest(basis, left, reduction)
  if (wanted.amount > total) return { refused: 'credit_exceeds_invoice' }
  return byShare(basis, left, wanted.amount, reduction)
}

function byLine(basis: CreditBasis, left: Left, wanted: readonly WantedLine[]): CreditOutcome {
  const lines: CreditedLine[] = []
  for (const [index, { line: at, quantity: text }] of wanted.entries()) {
    const line = basis.lines[at]
    const open = left.lines[at]
    const isRepeated = wanted.findIndex(({ line: one }) => one === at) !== index
    if (!line || !open || isRepeated) return { refused: 'unknown_line', index }
    const quantity = text === undefined ? open.quantity : quantityOf(text)
    if (isZero(quantity)) return { refused: 'nothing_to_credit', index }
    const rest = minus(open.quantity, quantity)
    const isWithin = isZero(rest) || signOf(rest) === signOf(open.quantity)
    if (!isWithin || signOf(quantity) !== signOf(open.quantity)) {
      return { refused: 'credit_exceeds_invoice', index }
    }
    const amount = isZero(rest) ? open.amount : shareOfLine(line.amount, quantity, quantityOf(line.quantity))
    lines.push({ ...line, line: at, quantity: quantityText(quantity), amount })
  }
  const groups: CreditedGroup[] = []
  for (const open of left.groups) {
    const own = lines.filter(({ group }) => group === open.key)
    if (own.length === 0) continue
    const amount = sum(own.map((line) => line.amount))
    const credited = isLast(basis, left, open.key, own) ? open : groupOfLines(basis, open, amount)
    if (grossOf(open) >= 0 && grossOf(credited) > grossOf(open)) return { refused: 'credit_exceeds_invoice' }
    groups.push(credited)
  }
  return contentOf(lines, groups)
}

function isLast(basis: CreditBasis, left: Left, key: string, own: readonly CreditedLine[]): boolean {
  if (left.reduced.has(key)) return false
  return basis.lines.every((line, at) => {
    const credited = own.find((one) => one.line === at)
    const open = left.lines[at]?.quantity
    if (line.group !== key || !open) return true
    return isZero(credited ? minus(open, quantityOf(credited.quantity)) : open)
  })
}

/** Discounts and charges of the whole invoice reduce a credited line in proportion. */
function groupOfLines(basis: CreditBasis, open: CreditedGroup, amount: MinorUnits): CreditedGroup {
  const whole = basis.groups.find(({ key }) => key === open.key) ?? open
  const listed = sum(basis.lines.filter(({ group }) => group === open.key).map((line) => line.amount))
  const total = basis.pricesIncludeTax ? grossOf(whole) : whole.net
  const part = listed === total || listed === 0 ? amount : ratio(total, amount, listed)
  if (basis.pricesIncludeTax) return withinGroup(open, part)
  const tax = Number(multiplyRounded(BigInt(part), perCent(open.taxRate)))
  return withinRest(open, { net: part, tax })
}

/** Rounding must not credit more tax than is left. */
function withinRest(open: CreditedGroup, { net, tax }: { net: MinorUnits; tax: MinorUnits }): CreditedGroup {
  return { ...open, net, tax: open.tax >= 0 ? Math.min(tax, open.tax) : Math.max(tax, open.tax) }
}

/** Takes an amount with tax out of what is left of a rate. */
function withinGroup(open: CreditedGroup, gross: MinorUnits): CreditedGroup {
  if (gross === grossOf(open)) return open
  const { digits, scale } = perCent(open.taxRate)
  const tax = Number(divideRounded(BigInt(gross) * digits, 10n ** BigInt(scale) + digits))
  const net = Math.min(gross - Math.min(tax, open.tax), open.net)
  return { ...open, net, tax: gross - net }
}

function byRate(
  basis: CreditBasis,
  left: Left,
  wanted: readonly WantedAmount[],
  reduction: string,
): CreditOutcome {
  const groups: CreditedGroup[] = []
  for (const [index, { group: key, amount }] of wanted.entries()) {
    const open = left.groups.find((group) => group.key === key)
    if (!open || groups.some((group) => group.key === key)) return { refused: 'unknown_rate', index }
    if (amount > grossOf(open)) return { refused: 'credit_exceeds_invoice', index }
    groups.push(withinGroup(open, amount))
  }
  return reduced(basis, groups, reduction)
}

/** Splits an amount over the rates, in proportion to what is left of them. */
function byShare(basis: CreditBasis, left: Left, amount: MinorUnits, reduction: string): CreditOutcome {
  const open = left.groups.filter((group) => grossOf(group) > 0)
  let rest = amount
  let weight = sum(open.map(grossOf))
  const groups = open.map((group) => {
    const part = ratio(rest, grossOf(group), weight)
    rest -= part
    weight -= grossOf(group)
    return withinGroup(group, part)
  })
  return reduced(basis, groups.filter(isSome), reduction)
}

function reduced(basis: CreditBasis, groups: CreditedGroup[], reduction: string): CreditOutcome {
  return contentOf(
    groups.map((group) => reductionLine(basis, group, reduction)),
    groups,
  )
}

function wholeRest(basis: CreditBasis, left: Left, reduction: string): CreditOutcome {
  const groups = left.groups.filter(isSome)
  const lines = groups.flatMap((group) => {
    if (left.reduced.has(group.key)) return [reductionLine(basis, group, reduction)]
    return basis.lines.flatMap((line, at): CreditedLine[] => {
      const open = left.lines[at]
      if (line.group !== group.key || !open || isZero(open.quantity)) return []
      return [{ ...line, line: at, quantity: quantityText(open.quantity), amount: open.amount }]
    })
  })
  return contentOf(lines, groups)
}

function reductionLine(basis: CreditBasis, group: CreditedGroup, description: string): CreditedLine {
  const amount = basis.pricesIncludeTax ? grossOf(group) : group.net
  const { key, taxRate } = group
  const rate = taxRate === undefined ? {} : { taxRate }
  return { description, quantity: '1', unitAmount: amount, ...rate, group: key, amount }
}

function contentOf(lines: CreditedLine[], groups: CreditedGroup[]): CreditOutcome {
  const net = sum(groups.map((group) => group.net))
  const tax = sum(groups.map((group) => group.tax))
  if (net + tax <= 0) return { refused: 'nothing_to_credit' }
  return { lines, groups, net, tax, amount: net + tax }
}

function shareOfLine(
  amount: MinorUnits,
  part: ReturnType<typeof quantityOf>,
  whole: ReturnType<typeof quantityOf>,
): MinorUnits {
  const numerator = BigInt(amount) * part.digits * 10n ** BigInt(whole.scale)
  return Number(divideRounded(numerator, whole.digits * 10n ** BigInt(part.scale)))
}

function ratio(amount: MinorUnits, numerator: MinorUnits, denominator: MinorUnits): MinorUnits {
  return Number(divideRounded(BigInt(amount) * BigInt(numerator), BigInt(denominator)))
}

function grossOf({ net, tax }: CreditedGroup): MinorUnits {
  return net + tax
}

function isSome({ net, tax }: CreditedGroup): boolean {
  return net !== 0 || tax !== 0
}

function sum(amounts: readonly MinorUnits[]): MinorUnits {
  return amounts.reduce((total, amount) => total + amount, 0)
}

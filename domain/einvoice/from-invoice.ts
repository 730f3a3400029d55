import type { EInvoiceSource } from './source.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import { decimalOf, divideRounded, percentOf } from '../shared/decimal.ts'
import { currencyExponent, decimalOfMinor, type Currency, type MinorUnits } from '../shared/money.ts'
import { taxOf } from '../tax/category.ts'
import { adjustmentAmounts, lineAmounts } from '../tax/totals.ts'
import type { Adjustment, InvoiceLine, Priced, TaxCategory, TaxGroup, Totals } from '../tax/types.ts'
import type { EInvoiceFormat } from './format.ts'
import type {
  CreditedInvoice,
  DocumentAdjustment,
  EInvoice,
  EInvoiceLine,
  LineAdjustment,
  Price,
  TaxBreakdown,
  TaxCategoryCode,
} from './model.ts'
import { buyerOf, deliveryOf, paymentOf, sellerOf } from './parties.ts'
import { type Missing, missingFor } from './requirements.ts'

/** A credit note with the invoice that it credits. */
export interface CreditNoteSource extends Omit<Priced, 'smallBusinessNote'> {
  number: string
  issuedOn: CalendarDate
  reason?: string
  totals: Totals
}

export type EInvoiceOrMissing = { eInvoice: EInvoice } | { missing: Missing[] }

/** Returns the figures of the day of the issue. The present position of the invoice has no influence. */
export function invoiceToEInvoice(document: EInvoiceSource, format: EInvoiceFormat): EInvoiceOrMissing {
  return toEInvoice(document, document, { kind: 'invoice', note: document.description }, format)
}

export function creditNoteToEInvoice(
  document: EInvoiceSource,
  creditNote: CreditNoteSource,
  format: EInvoiceFormat,
): EInvoiceOrMissing {
  const { number, issuedOn } = document
  const facts = { kind: 'credit_note', note: creditNote.reason, credited: [{ number, issuedOn }] } as const
  return toEInvoice(document, creditNote, facts, format)
}

interface Facts {
  kind: EInvoice['kind']
  note: string | undefined
  credited?: CreditedInvoice[]
}

function toEInvoice(
  document: EInvoiceSource,
  own: CreditNoteSource,
  { kind, note, credited }: Facts,
  format: EInvoiceFormat,
): EInvoiceOrMissing {
  const missing = missingFor(document, own.totals.groups, format, kind)
  if (missing.length > 0) return { missing }
  const { currency, buyerReference, purchaseOrder, servicePeriod, merchant } = document
  const nationalTax = kind === 'invoice' ? document.nationalTax : undefined
  const categories = new Set(own.totals.groups.map(({ category }) => category))
  const delivery = deliveryOf(document)
  const priced = { ...own, smallBusinessNote: merchant.smallBusinessNote }
  const lines = linesOf(priced, currency)
  const adjustments = adjustmentsOf(priced)
  const taxes = own.totals.groups.map((group) => breakdownOf(group))
  const { terms } = merchant
  return {
    eInvoice: {
      kind,
      number: own.number,
      issuedOn: own.issuedOn,
      dueDate: document.issue?.dueDate ?? document.dueDate,
      currency,
      ...(nationalTax
        ? { taxInNationalCurrency: { currency: nationalTax.currency, tax: nationalTax.amount } }
        : {}),
      ...(buyerReference ? { buyerReference } : {}),
      ...(purchaseOrder ? { purchaseOrder } : {}),
      ...(note ? { note } : {}),
      ...(credited ? { credited } : {}),
      seller: sellerOf(document, categories, format),
      buyer: buyerOf(document, categories),
      ...(delivery ? { delivery } : {}),
      ...(servicePeriod ? { period: servicePeriod } : {}),
      payment: paymentOf(document),
      ...(terms ? { paymentTerms: plainTerms(terms) } : {}),
      adjustments,
      totals: totalsOf(own.totals, lines, adjustments, taxes),
      taxes,
      lines,
    },
  }
}

/** XRechnung reads a line that begins with `#` as a cash discount (BR-DE-18). */
function plainTerms(terms: string): string {
  return terms.replace(/^(\s*)#+/gm, '$1')
}

/** Reasons of a discount and a charge without a description. */
const DISCOUNT = 'Discount'
const CHARGE = 'Charge'

function totalsOf(
  { net, amount, rounding }: Totals,
  lines: readonly EInvoiceLine[],
  adjustments: readonly DocumentAdjustment[],
  taxes: readonly TaxBreakdown[],
): EInvoice['totals'] {
  const sum = (amounts: readonly { amount: MinorUnits }[]) =>
    amounts.reduce((all, one) => all + one.amount, 0)
  const tax = taxes.reduce((all, one) => all + one.tax, 0)
  return {
    lines: lines.reduce((all, line) => all + line.net, 0),
    discounts: sum(adjustments.filter(({ isCharge }) => !isCharge)),
    charges: sum(adjustments.filter(({ isCharge }) => isCharge)),
    net,
    tax,
    gross: net + tax,
    paid: 0,
    rounding,
    due: amount,
  }
}

const CODES: Readonly<Record<TaxCategory, TaxCategoryCode>> = {
  standard: 'S',
  zero: 'Z',
  exempt: 'E',
  reverse_charge: 'AE',
  intra_community: 'K',
  export: 'G',
  outside_scope: 'O',
}

/** Codes of the VATEX list with the words of EN 16931 for them. */
const REASONS: Partial<Record<TaxCategory, { code: string; text: string }>> = {
  reverse_charge: { code: 'VATEX-EU-AE', text: 'Reverse charge' },
  intra_community: { code: 'VATEX-EU-IC', text: 'Intra-community supply' },
  export: { code: 'VATEX-EU-G', text: 'Export outside the EU' },
  outside_scope: { code: 'VATEX-EU-O', text: 'Not subject to VAT' },
}

/** The tax is net times rate, as BR-CO-17 demands. The difference to the tax asked for is the rounding amount. */
function breakdownOf({ category, taxRate, net, reason }: TaxGroup): TaxBreakdown {
  const known = REASONS[category]
  const text = reason ?? known?.text
  return {
    net,
    tax: Number(percentOf(BigInt(net), taxRate)),
    category: CODES[category],
    rate: taxRate,
    ...(text && category !== 'standard' && category !== 'zero' ? { reason: text } : {}),
    ...(known ? { reasonCode: known.code } : {}),
  }
}

function linesOf(priced: Priced, currency: Currency): EInvoiceLine[] {
  const amounts = lineAmounts(priced)
  return priced.lines.map((line, index) => {
    const { category, taxRate } = taxOf(line, priced.smallBusinessNote)
    const net = amounts[index]?.net ?? 0
    const [name, description] = namesOf(line.description)
    const adjustments = lineAdjustmentsOf(line, taxRate, priced.pricesIncludeTax)
    const adjusted = adjustments.reduce((sum, one) => sum + (one.isCharge ? one.amount : -one.amount), 0)
    return {
      id: String(index + 1),
      ...quantityAndPrice(line, net - adjusted, priced.pricesIncludeTax, currency),
      unit: line.unit ?? 'C62',
      net,
      adjustments,
      category: CODES[category],
      rate: taxRate,
      name,
      ...(description ? { description } : {}),
    }
  })
}

/** The first line of the text names the item. */
function namesOf(text: string): [name: string, description?: string] {
  const [first = '', ...rest] = text.trim().split('\n')
  return rest.length === 0 ? [first] : [first, rest.join('\n')]
}

/** BR-27: a price is never negative, so a negative price turns the quantity. */
function quantityAndPrice(
  { quantity, unitAmount }: InvoiceLine,
  net: MinorUnits,
  pricesIncludeTax: boolean,
  currency: Currency,
): { quantity: string; price: Price } {
  const isNegative = unitAmount.startsWith('-')
  const turned = isNegative ? negated(quantity) : quantity
  if (pricesIncludeTax) return { quantity: turned, price: netPrice(turned, net, currency) }
  return {
    quantity: turned,
    price: { net: decimalOfMinor(isNegative ? unitAmount.slice(1) : unitAmount, currency) },
  }
}

function negated(decimal: string): string {
  return decimal.startsWith('-') ? decimal.slice(1) : `-${decimal}`
}

const MAX_DECIMALS = 10

/**
 * Returns the shortest price without tax that gives exactly the net amount of the line. Without one, the price is
 * that of the whole quantity.
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
      return { net: scaledText(price, decimals + exponent) }
    }
  }
  return { net: scaledText(amount, exponent), forQuantity: quantity.replace('-', '') }
}

function scaledText(digits: bigint, decimals: number): string {
  const text = String(digits).padStart(decimals + 1, '0')
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`
}

function lineAdjustmentsOf(line: InvoiceLine, taxRate: string, pricesIncludeTax: boolean): LineAdjustment[] {
  const quantity = decimalOf(line.quantity)
  const price = decimalOf(line.unitAmount)
  const base = divideRounded(quantity.digits * price.digits, 10n ** BigInt(quantity.scale + price.scale))
  const one = (isCharge: boolean) => (adjustment: Adjustment) => {
    const { description = isCharge ? CHARGE : DISCOUNT } = adjustment
    const asPriced = 'amount' in adjustment ? BigInt(adjustment.amount) : percentOf(base, adjustment.percent)
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

/** One adjustment of the whole invoice is one for each rate, as BG-20 and BG-21 have a single rate. */
function adjustmentsOf(priced: Priced & { totals: Totals }): DocumentAdjustment[] {
  const { groups } = priced.totals
  const amounts = lineAmounts(priced)
  const baseOf = ({ category, taxRate }: TaxGroup) =>
    priced.lines.reduce((sum, line, index) => {
      const own = taxOf(line, priced.smallBusinessNote)
      const isOfGroup = own.category === category && own.taxRate === taxRate
      return isOfGroup ? sum + (amounts[index]?.amount ?? 0) : sum
    }, 0)
  return adjustmentAmounts(priced).flatMap(({ adjustment, isDiscount, shares }) =>
    shares.flatMap(({ net }, index): DocumentAdjustment[] => {
      const group = groups[index]
      if (!group || net === 0) return []
      const { description = isDiscount ? DISCOUNT : CHARGE } = adjustment
      const percent =
        'percent' in adjustment && !priced.pricesIncludeTax
          ? { percent: { rate: adjustment.percent, of: baseOf(group) } }
          : {}
      return [
        {
          isCharge: !isDiscount,
          amount: net,
          reason: description,
          category: CODES[group.category],
          rate: group.taxRate,
          ...percent,
        },
      ]
    }),
  )
}

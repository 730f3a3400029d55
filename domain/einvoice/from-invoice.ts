import { type CreditNoteDocument, creditedNationalTax } from '../credit-note/document.ts'
import type { InvoiceDocument } from '../invoice/document.ts'
import type { CalendarDate } from '../shared/calendar.ts'
import { currencyExponent, type MinorUnits } from '../shared/money.ts'
import { groupKey, type TaxCategory } from '../tax/category.ts'
import { nationalRow } from '../tax/rows.ts'
import { splitExactly } from '../tax/split.ts'
import { adjustmentAmounts, lineAmounts, noteOfIssue, standardTax } from '../tax/totals.ts'
import type { NationalTax, TaxGroup } from '../tax/types.ts'
import { type Locale, localeOf } from '../texts/locale.ts'
import type { EInvoiceFormat } from './format.ts'
import { adjustmentsOf, CATEGORY_CODES, creditedLineOf, invoiceLineOf, type PricedIn } from './lines.ts'
import type { DocumentAdjustment, EInvoice, EInvoiceLine, TaxBreakdown } from './model.ts'
import { buyerOf, deliveryOf, paymentOf, sellerOf } from './parties.ts'
import { type Missing, missingFor } from './requirements.ts'

export type EInvoiceOrMissing = { eInvoice: EInvoice } | { missing: Missing[] }

/** Returns the figures of the day of the issue, with what was paid before. The present position of the invoice has no influence. */
export function invoiceToEInvoice(document: InvoiceDocument, format: EInvoiceFormat): EInvoiceOrMissing {
  const { number, issuedOn, description, totals } = document
  const facts = { kind: 'invoice', number, issuedOn, note: description } as const
  const { groups, amount, nationalTax } = totals
  return toEInvoice(document, { ...facts, groups, amount, nationalTax }, format, () => {
    const own = pricedIn(document)
    const { smallBusinessNote, words } = own
    const priced = { ...document, smallBusinessNote }
    const amounts = lineAmounts(priced)
    return {
      lines: document.lines.map((line, index) => invoiceLineOf(line, index, amounts[index]?.net ?? 0, own)),
      adjustments: adjustmentsOf({ ...priced, words }, totals.groups, amounts, adjustmentAmounts(priced)),
    }
  })
}

export function creditNoteToEInvoice(note: CreditNoteDocument, format: EInvoiceFormat): EInvoiceOrMissing {
  const { invoice, number, issuedOn, reason, groups, amount } = note
  const credited = [{ number: invoice.number, issuedOn: invoice.issuedOn }]
  const nationalTax = creditedNationalTax(note)
  const facts = { kind: 'credit_note', number, issuedOn, note: reason, credited, groups, amount } as const
  return toEInvoice(invoice, { ...facts, nationalTax }, format, () => {
    const nets = creditedNets(note)
    const priced = pricedIn(invoice)
    return {
      lines: note.lines.map((line, index) => creditedLineOf(line, index, nets[index] ?? 0, priced)),
      adjustments: [],
    }
  })
}

/** The lines of a group add up to its net. */
function creditedNets({ lines, groups, invoice }: CreditNoteDocument): MinorUnits[] {
  if (!invoice.pricesIncludeTax) return lines.map(({ amount }) => amount)
  const nets: MinorUnits[] = []
  for (const group of groups) {
    const own = [...lines.entries()].filter(([, line]) => line.group === groupKey(group))
    const [sign, whole] =
      group.net + group.tax < 0 ? [-1, -group.net - group.tax] : [1, group.net + group.tax]
    const numerators = own.map(([, { amount }]) => BigInt(sign * amount) * BigInt(group.net))
    const parts = whole === 0 ? [] : splitExactly(BigInt(group.net), numerators, BigInt(whole))
    for (const [position, [index]] of own.entries()) nets[index] = Number(parts[position] ?? 0n)
  }
  return nets
}

function pricedIn(source: InvoiceDocument): PricedIn {
  const { currency, pricesIncludeTax, totals, language } = source
  const { t } = localeOf(language)
  return {
    currency,
    pricesIncludeTax,
    smallBusinessNote: noteOfIssue(source, totals.groups),
    words: { discount: t('lines.discount'), charge: t('lines.charge') },
  }
}

interface Facts extends Pick<EInvoice, 'kind' | 'number' | 'credited'> {
  issuedOn: CalendarDate
  note: string | undefined
  groups: readonly TaxGroup[]
  /** Returns the amount that the document asks for, or gives back. */
  amount: MinorUnits
  nationalTax: NationalTax | undefined
}

interface Contents {
  lines: EInvoiceLine[]
  adjustments: DocumentAdjustment[]
}

function toEInvoice(
  source: InvoiceDocument,
  { kind, number, issuedOn, note, credited, groups, amount, nationalTax }: Facts,
  format: EInvoiceFormat,
  contentsOf: () => Contents,
): EInvoiceOrMissing {
  const missing = missingFor(source, groups, format, kind)
  if (missing.length > 0) return { missing }
  const { currency, buyerReference, purchaseOrder, servicePeriod, merchant } = source
  const categories = new Set(groups.map(({ category }) => category))
  const delivery = deliveryOf(source)
  const contents = contentsOf()
  const locale = localeOf(source.language)
  const taxes = groups.map((group) => breakdownOf(group, locale))
  const isNoted = nationalTax && nationalTax.amount !== 0 && !hasTwoDecimals(nationalTax)
  const national = isNoted ? nationalRow(nationalTax, locale) : []
  const stated = [note, national.join(': ')].filter(Boolean).join('\n')
  return {
    eInvoice: {
      kind,
      number,
      issuedOn,
      dueDate: source.issue?.dueDate ?? source.dueDate,
      currency,
      ...(nationalTax && hasTwoDecimals(nationalTax)
        ? { taxInNationalCurrency: { currency: nationalTax.currency, tax: nationalTax.amount } }
        : {}),
      ...(buyerReference ? { buyerReference } : {}),
      ...(purchaseOrder ? { purchaseOrder } : {}),
      ...(stated ? { note: stated } : {}),
      ...(credited ? { credited } : {}),
      seller: sellerOf(source, categories, format),
      buyer: buyerOf(source, categories),
      ...(delivery ? { delivery } : {}),
      ...(servicePeriod ? { period: servicePeriod } : {}),
      payment: paymentOf(source),
      ...(merchant.terms ? { paymentTerms: plainTerms(merchant.terms) } : {}),
      ...contents,
      totals: totalsOf(contents, taxes, amount, kind === 'invoice' ? (source.issue?.amountPaid ?? 0) : 0),
      taxes,
    },
  }
}

/** BR-DEC-15 allows two decimals. A note states the tax of another currency. */
function hasTwoDecimals({ currency }: NationalTax): boolean {
  return currencyExponent(currency) <= 2
}

/** XRechnung reads a line that begins with `#` as a cash discount (BR-DE-18). */
function plainTerms(terms: string): string {
  return terms.replace(/^(\s*)#+/gm, '$1')
}

function totalsOf(
  { lines, adjustments }: Contents,
  taxes: readonly TaxBreakdown[],
  amount: MinorUnits,
  paid: MinorUnits,
): EInvoice['totals'] {
  const sum = (amounts: readonly MinorUnits[]) => amounts.reduce((all, one) => all + one, 0)
  const adjusted = (isCharge: boolean) =>
    sum(adjustments.filter((one) => one.isCharge === isCharge).map((one) => one.amount))
  const net = sum(taxes.map((group) => group.net))
  const tax = sum(taxes.map((group) => group.tax))
  return {
    lines: sum(lines.map((line) => line.net)),
    discounts: adjusted(false),
    charges: adjusted(true),
    net,
    tax,
    gross: net + tax,
    paid,
    rounding: amount - net - tax,
    due: amount - paid,
  }
}

/** Codes of the VATEX list. */
const REASON_CODES: Partial<Record<TaxCategory, string>> = {
  reverse_charge: 'VATEX-EU-AE',
  intra_community: 'VATEX-EU-IC',
  export: 'VATEX-EU-G',
  outside_scope: 'VATEX-EU-O',
}

/** Each tax is the standard one. The rounding amount is the rest. */
function breakdownOf(group: TaxGroup, { t }: Pick<Locale, 't'>): TaxBreakdown {
  const { category, taxRate, net, reason } = group
  const code = REASON_CODES[category]
  const isTaxed = category === 'standard' || category === 'zero'
  return {
    net,
    tax: standardTax(group),
    category: CATEGORY_CODES[category],
    rate: taxRate,
    ...(isTaxed ? {} : { reason: reason ?? t(`tax.words.${category}`) }),
    ...(code ? { reasonCode: code } : {}),
  }
}

import * as v from 'valibot'
import { LIMITS } from '../../../../domain/invoice/limits.ts'
import { MAX_AMOUNT, type MinorUnits } from '../../../../domain/shared/money.ts'
import { taxOf, TAX_CATEGORIES } from '../../../../domain/tax/category.ts'
import { lineAmounts } from '../../../../domain/tax/totals.ts'
import type { Adjustment, InvoiceLine, Priced, TaxRules, Totals } from '../../../../domain/tax/types.ts'
import { UNIT_CODES } from '../../../../domain/tax/units.ts'
import { decimalText, line, minorUnits, positiveAmount, prose, rule } from '../../../http/request/fields.ts'
import { withoutUndefined } from '../../../http/request/merge-changes.ts'

const describedDecimal = (kind: string) =>
  decimalText(kind, { description: `${kind}, with at most 6 decimals` })

const quantity = v.pipe(
  describedDecimal('a number'),
  v.metadata({
    description: 'A number that is not 0, with at most 6 decimals. Below 0 it takes something back',
  }),
  v.check((text) => Number(text) !== 0, 'out_of_range|must not be 0'),
)

export const taxRate = v.pipe(
  describedDecimal('a percentage'),
  v.check((text) => !text.startsWith('-') && Number(text) <= 100, 'out_of_range|must be between 0 and 100'),
)

const unitAmountDecimal = v.pipe(
  describedDecimal('a number of minor units'),
  v.metadata({
    description: 'Minor units, with at most 6 decimals: 0.0035 EUR is `0.35`. In place of `unit_amount`',
    examples: ['0.35'],
  }),
  v.check((text) => Math.abs(Number(text)) <= MAX_AMOUNT, 'too_large|must be below 2^53 minor units'),
)

const adjustmentPercent = v.pipe(
  describedDecimal('a percentage'),
  v.check(
    (text) => Number(text) > 0 && Number(text) <= 100,
    'out_of_range|must be more than 0, and at most 100',
  ),
)

const description = v.optional(line(LIMITS.adjustment))

const AdjustmentBody = v.union(
  [
    v.strictObject({ amount: positiveAmount, description }),
    v.strictObject({ percent: adjustmentPercent, description }),
  ],
  'invalid_type|must be {"amount": minor units} or {"percent": number}, with a description if you like',
)

const ofForm = v.optional(
  v.pipe(v.array(v.unknown()), v.maxLength(LIMITS.adjustments), v.array(AdjustmentBody)),
)

/** A form can send any number, so they are counted before they are checked. */
export const FormAdjustments = v.object({ discounts: ofForm, charges: ofForm })

/** @param meaning the description in the documentation */
export const adjustments = (meaning: string) =>
  v.optional(
    v.pipe(
      v.array(AdjustmentBody, 'invalid_type|must be a list'),
      v.description(meaning),
      v.maxLength(LIMITS.adjustments, `too_many|must have at most ${LIMITS.adjustments} entries`),
    ),
  )

const LineFields = v.strictObject({
  description: prose(LIMITS.description),
  quantity: v.optional(quantity, '1'),
  unit: v.optional(
    v.pipe(
      v.picklist(UNIT_CODES, `invalid_choice|must be one of ${UNIT_CODES.join(', ')}`),
      v.description('Unit of the quantity: a code of UN/ECE Recommendation 20, such as HUR for hours'),
    ),
  ),
  unit_amount: v.optional(minorUnits),
  unit_amount_decimal: v.optional(unitAmountDecimal),
  discounts: adjustments('Taken off the line'),
  charges: adjustments('Added to the line'),
  tax_rate: v.optional(taxRate),
  tax_category: v.optional(
    v.pipe(
      v.picklist(TAX_CATEGORIES, `invalid_choice|must be one of ${TAX_CATEGORIES.join(', ')}`),
      v.description('`standard` with a tax rate, and `zero` with a rate of 0, if it is left out'),
    ),
  ),
  exemption_reason: v.optional(
    v.pipe(line(LIMITS.exemptionReason), v.description('Why no tax is charged, in place of our words')),
  ),
})

type LineFields = v.InferOutput<typeof LineFields>

export const LineBody = v.pipe(
  LineFields,
  v.forward(
    rule<LineFields>(
      ['unit_amount_decimal'],
      ({ unit_amount: whole, unit_amount_decimal: decimal }) => whole !== undefined || decimal !== undefined,
      'required|is required',
    ),
    ['unit_amount'],
  ),
  v.forward(
    rule<LineFields>(
      ['unit_amount', 'unit_amount_decimal'],
      ({ unit_amount: whole, unit_amount_decimal: decimal }) =>
        whole === undefined || decimal === undefined || Number(decimal) === whole,
      'conflict|must be left out, or equal unit_amount',
    ),
    ['unit_amount_decimal'],
  ),
  v.forward(
    rule<LineFields>(
      ['tax_rate', 'tax_category'],
      ({ tax_rate: rate, tax_category: category }) => category !== 'standard' || Number(rate ?? 0) > 0,
      'required|must be more than 0 with the category standard',
    ),
    ['tax_rate'],
  ),
  v.forward(
    rule<LineFields>(
      ['tax_rate', 'tax_category'],
      ({ tax_rate: rate, tax_category: category }) =>
        category === undefined || category === 'standard' || Number(rate ?? 0) === 0,
      ({ tax_category: category }) => `conflict|must be left out, or 0, with the category ${category}`,
    ),
    ['tax_rate'],
  ),
  v.forward(
    rule<LineFields>(
      ['tax_rate', 'tax_category', 'exemption_reason'],
      ({ exemption_reason: reason, ...given }) => reason === undefined || !isTaxed(given),
      'conflict|must be left out where tax is charged',
    ),
    ['exemption_reason'],
  ),
)

function isTaxed({ tax_rate, tax_category }: Pick<LineFields, 'tax_rate' | 'tax_category'>): boolean {
  const { category } = taxOf(withoutUndefined({ taxRate: tax_rate, taxCategory: tax_category }))
  return category === 'standard' || category === 'zero'
}

interface PricedBody {
  amount?: MinorUnits | undefined
  description: string
  lines?: LineFields[] | undefined
  discounts?: AdjustmentFields[] | undefined
  charges?: AdjustmentFields[] | undefined
  prices_include_tax?: boolean | undefined
}

type AdjustmentFields = v.InferOutput<typeof AdjustmentBody>

export function pricedOf(body: PricedBody, rules: TaxRules & Pick<Priced, 'smallBusinessNote'>): Priced {
  const { amount = 0, description: what, lines } = body
  const [discounts, charges] = [toAdjustments(body.discounts), toAdjustments(body.charges)]
  return {
    lines: lines ? lines.map(toLine) : [{ description: what, quantity: '1', unitAmount: String(amount) }],
    ...(discounts ? { discounts } : {}),
    ...(charges ? { charges } : {}),
    pricesIncludeTax: body.prices_include_tax ?? rules.pricesIncludeTax,
    taxRounding: rules.taxRounding,
    ...(rules.smallBusinessNote === undefined ? {} : { smallBusinessNote: rules.smallBusinessNote }),
  }
}

function toLine(given: LineFields): InvoiceLine {
  return withoutUndefined({
    description: given.description,
    quantity: given.quantity,
    unit: given.unit,
    unitAmount: given.unit_amount_decimal ?? String(given.unit_amount ?? 0),
    discounts: toAdjustments(given.discounts),
    charges: toAdjustments(given.charges),
    taxRate: given.tax_rate,
    taxCategory: given.tax_category,
    exemptionReason: given.exemption_reason,
  })
}

function toAdjustments(given: readonly AdjustmentFields[] = []): Adjustment[] | undefined {
  return given.length > 0 ? given.map((one) => withoutUndefined(one)) : undefined
}

export function largestAmount({ priced, totals }: { priced: Priced; totals: Totals }): MinorUnits {
  const { groups, nationalTax: _, ...sums } = totals
  const amounts = [
    ...Object.values(sums),
    ...groups.flatMap(({ net, tax }) => [net, tax]),
    ...lineAmounts(priced).flatMap(({ amount, net, tax }) => [amount, net, tax]),
  ]
  return Math.max(...amounts.map(Math.abs))
}

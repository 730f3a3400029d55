import * as v from 'valibot'
import { readPrice } from '../../../../../domain/import/amounts.ts'
import { isProblem } from '../../../../../domain/import/cell-errors.ts'
import { withLineEnds } from '../../../../../domain/invoice/limits.ts'
import { type Currency, decimalAmount, decimalOfMinor } from '../../../../../domain/shared/money.ts'
import { withoutZeros } from '../../../../../domain/shared/decimal.ts'
import type { Adjustment, InvoiceLine } from '../../../../../domain/tax/types.ts'
import { withoutUndefined } from '../../../../http/request/merge-changes.ts'
import { FormAdjustments } from '../../../../merchant/invoices/request/line-body.ts'
import { percentIn, readMoney } from '../../read-money.ts'

/** The texts are as the person typed them. */
export interface LineFields {
  description: string
  quantity: string
  unit: string
  unit_amount: string
  tax_rate: string
  tax_category: string
  exemption_reason: string
  /** A percentage has its sign. */
  discount: string
  /** JSON of the discounts and charges that the fields cannot show. */
  kept: string
}

export const EMPTY_LINE: LineFields = {
  description: '',
  quantity: '1',
  unit: '',
  unit_amount: '',
  tax_rate: '',
  tax_category: '',
  exemption_reason: '',
  discount: '',
  kept: '',
}

type Wrong = (name: string, mistake: string) => void

/** Makes the line that `/v1` takes. */
export function lineBody(line: LineFields, index: number, currency: Currency, wrong: Wrong) {
  const text = (value: string) => withLineEnds(value).trim() || undefined
  const { quantity, tax_rate } = decimals(line)
  const name = `lines.${index}`
  return withoutUndefined({
    description: withLineEnds(line.description).trim(),
    quantity: quantity || '1',
    unit: text(line.unit),
    unit_amount_decimal: priceOf(line.unit_amount, currency, (mistake) =>
      wrong(`${name}.unit_amount`, mistake),
    ),
    tax_rate: tax_rate || undefined,
    tax_category: text(line.tax_category),
    exemption_reason: text(line.exemption_reason),
    ...adjustmentsOf(line, currency, (mistake) => wrong(`${name}.discount`, mistake)),
  })
}

/** Returns the typed discount, or else the kept discounts. Kept charges always stay. */
export function adjustmentsOf(
  { discount, kept }: Pick<LineFields, 'discount' | 'kept'>,
  currency: Currency,
  wrong: (mistake: string) => void,
): { discounts?: object[]; charges?: object[] } {
  const before = v.safeParse(v.pipe(v.string(), v.parseJson(), FormAdjustments), kept)
  const { discounts, charges } = before.success ? before.output : {}
  const others = charges ? { charges } : {}
  const typed = discount.trim()
  if (typed === '') return { ...(discounts ? { discounts } : {}), ...others }
  const percent = percentIn(typed)
  if (percent !== undefined) return { discounts: [{ percent }], ...others }
  const amount = readMoney(typed, currency)
  if (typeof amount === 'number') return { discounts: [{ amount }], ...others }
  wrong(amount.mistake)
  return {}
}

/** Returns minor units as decimal text. A price can be finer than a cent. */
function priceOf(text: string, currency: Currency, wrong: (mistake: string) => void): string {
  const amount = readMoney(text, currency)
  if (typeof amount === 'number') return String(amount)
  const bare = text.trim()
  const decimal = /^-?\d+,\d+$/.test(bare) ? 'comma' : 'point'
  const isFine = /^-?\d+[.,]\d+$/.test(bare) && !amount.mistake.startsWith('can be a thousand')
  const price = isFine ? readPrice(bare.replace('-', ''), { decimal }, currency) : undefined
  if (price !== undefined && !isProblem(price)) return bare.startsWith('-') ? `-${price}` : price
  wrong(price?.detail ?? amount.mistake)
  return '0'
}

function decimals({
  quantity,
  tax_rate,
}: Pick<LineFields, 'quantity' | 'tax_rate'>): Pick<LineFields, 'quantity' | 'tax_rate'> {
  const plain = (text: string) => text.trim().replace(',', '.')
  return { quantity: plain(quantity), tax_rate: percentIn(tax_rate.trim()) ?? plain(tax_rate) }
}

export function lineFieldsOf(line: InvoiceLine, currency: Currency): LineFields {
  const price = decimalOfMinor(line.unitAmount, currency)
  return {
    description: line.description,
    quantity: line.quantity,
    unit: line.unit ?? '',
    unit_amount: price,
    tax_rate: line.taxRate ?? '',
    tax_category: line.taxCategory ?? '',
    exemption_reason: line.exemptionReason ?? '',
    ...discountFields(line, currency),
  }
}

/** One discount without words is a field. The form keeps others. */
export function discountFields(
  {
    discounts = [],
    charges = [],
  }: { discounts?: Adjustment[] | undefined; charges?: Adjustment[] | undefined },
  currency: Currency,
): Pick<LineFields, 'discount' | 'kept'> {
  const [only] = discounts
  const isShown = discounts.length === 1 && only?.description === undefined
  const hidden = { ...(isShown ? {} : { discounts }), charges }
  const isNothing = charges.length === 0 && (isShown || discounts.length === 0)
  return {
    discount: isShown && only ? discountText(only, currency) : '',
    kept: isNothing ? '' : JSON.stringify(hidden),
  }
}

function discountText(discount: Adjustment, currency: Currency): string {
  return 'amount' in discount
    ? decimalAmount({ amount: discount.amount, currency })
    : `${withoutZeros(discount.percent)} %`
}

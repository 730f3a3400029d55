import * as v from 'valibot'
import { LIMITS, withLineEnds } from '../../../domain/invoice/limits.ts'
import { withoutOverrides } from '../../../domain/shared/direction.ts'
import { multiplyRounded, parseDecimal } from '../../../domain/shared/decimal.ts'
import { type InvoiceLine, lineTotal, sumLines } from '../../../domain/shared/lines.ts'
import { isCurrency, MAX_AMOUNT, type MinorUnits } from '../../../domain/shared/money.ts'
import {
  channel,
  copies,
  date,
  email,
  instant,
  isInstant,
  language,
  line,
  minorUnits,
  phone,
  positiveAmount,
  prose,
  rule,
  taxNumber,
  uniqueChannels,
} from '../../http/fields.ts'
import {
  einvoiceFormat,
  electronicAddress,
  orderReference,
  servicePeriod,
  vatNumber,
} from '../../http/party-fields.ts'
import { ReminderPlanBody } from './reminder-plan-body.ts'

const decimalText = (kind: string) =>
  v.pipe(
    v.union([v.number(), v.string()], `invalid_type|must be ${kind}`),
    v.metadata({ description: `${kind}, with at most 6 decimals` }),
    v.transform(String),
    v.check(
      (text) => parseDecimal(text) !== undefined,
      `invalid_decimal|must be ${kind} with at most 6 decimals`,
    ),
  )

const quantity = v.pipe(
  decimalText('a number'),
  v.check((text) => Number(text) > 0, 'not_positive|must be more than 0'),
)
const taxRate = v.pipe(
  decimalText('a percentage'),
  v.check((text) => Number(text) >= 0 && Number(text) <= 100, 'out_of_range|must be between 0 and 100'),
)

const Line = v.strictObject({
  description: prose(LIMITS.description),
  quantity: v.optional(quantity, '1'),
  unit_amount: minorUnits,
  tax_rate: v.optional(taxRate),
})

const Deposit = v.union(
  [v.strictObject({ amount: positiveAmount }), v.strictObject({ percent: taxRate })],
  'invalid_type|must be {"amount": minor units} or {"percent": number}',
)

export const AddressParts = v.strictObject({
  line1: line(200),
  line2: v.optional(line(200)),
  city: line(100),
  postal_code: v.optional(line(20)),
  country: v.pipe(
    line(2, { description: 'ISO 3166-1 alpha-2 code', examples: ['GB'] }),
    v.regex(/^[A-Z]{2}$/, 'invalid_country|must be a two-letter country code, GB'),
  ),
})

export const AddressText = v.strictObject({ text: prose(LIMITS.billingAddress) })

export const Address = v.lazy((input) =>
  typeof input === 'object' && input !== null && 'text' in input ? AddressText : AddressParts,
)

export const Customer = v.strictObject({
  name: line(LIMITS.customerName),
  email,
  phone: v.optional(phone),
  tax_number: v.optional(taxNumber),
  vat_number: v.optional(vatNumber),
  billing_address: v.optional(Address),
  electronic_address: v.optional(electronicAddress),
  einvoice_format: v.optional(einvoiceFormat),
  cc: v.optional(copies),
})

export const InvoiceFields = v.strictObject({
  customer: Customer,
  currency: v.pipe(
    line(3, { minLength: 3, description: 'ISO 4217 code', examples: ['GBP'] }),
    v.check(isCurrency, 'unknown_currency|must be an ISO 4217 currency code such as EUR'),
  ),
  due_date: date,
  issue_date: v.optional(date),
  amount_paid: v.optional(positiveAmount),
  description: prose(LIMITS.description),
  amount: v.optional(positiveAmount),
  lines: v.optional(
    v.pipe(
      v.array(Line, 'invalid_type|must be a list'),
      v.minLength(1, 'required|must have at least one line'),
      v.maxLength(200, 'too_many|must have at most 200 lines'),
    ),
  ),
  number: v.optional(line(LIMITS.number)),
  instructions: v.optional(prose(LIMITS.instructions)),
  purchase_order: v.optional(orderReference),
  buyer_reference: v.optional(orderReference),
  delivery_address: v.optional(Address),
  delivery_date: v.optional(date),
  service_period: v.optional(servicePeriod),
  language: v.optional(language),
  deliver: v.optional(
    v.pipe(
      v.array(channel, 'invalid_type|must be a list'),
      v.minLength(1, 'required|must name at least one channel'),
      uniqueChannels,
    ),
    ['email'],
  ),
  send: v.optional(
    v.pipe(
      v.string('invalid_type|must be "draft", "now" or an instant'),
      v.description('`draft`, `now`, or an instant with its zone'),
      v.check(isSend, 'invalid_instant|must be "draft", "now" or an instant such as 2026-11-30T09:00:00Z'),
    ),
    'draft',
  ),
  deposit: v.optional(Deposit),
  reminders: v.optional(ReminderPlanBody),
  link_expires_at: v.optional(instant),
  metadata: v.optional(
    v.record(
      line(LIMITS.metadataKey),
      v.pipe(
        v.string('invalid_type|must be a text'),
        v.transform(withLineEnds),
        v.transform(withoutOverrides),
        v.maxLength(LIMITS.metadataValue, `too_long|must be at most ${LIMITS.metadataValue} characters`),
        v.check(
          (text) => !/\0|\p{Cs}/u.test(text),
          'invalid_characters|must not contain NUL or half characters',
        ),
      ),
    ),
    {},
  ),
})

type InvoiceFields = v.InferOutput<typeof InvoiceFields>

export const InvoiceBody = v.pipe(
  InvoiceFields,
  v.forward(
    rule<InvoiceFields>(
      [],
      ({ amount, lines }) => amount !== undefined || lines !== undefined,
      'required|is required unless there are lines',
    ),
    ['amount'],
  ),
  v.forward(
    rule<InvoiceFields>(
      [],
      ({ amount, lines }) => amount === undefined || lines === undefined,
      'conflict|must be left out when there are lines: the lines make the amount',
    ),
    ['amount'],
  ),
  v.forward(
    rule<InvoiceFields>(
      ['lines'],
      ({ lines }) => !lines || sumLines(lines.map(toLine)).amount > 0,
      'not_positive|must add up to more than 0',
    ),
    ['lines'],
  ),
  v.forward(
    rule<InvoiceFields>(
      ['lines'],
      ({ lines }) => !lines || largestAmount(lines.map(toLine)) <= MAX_AMOUNT,
      'too_large|must add up to less than 2^53 minor units',
    ),
    ['lines'],
  ),
  v.forward(
    rule<InvoiceFields>(
      ['issue_date', 'number'],
      ({ issue_date, number }) => issue_date === undefined || number !== undefined,
      'required|is required with issue_date: it is the number that the invoice has already',
    ),
    ['number'],
  ),
  v.forward(
    rule<InvoiceFields>(
      ['issue_date', 'amount_paid'],
      ({ issue_date, amount_paid }) => amount_paid === undefined || issue_date !== undefined,
      'conflict|is for an invoice with issue_date: record later payments with POST /v1/invoices/{id}/payments',
    ),
    ['amount_paid'],
  ),
  v.forward(
    rule<InvoiceFields>(
      ['amount', 'lines', 'amount_paid'],
      ({ amount, lines, amount_paid }) =>
        amount_paid === undefined ||
        amount_paid < sumLines(linesOf({ amount, lines, description: '' })).amount,
      'out_of_range|must be less than the whole amount',
    ),
    ['amount_paid'],
  ),
  v.forward(
    rule<InvoiceFields>(
      ['amount', 'lines', 'deposit'],
      ({ amount, lines, deposit }) => !deposit || isPartOf({ amount, lines }, deposit),
      'out_of_range|must be more than 0 and less than the whole amount',
    ),
    ['deposit'],
  ),
)

export function linesOf({
  amount = 0,
  lines,
  description,
}: Pick<InvoiceFields, 'amount' | 'lines' | 'description'>): InvoiceLine[] {
  return lines ? lines.map(toLine) : [toLine({ description, quantity: '1', unit_amount: amount })]
}

/** Returns minor units. Half a minor unit is rounded away from zero. */
export function depositAmount(deposit: NonNullable<InvoiceFields['deposit']>, total: MinorUnits): MinorUnits {
  if ('amount' in deposit) return deposit.amount
  const percent = parseDecimal(deposit.percent)
  if (!percent) return 0
  return Number(multiplyRounded(BigInt(total), { digits: percent.digits, scale: percent.scale + 2 }))
}

function toLine({
  description,
  quantity: count,
  unit_amount,
  tax_rate,
}: v.InferOutput<typeof Line>): InvoiceLine {
  return {
    description,
    quantity: count,
    unitAmount: unit_amount,
    ...(tax_rate === undefined ? {} : { taxRate: tax_rate }),
  }
}

function largestAmount(lines: InvoiceLine[]): MinorUnits {
  const { subtotal, tax, amount } = sumLines(lines)
  const amounts = [subtotal, tax, amount, ...lines.map(lineTotal).flatMap((each) => [each.amount, each.tax])]
  return Math.max(...amounts.map(Math.abs))
}

function isPartOf(
  { amount, lines }: Pick<InvoiceFields, 'amount' | 'lines'>,
  deposit: NonNullable<InvoiceFields['deposit']>,
): boolean {
  const { amount: total } = sumLines(linesOf({ amount, lines, description: '' }))
  const part = depositAmount(deposit, total)
  return total <= 0 || (part > 0 && part < total)
}

function isSend(text: string): boolean {
  return text === 'draft' || text === 'now' || isInstant(text)
}

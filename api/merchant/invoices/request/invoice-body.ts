import * as v from 'valibot'
import { CREDIT_NOTE_PREFIX, isCreditNoteNumber } from '../../../../domain/credit-note/types.ts'
import { LIMITS, withLineEnds } from '../../../../domain/invoice/limits.ts'
import { withoutOverrides } from '../../../../domain/shared/direction.ts'
import { percentOf, withoutZeros } from '../../../../domain/shared/decimal.ts'
import { isCurrency, type MinorUnits } from '../../../../domain/shared/money.ts'
import {
  channel,
  companyNumber,
  copies,
  date,
  decimalText,
  email,
  instant,
  isInstant,
  language,
  line,
  phone,
  positiveAmount,
  prose,
  rule,
  taxNumber,
  uniqueChannels,
} from '../../../http/request/fields.ts'
import { adjustments, LineBody, taxRate } from './line-body.ts'
import {
  einvoiceFormat,
  electronicAddress,
  orderReference,
  servicePeriod,
  vatNumber,
} from '../../../http/request/party-fields.ts'
import { ReminderPlanBody } from './reminder-plan-body.ts'

export const Deposit = v.union(
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
  company_number: v.optional(companyNumber),
  tax_number: v.optional(taxNumber),
  vat_number: v.optional(vatNumber),
  billing_address: v.optional(Address),
  electronic_address: v.optional(electronicAddress),
  einvoice_format: v.optional(einvoiceFormat),
  cc: v.optional(copies),
})

const taxExchangeRate = v.pipe(
  decimalText('a rate'),
  v.metadata({
    description:
      'How much of the currency of the seller’s country one unit of the invoice’s currency is worth, with at most 6 decimals. The invoice then states its tax in that currency too',
    examples: ['0.8432'],
  }),
  v.check((text) => Number(text) > 0, 'out_of_range|must be more than 0'),
  v.transform(withoutZeros),
)

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
      v.array(LineBody, 'invalid_type|must be a list'),
      v.minLength(1, 'required|must have at least one line'),
      v.maxLength(LIMITS.lines, `too_many|must have at most ${LIMITS.lines} lines`),
    ),
  ),
  discounts: adjustments('Taken off the sum of the lines'),
  charges: adjustments('Added to the sum of the lines'),
  prices_include_tax: v.optional(
    v.pipe(
      v.boolean('invalid_type|must be true or false'),
      v.description('Whether the prices of the lines include their tax. The setting, if it is left out'),
    ),
  ),
  number: v.optional(
    v.pipe(
      line(LIMITS.number),
      v.check(
        (number) => !isCreditNoteNumber(number),
        `reserved|must not be a number of credit notes, ${CREDIT_NOTE_PREFIX}-2026-0001`,
      ),
    ),
  ),
  instructions: v.optional(prose(LIMITS.instructions)),
  purchase_order: v.optional(orderReference),
  buyer_reference: v.optional(orderReference),
  delivery_address: v.optional(Address),
  delivery_date: v.optional(date),
  service_period: v.optional(servicePeriod),
  tax_exchange_rate: v.optional(taxExchangeRate),
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
      ['lines', 'discounts'],
      ({ amount, discounts }) => amount === undefined || discounts === undefined,
      'conflict|must be left out without lines: the amount is what is asked for',
    ),
    ['discounts'],
  ),
  v.forward(
    rule<InvoiceFields>(
      ['lines', 'charges'],
      ({ amount, charges }) => amount === undefined || charges === undefined,
      'conflict|must be left out without lines: the amount is what is asked for',
    ),
    ['charges'],
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
)

/** Returns minor units. Half a minor unit is rounded away from zero. */
export function depositAmount(deposit: NonNullable<InvoiceFields['deposit']>, total: MinorUnits): MinorUnits {
  if ('amount' in deposit) return deposit.amount
  return Number(percentOf(BigInt(total), deposit.percent))
}

function isSend(text: string): boolean {
  return text === 'draft' || text === 'now' || isInstant(text)
}

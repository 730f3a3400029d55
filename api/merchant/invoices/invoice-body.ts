import * as v from 'valibot'
import { parseDecimal } from '../../../domain/shared/decimal.ts'
import { LIMITS } from '../../../domain/invoice/limits.ts'
import { isCurrency } from '../../../domain/shared/money.ts'
import {
  date,
  email,
  instant,
  isInstant,
  line,
  minorUnits,
  phone,
  positiveAmount,
  prose,
} from '../../http/fields.ts'
import { PlanBody } from './reminder-plan-body.ts'

/** Quantities and rates may come as numbers or as exact decimal text. */
const decimalText = (what: string) =>
  v.pipe(
    v.union([v.number(), v.string()], `invalid_type|must be ${what}`),
    v.transform(String),
    v.check(
      (text) => parseDecimal(text) !== undefined,
      `invalid_decimal|must be ${what} with at most 6 decimals`,
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
  description: line(500),
  quantity: v.optional(quantity, '1'),
  unit_amount: minorUnits,
  tax_rate: v.optional(taxRate),
})

/** A part of the amount that is asked for first. */
const Deposit = v.union(
  [v.strictObject({ amount: positiveAmount }), v.strictObject({ percent: taxRate })],
  'invalid_type|must be {"amount": minor units} or {"percent": number}',
)

const AddressParts = v.strictObject({
  line1: line(200),
  line2: v.optional(line(200)),
  city: line(100),
  postal_code: v.optional(line(20)),
  country: v.pipe(line(2), v.regex(/^[A-Z]{2}$/, 'invalid_country|must be a two-letter country code, GB')),
})

/** In its parts, or as it shall read. */
const Address = v.lazy((input) =>
  typeof input === 'object' && input !== null && 'text' in input
    ? v.strictObject({ text: prose(LIMITS.billingAddress) })
    : AddressParts,
)

const Customer = v.strictObject({
  name: line(LIMITS.customerName),
  email,
  phone: v.optional(phone),
  billing_address: v.optional(Address),
})

/** The body of `POST /v1/invoices`, field by field. */
export const InvoiceBody = v.strictObject({
  customer: Customer,
  currency: v.pipe(
    line(3),
    v.check(isCurrency, 'unknown_currency|must be a currency code of ISO 4217, such as EUR'),
  ),
  due_date: date,
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
  deliver: v.optional(
    v.pipe(
      v.array(
        v.picklist(['email', 'sms'], 'unsupported_channel|must be "email" or "sms"'),
        'invalid_type|must be a list',
      ),
      v.minLength(1, 'required|must name at least one channel'),
      v.transform((channels) => [...new Set(channels)]),
    ),
    ['email'],
  ),
  send: v.optional(
    v.pipe(
      v.string('invalid_type|must be "draft", "now" or an instant'),
      v.check(isSend, 'invalid_instant|must be "draft", "now" or an instant such as 2026-11-30T09:00:00Z'),
    ),
    'draft',
  ),
  deposit: v.optional(Deposit),
  reminders: v.optional(PlanBody),
  link_expires_at: v.optional(instant),
  metadata: v.optional(
    v.record(
      line(LIMITS.metadataKey),
      v.pipe(
        v.string('invalid_type|must be a text'),
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

function isSend(text: string): boolean {
  return text === 'draft' || text === 'now' || isInstant(text)
}

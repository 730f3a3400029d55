import * as v from 'valibot'
import { isCalendarDate } from '../../domain/calendar.ts'
import { parseDecimal } from '../../domain/decimal.ts'
import { isEmailAddress } from '../../domain/email-address.ts'
import { isCurrency } from '../../domain/money.ts'
import { line, prose } from './fields.ts'

const minorUnits = v.pipe(
  v.number('invalid_type|must be a whole number of minor units'),
  v.check(
    (amount) => Math.abs(amount) <= Number.MAX_SAFE_INTEGER,
    'too_large|must be below 2^53 minor units',
  ),
  v.check(
    (amount) => Number.isInteger(amount),
    'too_many_digits|is in minor units, so it has no decimals: 12.50 EUR is 1250',
  ),
)
const amount = v.pipe(
  minorUnits,
  v.check((value) => value > 0, 'not_positive|must be more than 0'),
)

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

const Customer = v.strictObject({
  name: line(200),
  email: v.pipe(
    line(254),
    v.check(isEmailAddress, 'invalid_email|must be an e-mail address such as ada@example.com'),
  ),
  phone: v.optional(
    v.pipe(
      line(20),
      v.regex(/^\+[1-9]\d{6,14}$/, 'invalid_phone|must be in international form, +447700900123'),
    ),
  ),
  billing_address: v.optional(
    v.strictObject({
      line1: line(200),
      line2: v.optional(line(200)),
      city: line(100),
      postal_code: v.optional(line(20)),
      country: v.pipe(
        line(2),
        v.regex(/^[A-Z]{2}$/, 'invalid_country|must be a two-letter country code, GB'),
      ),
    }),
  ),
})

/** The body of `POST /v1/invoices`, field by field. */
export const InvoiceBody = v.strictObject({
  customer: Customer,
  currency: v.pipe(line(3), v.check(isCurrency, 'unknown_currency|must be a currency code of ISO 4217, EUR')),
  due_date: v.pipe(line(10), v.check(isCalendarDate, 'invalid_date|must be a date that exists, 2026-11-30')),
  description: prose(500),
  amount: v.optional(amount),
  lines: v.optional(
    v.pipe(
      v.array(Line, 'invalid_type|must be a list'),
      v.minLength(1, 'required|must have at least one line'),
      v.maxLength(200, 'too_many|must have at most 200 lines'),
    ),
  ),
  number: v.optional(line(50)),
  instructions: v.optional(prose(2_000)),
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
  metadata: v.optional(
    v.record(
      line(40),
      v.pipe(
        v.string('invalid_type|must be a text'),
        v.maxLength(500, 'too_long|must be at most 500 characters'),
        v.check(
          (text) => !/\0|\p{Cs}/u.test(text),
          'invalid_characters|must not contain NUL or half characters',
        ),
      ),
    ),
    {},
  ),
})

/** RFC 3339 with a zone: an instant without one would mean another time in another place. */
function isSend(text: string): boolean {
  if (text === 'draft' || text === 'now') return true
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) &&
    isWithinYears(Date.parse(text))
  )
}

function isWithinYears(instant: number): boolean {
  return Math.abs(instant - Date.now()) < 3_653 * 86_400_000
}

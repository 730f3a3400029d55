import * as v from 'valibot'
import type { KnownCustomer } from '../../../../domain/customer/customer.ts'
import type { Channel } from '../../../../domain/invoice/index.ts'
import { TEN_YEARS_MS } from '../../../../domain/invoice/limits.ts'
import { dateInZone } from '../../../../domain/shared/calendar.ts'
import { isCurrency, MAX_AMOUNT, type MinorUnits } from '../../../../domain/shared/money.ts'
import type { Priced, TaxRules, Totals } from '../../../../domain/tax/types.ts'
import { isOffered } from '../../../../integrations/bank/offered-accounts.ts'
import type { Rails } from '../../../../integrations/bank/rails.ts'
import { rule } from '../../../http/request/fields.ts'
import type { FieldError } from '../../../http/errors/problem.ts'
import { depositAmount, InvoiceBody } from './invoice-body.ts'
import { largestAmount } from './line-body.ts'
import { needsTextMessages } from './reminder-plan-body.ts'
import { nationalAmount, refusedExchange } from './tax-exchange.ts'

export type BodyOutput = v.InferOutput<typeof InvoiceBody>

export interface RequestContext extends TaxRules, Pick<Priced, 'smallBusinessNote'> {
  timeZone: string
  reminderTime: string
  /** Milliseconds since 1970. */
  now: number
  channels: readonly Channel[]
  /** The currencies with a payout account. */
  currencies: ReadonlySet<string>
  rails: Rails
  /** The code of ISO 3166-1, or an empty text. */
  sellerCountry: string
  customer?: KnownCustomer
}

export type Pricer = (body: BodyOutput) => { priced: Priced; totals: Totals }

export function requestSchema(context: RequestContext, sumsOf: Pricer) {
  const { timeZone, now, channels, currencies, rails, sellerCountry } = context
  const today = dateInZone(now, timeZone)
  const lastDay = dateInZone(now + TEN_YEARS_MS, timeZone)
  const firstDay = dateInZone(now - TEN_YEARS_MS, timeZone)
  const isConfigured = (channel: Channel | undefined) => channel === undefined || channels.includes(channel)
  const usesSms = ({ deliver, reminders }: BodyOutput) =>
    deliver.includes('sms') || (reminders !== undefined && needsTextMessages(reminders))
  const pricedFields = ['amount', 'lines', 'discounts', 'charges', 'prices_include_tax'] as const
  return v.pipe(
    InvoiceBody,
    v.forward(
      rule<BodyOutput>(
        pricedFields,
        (body) => sumsOf(body).totals.amount >= 0,
        'not_positive|must not add up to less than 0: give money back with a credit note',
      ),
      ['lines'],
    ),
    v.forward(
      rule<BodyOutput>(
        pricedFields,
        (body) => largestAmount(sumsOf(body)) <= MAX_AMOUNT,
        'too_large|must add up to less than 2^53 minor units',
      ),
      ['lines'],
    ),
    v.forward(
      rule<BodyOutput>(
        [...pricedFields, 'deposit'],
        (body) => !body.deposit || isPartOf(body.deposit, sumsOf(body).totals.amount),
        'out_of_range|must be more than 0 and less than the whole amount',
      ),
      ['deposit'],
    ),
    v.forward(
      rule<BodyOutput>(
        [...pricedFields, 'amount_paid'],
        (body) => body.amount_paid === undefined || body.amount_paid < sumsOf(body).totals.amount,
        'out_of_range|must be less than the whole amount',
      ),
      ['amount_paid'],
    ),
    v.forward(
      rule<BodyOutput>(
        ['due_date', 'issue_date'],
        ({ due_date, issue_date = today }) => due_date >= issue_date,
        'due_before_issue|must not be before the day the invoice is issued',
      ),
      ['due_date'],
    ),
    v.forward(
      rule<BodyOutput>(
        ['issue_date'],
        ({ issue_date = today }) => issue_date <= today,
        'in_the_future|must be today or an earlier day: `send` plans a later one',
      ),
      ['issue_date'],
    ),
    v.forward(
      rule<BodyOutput>(
        ['issue_date'],
        ({ issue_date = today }) => issue_date >= firstDay,
        'too_far|must be within ten years',
      ),
      ['issue_date'],
    ),
    v.forward(
      rule<BodyOutput>(
        ['due_date'],
        ({ due_date }) => due_date <= lastDay,
        'too_far|must be within ten years',
      ),
      ['due_date'],
    ),
    v.forward(
      rule<BodyOutput>(
        ['currency'],
        ({ currency }) => currencies.has(currency),
        ({ currency }) => {
          const { code, detail } = noPayoutAccount(currency, rails)
          return `${code}|${detail}`
        },
      ),
      ['currency'],
    ),
    v.forward(
      rule<BodyOutput>(
        ['currency', 'tax_exchange_rate'],
        ({ currency, tax_exchange_rate: rate }) =>
          rate === undefined || refusedExchange(sellerCountry, currency) === undefined,
        ({ currency }) => refusedExchange(sellerCountry, currency) ?? '',
      ),
      ['tax_exchange_rate'],
    ),
    v.forward(
      rule<BodyOutput>(
        [...pricedFields, 'currency', 'tax_exchange_rate'],
        (body) => nationalAmount(body, sumsOf(body).totals, sellerCountry) <= MAX_AMOUNT,
        'too_large|must make a tax below 2^53 minor units',
      ),
      ['tax_exchange_rate'],
    ),
    v.forward(
      rule<BodyOutput>(
        ['reminders'],
        ({ reminders }) => !reminders || !needsTextMessages(reminders) || channels.includes('sms'),
        'not_configured|text messages are not set up',
      ),
      ['reminders'],
    ),
    v.forward(
      rule<BodyOutput>(
        ['link_expires_at'],
        ({ link_expires_at: at }) => at === undefined || at > now,
        'expires_in_the_past|must be in the future',
      ),
      ['link_expires_at'],
    ),
    v.forward(
      rule<BodyOutput>(
        ['deliver', 'reminders', 'customer'],
        (body) => body.customer.phone !== undefined || !usesSms(body),
        'required|is required to send a text message',
      ),
      ['customer', 'phone'],
    ),
    v.forward(
      rule<BodyOutput>(['deliver'], ({ deliver }) => isConfigured(deliver[0]), NOT_CONFIGURED),
      ['deliver', 0],
    ),
    v.forward(
      rule<BodyOutput>(['deliver'], ({ deliver }) => isConfigured(deliver[1]), NOT_CONFIGURED),
      ['deliver', 1],
    ),
    v.forward(
      rule<BodyOutput>(
        ['send', 'due_date', 'issue_date'],
        ({ send, due_date, issue_date }) =>
          issue_date !== undefined || dateInZone(sendTime(send, now) ?? now, timeZone) <= due_date,
        'after_due_date|must not be after the due date',
      ),
      ['send'],
    ),
  )
}

const NOT_CONFIGURED = 'not_configured|is not set up on this server'

export function noPayoutAccount(currency: string, rails: Rails): Pick<FieldError, 'code' | 'detail'> {
  const detail =
    isCurrency(currency) && isOffered(rails, currency)
      ? `has no payout account: set one with PUT /v1/payout_accounts/${currency}`
      : `cannot be ${currency}: no payment provider of this server pays there`
  return { code: 'no_payout_account', detail }
}

function isPartOf(deposit: NonNullable<BodyOutput['deposit']>, total: MinorUnits): boolean {
  const part = depositAmount(deposit, total)
  return part > 0 && part < total
}

export function sendTime(send: string, now: number): number | undefined {
  if (send === 'draft') return undefined
  return send === 'now' ? now : Date.parse(send)
}

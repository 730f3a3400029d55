import * as v from 'valibot'
import type { Channel } from '../../../domain/invoice/index.ts'
import { MOST_STEPS, type ReminderPlan } from '../../../domain/invoice/reminder-plan.ts'
import { CHANNELS } from '../../../domain/invoice/types.ts'
import { LIMITS, TEN_YEARS_MS } from '../../../domain/invoice/limits.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { totalsOf } from '../../../domain/tax/totals.ts'
import type { Priced, TaxExchange, TaxRules, Totals } from '../../../domain/tax/types.ts'
import { type Currency, MAX_AMOUNT, type MinorUnits } from '../../../domain/shared/money.ts'
import { type KnownCustomer, MAX_CC } from '../../../domain/customer/customer.ts'
import type { FieldError } from '../../http/problem.ts'
import { fieldErrors, rule } from '../../http/fields.ts'
import { withCustomer } from './customer-of-request.ts'
import { depositAmount, InvoiceBody } from './invoice-body.ts'
import { largestAmount, pricedOf } from './line-body.ts'
import { exchangeOf, nationalAmount, refusedExchange } from './tax-exchange.ts'
import { needsTextMessages, toReminderPlan } from './reminder-plan-body.ts'

type BodyOutput = v.InferOutput<typeof InvoiceBody>

type Kept = Omit<
  BodyOutput,
  | 'lines'
  | 'discounts'
  | 'charges'
  | 'prices_include_tax'
  | 'amount'
  | 'currency'
  | 'deposit'
  | 'reminders'
  | 'link_expires_at'
  | 'tax_exchange_rate'
>

export interface InvoiceRequest extends Kept, Priced {
  currency: Currency
  totals: Totals
  taxExchange?: TaxExchange | undefined
  deposit: MinorUnits | null
  reminders: ReminderPlan | null
  linkExpiresAt: Date | null
  sendAt: Date | null
  customerId?: string
}

export interface RequestContext extends TaxRules, Pick<Priced, 'smallBusinessNote'> {
  timeZone: string
  reminderTime: string
  /** Milliseconds since 1970. */
  now: number
  channels: readonly Channel[]
  currencies: ReadonlySet<string>
  /** The code of ISO 3166-1, or an empty text. */
  sellerCountry: string
  customer?: KnownCustomer
}

export function noPayoutAccount(currency: string): Pick<FieldError, 'code' | 'detail'> {
  const detail = `has no payout account: set one with PUT /v1/payout_accounts/${currency}`
  return { code: 'no_payout_account', detail }
}

export function parseInvoiceRequest(
  body: unknown,
  context: RequestContext,
): { request: InvoiceRequest } | { errors: FieldError[] } {
  const oversized = oversizedFields(body)
  if (oversized.length > 0) return { errors: oversized }
  const named = withCustomer(body, context.customer)
  if ('errors' in named) return named
  const { customerId } = named
  const sumsOf = createPricer(context)
  const parsed = v.safeParse(requestSchema(context, sumsOf), named.body)
  if (!parsed.success) return { errors: fieldErrors(parsed.issues) }
  const request = toRequest(parsed.output, context, sumsOf)
  return { request: customerId === undefined ? request : { ...request, customerId } }
}

type Pricer = (body: BodyOutput) => { priced: Priced; totals: Totals }

/** Several rules and the request need the sums of one body. */
function createPricer(rules: RequestContext): Pricer {
  const known = new WeakMap<BodyOutput, ReturnType<Pricer>>()
  return (body) => {
    const found = known.get(body)
    if (found) return found
    const priced = pricedOf(body, rules)
    const sums = { priced, totals: totalsOf(priced) }
    known.set(body, sums)
    return sums
  }
}

function requestSchema(context: RequestContext, sumsOf: Pricer) {
  const { timeZone, now, channels, currencies, sellerCountry } = context
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
          const { code, detail } = noPayoutAccount(currency)
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

/** The schema judges shorter lists, and names the other mistakes with them. */
function oversizedFields(body: unknown): FieldError[] {
  const { customer, lines, discounts, charges, deliver, metadata, reminders } = (body ?? {}) as Record<
    string,
    unknown
  >
  const count = (value: unknown) =>
    typeof value === 'object' && value !== null ? Object.keys(value).length : 0
  const { cc } = (customer ?? {}) as Record<string, unknown>
  const { steps } = (reminders ?? {}) as Record<string, unknown>
  const limits: [pointer: string, value: unknown, max: number, tolerated?: number][] = [
    ['/customer/cc', cc, MAX_CC],
    ['/lines', lines, LIMITS.lines, LIMITS.lines],
    ['/discounts', discounts, LIMITS.adjustments],
    ['/charges', charges, LIMITS.adjustments],
    ['/deliver', deliver, CHANNELS.length],
    ['/metadata', metadata, 20, 20],
    ['/reminders/steps', steps, MOST_STEPS],
  ]
  const tooLong = limits
    .filter(([, value, max, tolerated = 10 * max]) => count(value) > tolerated)
    .map(([pointer, , max]) => ({ pointer, detail: `must have at most ${max} entries` }))
  const adjustments = mostAdjusted(lines).length > 10 * LIMITS.adjustments ? [ADJUSTED] : []
  return [...tooLong, ...adjustments].map((error) => ({ ...error, code: 'too_many' }))
}

const ADJUSTED = {
  pointer: '/lines',
  detail: `must have at most ${LIMITS.adjustments} discounts and ${LIMITS.adjustments} charges in each line`,
}

/** Returns the longest list of discounts or charges of a line. */
function mostAdjusted(lines: unknown): unknown[] {
  if (!Array.isArray(lines)) return []
  const lists = (lines as unknown[]).slice(0, LIMITS.lines).flatMap((one) => {
    const { discounts, charges } = (one ?? {}) as Record<string, unknown>
    return [discounts, charges].filter((list) => Array.isArray(list)) as unknown[][]
  })
  return lists.reduce((most, list) => (list.length > most.length ? list : most), [])
}

function toRequest(body: BodyOutput, context: RequestContext, sumsOf: Pricer): InvoiceRequest {
  const { now, reminderTime, sellerCountry } = context
  const { send, currency, deposit, reminders, link_expires_at, tax_exchange_rate: _rate, ...others } = body
  const { amount: _, lines: __, discounts: ___, charges: ____, prices_include_tax: _____, ...rest } = others
  const { priced, totals } = sumsOf(body)
  const sendAt = sendTime(send, now)
  return {
    ...rest,
    send,
    currency: currency as Currency,
    ...priced,
    totals,
    taxExchange: exchangeOf(body, sellerCountry),
    deposit: deposit === undefined ? null : depositAmount(deposit, totals.amount),
    reminders: reminders === undefined ? null : toReminderPlan(reminders, reminderTime),
    linkExpiresAt: link_expires_at === undefined ? null : new Date(link_expires_at),
    sendAt: sendAt === undefined ? null : new Date(sendAt),
  }
}

function isPartOf(deposit: NonNullable<BodyOutput['deposit']>, total: MinorUnits): boolean {
  const part = depositAmount(deposit, total)
  return part > 0 && part < total
}

function sendTime(send: string, now: number): number | undefined {
  if (send === 'draft') return undefined
  return send === 'now' ? now : Date.parse(send)
}

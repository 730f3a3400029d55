import * as v from 'valibot'
import type { Channel } from '../../../domain/invoice/index.ts'
import { TEN_YEARS_MS } from '../../../domain/invoice/limits.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { type InvoiceLine, sumLines, type Totals } from '../../../domain/shared/lines.ts'
import type { Currency, MinorUnits } from '../../../domain/shared/money.ts'
import type { ReminderPlan } from '../../../domain/invoice/reminder-plan.ts'
import type { KnownCustomer } from '../../../domain/customer/customer.ts'
import type { FieldError } from '../../http/problem.ts'
import { fieldErrors, rule } from '../../http/fields.ts'
import { withCustomer } from './customer-of-request.ts'
import { depositAmount, InvoiceBody, linesOf } from './invoice-body.ts'
import { needsTextMessages, toReminderPlan } from './reminder-plan-body.ts'

type BodyOutput = v.InferOutput<typeof InvoiceBody>

export interface InvoiceRequest extends Omit<
  BodyOutput,
  'lines' | 'amount' | 'currency' | 'deposit' | 'reminders' | 'link_expires_at'
> {
  currency: Currency
  lines: InvoiceLine[]
  totals: Totals
  deposit: MinorUnits | null
  reminders: ReminderPlan | null
  linkExpiresAt: Date | null
  sendAt: Date | null
  customerId?: string
}

export interface RequestContext {
  timeZone: string
  reminderTime: string
  /** Milliseconds since 1970. */
  now: number
  channels: readonly Channel[]
  currencies: ReadonlySet<string>
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
  const parsed = v.safeParse(requestSchema(context), named.body)
  if (!parsed.success) return { errors: fieldErrors(parsed.issues) }
  const request = toRequest(parsed.output, context)
  return { request: customerId === undefined ? request : { ...request, customerId } }
}

function requestSchema({ timeZone, now, channels, currencies }: RequestContext) {
  const today = dateInZone(now, timeZone)
  const lastDay = dateInZone(now + TEN_YEARS_MS, timeZone)
  const firstDay = dateInZone(now - TEN_YEARS_MS, timeZone)
  const isConfigured = (channel: Channel | undefined) => channel === undefined || channels.includes(channel)
  const usesSms = ({ deliver, reminders }: BodyOutput) =>
    deliver.includes('sms') || (reminders !== undefined && needsTextMessages(reminders))
  return v.pipe(
    InvoiceBody,
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

function oversizedFields(body: unknown): FieldError[] {
  const { customer, lines, deliver, metadata, reminders } = (body ?? {}) as Record<string, unknown>
  const count = (value: unknown) =>
    typeof value === 'object' && value !== null ? Object.keys(value).length : 0
  const { cc } = (customer ?? {}) as Record<string, unknown>
  const limits: [string, unknown, number][] = [
    ['/customer/cc', cc, 100],
    ['/lines', lines, 200],
    ['/deliver', deliver, 10],
    ['/metadata', metadata, 20],
    ['/reminders/steps', (reminders as { steps?: unknown } | null | undefined)?.steps, 1_000],
  ]
  return limits
    .filter(([, value, max]) => count(value) > max)
    .map(([pointer, , max]) => ({ pointer, code: 'too_many', detail: `must have at most ${max} entries` }))
}

function toRequest(
  { lines, amount, send, currency, deposit, reminders, link_expires_at, ...rest }: BodyOutput,
  { now, reminderTime }: RequestContext,
): InvoiceRequest {
  const stored = linesOf({ lines, amount, description: rest.description })
  const totals = sumLines(stored)
  const sendAt = sendTime(send, now)
  return {
    ...rest,
    send,
    currency: currency as Currency,
    lines: stored,
    totals,
    deposit: deposit === undefined ? null : depositAmount(deposit, totals.amount),
    reminders: reminders === undefined ? null : toReminderPlan(reminders, reminderTime),
    linkExpiresAt: link_expires_at === undefined ? null : new Date(link_expires_at),
    sendAt: sendAt === undefined ? null : new Date(sendAt),
  }
}

function sendTime(send: string, now: number): number | undefined {
  if (send === 'draft') return undefined
  return send === 'now' ? now : Date.parse(send)
}

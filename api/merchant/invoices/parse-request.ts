import * as v from 'valibot'
import { dateInZone, isCalendarDate } from '../../../domain/shared/calendar.ts'
import { multiplyRounded, parseDecimal } from '../../../domain/shared/decimal.ts'
import type { Channel } from '../../../domain/invoice/index.ts'
import { type InvoiceLine, lineTotal, sumLines, type Totals } from '../../../domain/shared/lines.ts'
import { type Currency, isCurrency, MAX_AMOUNT } from '../../../domain/shared/money.ts'
import type { ReminderPlan } from '../../../domain/invoice/reminder-plan.ts'
import type { FieldError } from '../../http/problem.ts'
import { fieldErrors, TEN_YEARS_MS } from '../../http/fields.ts'
import { InvoiceBody } from './invoice-body.ts'
import { needsTextMessages, toPlan } from './reminder-plan-body.ts'

type BodyOutput = v.InferOutput<typeof InvoiceBody>

/** A valid request for an invoice, in the domain's types. */
export interface InvoiceRequest extends Omit<
  BodyOutput,
  'lines' | 'amount' | 'currency' | 'deposit' | 'reminders' | 'link_expires_at'
> {
  currency: Currency
  lines: InvoiceLine[]
  totals: Totals
  /** Minor units; null: none is asked for. */
  deposit: bigint | null
  /** Null: the merchant's plan. */
  reminders: ReminderPlan | null
  /** Null: so many days after the due date. */
  linkExpiresAt: Date | null
  /** Null: when its merchant says so. */
  sendAt: Date | null
}

/** What a request is read against: the merchant's calendar and plan, the instant, the channels that are set up. */
export interface RequestContext {
  timeZone: string
  reminderTime: string
  now: number
  channels: readonly Channel[]
  /** In which the merchant has an account to be paid to. */
  currencies: ReadonlySet<string>
}

/** What is wrong with a currency that the merchant has no account for. */
export function noPayoutAccount(currency: string): Pick<FieldError, 'code' | 'detail'> {
  const detail = `cannot be paid: say where ${currency} is to go with PUT /v1/payout_accounts/${currency}`
  return { code: 'no_payout_account', detail }
}

/** Reads the body of `POST /v1/invoices`, or says everything that is wrong with it at once. */
export function parseInvoiceRequest(
  body: unknown,
  context: RequestContext,
): { request: InvoiceRequest } | { errors: FieldError[] } {
  const { timeZone, now, channels, currencies } = context
  const oversized = tooMany(body)
  if (oversized.length > 0) return { errors: oversized }
  const parsed = v.safeParse(InvoiceBody, body)
  const errors = parsed.success ? [] : fieldErrors(parsed.issues)
  const wrong = new Set(errors.map((error) => error.pointer))
  const add = (pointer: string, code: string, detail: string) => {
    if (!wrong.has(pointer)) errors.push({ pointer, code, detail })
  }
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  if (given['amount'] === undefined && given['lines'] === undefined)
    add('/amount', 'required', 'give an amount or lines')
  if (given['amount'] !== undefined && given['lines'] !== undefined) {
    add('/amount', 'conflict', 'give an amount or lines, not both: the lines make the amount')
  }
  const dueDate = given['due_date']
  if (typeof dueDate === 'string' && isCalendarDate(dueDate)) {
    if (dueDate < dateInZone(now, timeZone))
      add('/due_date', 'due_before_issue', 'must not be before the day the invoice is issued')
    if (dueDate > dateInZone(now + TEN_YEARS_MS, timeZone))
      add('/due_date', 'too_far', 'must be within ten years')
  }
  const { currency } = given
  if (typeof currency === 'string' && isCurrency(currency) && !currencies.has(currency)) {
    const { code, detail } = noPayoutAccount(currency)
    add('/currency', code, detail)
  }
  if (!parsed.success) return { errors }
  const { reminders, link_expires_at: linkExpiresAt } = parsed.output
  const remindsByText = reminders !== undefined && needsTextMessages(reminders)
  if (remindsByText && !channels.includes('sms'))
    add('/reminders', 'not_configured', 'text messages are not set up')
  if (linkExpiresAt !== undefined && linkExpiresAt <= now) {
    add('/link_expires_at', 'expires_in_the_past', 'must be in the future')
  }
  if ((parsed.output.deliver.includes('sms') || remindsByText) && !parsed.output.customer.phone) {
    add('/customer/phone', 'required', 'is required to send a text message')
  }
  for (const [index, channel] of parsed.output.deliver.entries()) {
    if (!channels.includes(channel))
      add(`/deliver/${index}`, 'not_configured', 'is not set up on this server')
  }
  const request = toRequest(parsed.output, context)
  if (
    errors.length === 0 &&
    request.sendAt &&
    dateInZone(request.sendAt.getTime(), timeZone) > request.due_date
  ) {
    add('/send', 'after_due_date', 'must not be after the due date')
  }
  const { total } = request.totals
  const largest = request.lines.map(lineTotal).flatMap(({ net, tax }) => [abs(net), abs(tax)])
  const pointer = parsed.output.lines ? '/lines' : '/amount'
  if (errors.length === 0 && total <= 0n) add(pointer, 'not_positive', 'must add up to more than 0')
  if (
    errors.length === 0 &&
    [total, ...largest, abs(request.totals.subtotal), abs(request.totals.tax)].some((n) => n > MAX_AMOUNT)
  )
    add(pointer, 'too_large', 'must add up to less than 2^53 minor units')
  if (
    errors.length === 0 &&
    request.deposit !== null &&
    (request.deposit <= 0n || request.deposit >= total)
  ) {
    add('/deposit', 'out_of_range', 'must be more than 0 and less than the whole amount')
  }
  return errors.length > 0 ? { errors } : { request }
}

/** Looked at before anything in them is: a list of a million mistakes would be answered with each of them. */
function tooMany(body: unknown): FieldError[] {
  const { lines, deliver, metadata, reminders } = (body ?? {}) as Record<string, unknown>
  const count = (value: unknown) =>
    typeof value === 'object' && value !== null ? Object.keys(value).length : 0
  const limits: [string, unknown, number][] = [
    ['/lines', lines, 200],
    ['/deliver', deliver, 10],
    ['/metadata', metadata, 20],
    ['/reminders/steps', (reminders as { steps?: unknown } | null | undefined)?.steps, 1_000],
  ]
  return limits
    .filter(([, value, max]) => count(value) > max)
    .map(([pointer, , max]) => ({ pointer, code: 'too_many', detail: `must have at most ${max} entries` }))
}

function abs(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}

function toRequest(
  { lines, amount: single, send, currency, deposit, reminders, link_expires_at, ...rest }: BodyOutput,
  { now, reminderTime }: RequestContext,
): InvoiceRequest {
  const stored: InvoiceLine[] = lines
    ? lines.map(({ description, quantity: count, unit_amount, tax_rate }) => ({
        description,
        quantity: count,
        unitAmount: `${BigInt(unit_amount)}`,
        ...(tax_rate === undefined ? {} : { taxRate: tax_rate }),
      }))
    : [{ description: rest.description, quantity: '1', unitAmount: `${BigInt(single ?? 0)}` }]
  const totals = sumLines(stored)
  return {
    ...rest,
    send,
    currency: currency as Currency,
    lines: stored,
    totals,
    deposit: deposit === undefined ? null : depositOf(deposit, totals.total),
    reminders: reminders === undefined ? null : toPlan(reminders, reminderTime),
    linkExpiresAt: link_expires_at === undefined ? null : new Date(link_expires_at),
    sendAt: send === 'draft' ? null : new Date(send === 'now' ? now : send),
  }
}

/** A percentage of the whole amount, rounded half away from zero like a tax. */
function depositOf(deposit: NonNullable<BodyOutput['deposit']>, total: bigint): bigint {
  if ('amount' in deposit) return BigInt(deposit.amount)
  const percent = parseDecimal(deposit.percent)
  return percent ? multiplyRounded(total, { digits: percent.digits, scale: percent.scale + 2 }) : 0n
}

import * as v from 'valibot'
import type { ReminderPlan } from '../../../../domain/invoice/messages/reminder-plan.ts'
import { totalsOf } from '../../../../domain/tax/totals.ts'
import type { Priced, TaxExchange, Totals } from '../../../../domain/tax/types.ts'
import type { Currency, MinorUnits } from '../../../../domain/shared/money.ts'
import type { FieldError } from '../../../http/errors/problem.ts'
import { fieldErrors } from '../../../http/request/fields.ts'
import { withCustomer } from './customer-of-request.ts'
import { depositAmount } from './invoice-body.ts'
import { pricedOf } from './line-body.ts'
import { oversizedFields } from './oversized-fields.ts'
import { toReminderPlan } from './reminder-plan-body.ts'
import {
  type BodyOutput,
  type Pricer,
  type RequestContext,
  requestSchema,
  sendTime,
} from './request-rules.ts'
import { exchangeOf } from './tax-exchange.ts'

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

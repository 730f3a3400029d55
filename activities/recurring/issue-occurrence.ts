import { lockCustomer, readCustomer } from '../../db/customers/customers.ts'
import { findOrMakeCustomer } from '../../db/customers/find-or-make.ts'
import {
  type CustomerRow,
  InvoiceRow,
  MerchantRow,
  type RecurringRow,
  RecurringTemplateRow,
} from '../../db/entities/index.ts'
import { occurrenceInvoiceId } from '../../db/ids.ts'
import { type InvoiceContent, newInvoice } from '../../db/invoices/issue/new-invoice.ts'
import type { EntityManager } from '../../db/orm.ts'
import { payableCurrencies } from '../../db/payments/payout-accounts.ts'
import { liveRefusal } from '../../domain/merchant/trust.ts'
import { readLiveStanding } from '../../db/trust/live-standing.ts'
import { appendRecurring } from '../../db/recurring/event-store.ts'
import type { PublicEvent } from '../../domain/events/event-types.ts'
import { countryOf } from '../../domain/einvoice/parties.ts'
import { detailsOf, orderOf, filledFrom, orderFilledFrom } from '../../domain/customer/customer.ts'
import {
  decide,
  type DueOccurrence,
  type FailureCode,
  type RecurringCommand,
  servedBefore,
} from '../../domain/recurring/index.ts'
import { servicePeriodOf } from '../../domain/recurring/service-period.ts'
import { renderPeriodTexts } from '../../domain/recurring/period.ts'
import { type RecurringTemplate, tooLong } from '../../domain/recurring/template.ts'
import { addDays, type CalendarDate, dateInZone } from '../../domain/shared/calendar.ts'
import type { ByMode } from '../../domain/shared/mode.ts'
import { bySchedule } from '../../domain/shared/cause.ts'
import { nationalCurrencyOf } from '../../domain/tax/national-currency.ts'
import { pricingOf } from '../../domain/tax/pricing.ts'
import type { TaxExchange } from '../../domain/tax/types.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import type { RecurringRecordActivities } from './types.ts'

interface Deps {
  em: EntityManager
  sms: ByMode<unknown>
}

/** @throws UnknownRecurringError */
export async function issueOccurrence(
  deps: Deps,
  { recurringId, number }: Parameters<RecurringRecordActivities['issueOccurrence']>[0],
): ReturnType<RecurringRecordActivities['issueOccurrence']> {
  let start: { invoiceId: string; merchantId: string } | undefined
  const state = await appendRecurring(deps.em, recurringId, async (before, recurring, tx, others) => {
    const existing = await tx.findOne(InvoiceRow, { recurringId, occurrence: number })
    const due = before.due.find((occurrence) => occurrence.number === number)
    // An earlier attempt may have committed without returning a result.
    if (existing && !due && existing.status === 'draft' && existing.sendAt) {
      start = { invoiceId: existing.id, merchantId: existing.merchantId }
    }
    if (!due) return []
    const at = Date.now() + due.testClockOffsetMs
    const servedTo = servedBefore(before, number)
    const outcome = await createInvoice(deps, tx, recurring, { ...due, servedTo }, at, others)
    if (outcome.type === 'issued') {
      start = { invoiceId: outcome.invoiceId, merchantId: recurring.merchantId }
    }
    const decision = decide(before, { ...outcome, number, at })
    return 'events' in decision ? decision.events : []
  })
  return start ? { state, start } : { state }
}

type Outcome =
  | { type: 'issued' | 'drafted'; invoiceId: string; servedTo: CalendarDate }
  | Pick<Extract<RecurringCommand, { type: 'failed' }>, 'type' | 'code'>

async function createInvoice(
  deps: Deps,
  tx: EntityManager,
  recurring: RecurringRow,
  due: DueOccurrence & { servedTo: CalendarDate | undefined },
  at: number,
  others: PublicEvent[],
): Promise<Outcome> {
  const { body: template } = await tx.findOneOrFail(RecurringTemplateRow, { id: due.templateId })
  if (!template) return failed('template_missing')
  const code = await failureCode(deps, tx, recurring, template)
  if (code) return failed(code)
  const merchant = await tx.findOneOrFail(MerchantRow, { id: recurring.merchantId })
  const id = occurrenceInvoiceId(recurring.id, due.number, due.at)
  const period = servicePeriodOf(due.rule, due, template.service_period ?? 'current', due.servedTo)
  if ((await tx.count(InvoiceRow, { id })) === 0) {
    const dueDate = addDays(dateInZone(at, merchant.timeZone), template.dueAfterDays)
    const known = await customerFor(tx, recurring, template, others)
    if (!known) return failed('template_missing')
    const texts = renderPeriodTexts(template, due, localeOf(template.language, known.language), period)
    if (tooLong(texts)) return failed('text_too_long')
    const facts = {
      dueDate,
      ...(template.service_period ? { servicePeriod: period } : {}),
      smallBusinessNote: merchant.smallBusinessNote ?? undefined,
      taxExchange: exchangeFor(template, countryOf(merchant.address)),
    }
    tx.create(InvoiceRow, draftOf(id, recurring, due, template, known, texts, facts))
  }
  return { type: template.issue === 'send' ? 'issued' : 'drafted', invoiceId: id, servedTo: period.to }
}

/** The rate of another country’s currency is not stated. */
function exchangeFor({ taxExchange }: RecurringTemplate, country: string): TaxExchange | undefined {
  if (taxExchange?.currency !== nationalCurrencyOf(country)) return undefined
  return taxExchange && { currency: taxExchange.currency, exchangeRate: taxExchange.exchangeRate }
}

async function failureCode(
  { sms }: Deps,
  tx: EntityManager,
  { merchantId, mode }: RecurringRow,
  { deliver, currency, issue }: RecurringTemplate,
): Promise<FailureCode | undefined> {
  const isLive = mode === 'live' && issue === 'send'
  if (isLive && liveRefusal(await readLiveStanding(tx, merchantId))) return 'merchant_cannot_issue'
  if (!(await payableCurrencies(tx, { merchantId, mode })).has(currency)) return 'no_payout_account'
  return deliver.includes('sms') && !sms[mode] ? 'channel_not_configured' : undefined
}

async function customerFor(
  tx: EntityManager,
  { merchantId, mode }: RecurringRow,
  { customer, language }: RecurringTemplate,
  others: PublicEvent[],
): Promise<CustomerRow | undefined> {
  const tenant = { merchantId, mode }
  if (customer.id === undefined) {
    const wanted = { ...detailsOf(customer), language }
    const { customer: known, created } = await findOrMakeCustomer(tx, tenant, wanted, bySchedule)
    others.push(...created)
    return known
  }
  return (await lockCustomer(tx, customer.id, tenant)) ? readCustomer(tx, customer.id, tenant) : undefined
}

function draftOf(
  id: string,
  { id: recurringId, merchantId, mode }: RecurringRow,
  { number: occurrence, testClockOffsetMs }: DueOccurrence,
  template: RecurringTemplate,
  known: CustomerRow,
  { description, instructions, lines }: ReturnType<typeof renderPeriodTexts>,
  facts: Pick<InvoiceContent, 'dueDate' | 'servicePeriod' | 'smallBusinessNote' | 'taxExchange'>,
) {
  const { customer, currency, language, deliver, metadata, reminders, deposit, issue } = template
  const given = detailsOf(customer)
  const { name, email } = known
  const own = customer.id === undefined ? given : { name: name ?? given.name, email: email ?? given.email }
  const now = new Date()
  return newInvoice(
    { id, merchantId, mode, customerId: known.id, recurringId, occurrence, testClockOffsetMs },
    {
      customer: filledFrom(own, known),
      order: orderFilledFrom(orderOf(template), known),
      currency,
      ...pricingOf(template),
      lines,
      deposit,
      ...facts,
      description,
      instructions,
      language: language ?? known.language ?? undefined,
      metadata,
      channels: deliver,
      reminders,
      sendAt: issue === 'send' ? now : null,
    },
    now,
  )
}

function failed(code: FailureCode): Outcome {
  return { type: 'failed', code }
}

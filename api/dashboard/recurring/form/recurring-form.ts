import type { RecurringState } from '../../../../domain/recurring/index.ts'
import type { RecurringTemplate } from '../../../../domain/recurring/template.ts'
import { totalsOf } from '../../../../domain/tax/totals.ts'
import { withoutUndefined } from '../../../http/request/merge-changes.ts'
import type { Mistakes } from '../../../identity/form.ts'
import { UNSUPPORTED_FIELDS } from '../../../merchant/recurring/recurring-body.ts'
import { bodyOf } from '../../invoices/form/draft-body.ts'
import type { DraftForm } from '../../invoices/form/draft-form.ts'
import { formOf } from '../../invoices/form/form-of-row.ts'

const NOT_GIVEN = Object.fromEntries(UNSUPPORTED_FIELDS.map((name) => [name, undefined]))

type Body = { json: Record<string, unknown> } | { mistakes: Mistakes }

/** Makes the body that `/v1` takes. An empty field is left out of a new one, and null in a change. */
export function recurringBodyOf(form: DraftForm, absent: undefined | null, zone: string): Body {
  const content = bodyOf(form, absent, zone)
  if ('mistakes' in content) return content
  const { fields } = form
  const text = (name: string) => fields[name]?.trim() || absent
  const whole = (name: string) => Number(fields[name]?.trim() || NaN)
  const day = text('schedule.day')
  const json = {
    ...content.json,
    ...NOT_GIVEN,
    // A named customer is taken as it is at each date.
    customer: fields['customer.id'] ? undefined : content.json['customer'],
    schedule: withoutUndefined({
      every: whole('schedule.every'),
      unit: fields['schedule.unit'] ?? '',
      start: fields['schedule.start'] ?? '',
      day: day ? Number(day) : day,
      time: text('schedule.time') ?? undefined,
      end: endOf(fields, absent),
    }),
    due_after_days: whole('due_after_days'),
    service_period: text('service_period'),
    issue: fields['issue'] ?? '',
    catch_up: fields['catch_up'] ?? 'latest',
  }
  return { json: withoutUndefined(json) }
}

function endOf(fields: DraftForm['fields'], absent: undefined | null): object | undefined | null {
  const end = fields['schedule.end']
  if (end === 'date') return { date: fields['end_date'] ?? '' }
  if (end === 'count') return { count: Number(fields['end_count']?.trim() || NaN) }
  return absent
}

export function formOfRecurring(state: RecurringState, template: RecurringTemplate): DraftForm {
  const { customer, currency, description, lines, deposit, reminders, deliver, metadata } = template
  const { rule, time, timeZone } = state.timetable
  const contents = {
    customerName: customer.name,
    customerEmail: customer.email,
    customerPhone: customer.phone ?? null,
    customerCompanyNumber: customer.company_number ?? null,
    customerTaxNumber: customer.tax_number ?? null,
    customerVatNumber: customer.vat_number ?? null,
    electronicAddress: customer.electronic_address ?? null,
    ...(customer.einvoice_format ? { einvoiceFormat: customer.einvoice_format } : {}),
    purchaseOrder: template.purchase_order ?? null,
    buyerReference: template.buyer_reference ?? null,
    deliveryAddress: template.delivery_address ?? null,
    customerCc: customer.cc ?? [],
    billingAddress: customer.billing_address ?? null,
    currency,
    description,
    lines,
    discounts: template.discounts ?? null,
    charges: template.charges ?? null,
    pricesIncludeTax: template.pricesIncludeTax,
    amount: totalsOf(template).amount,
    deposit,
    taxExchangeRate: template.taxExchange?.exchangeRate ?? null,
    nationalCurrency: template.taxExchange?.currency ?? null,
    instructions: template.instructions ?? null,
    language: template.language ?? null,
    reminders,
    channels: deliver,
    metadata,
  }
  const { fields, ...others } = formOf(contents, timeZone)
  const { end } = rule
  return {
    ...others,
    fields: {
      ...fields,
      ...(customer.id === undefined ? {} : { 'customer.id': customer.id }),
      'schedule.every': String(rule.every),
      'schedule.unit': rule.unit,
      'schedule.start': rule.start,
      'schedule.day': rule.day === undefined ? '' : String(rule.day),
      'schedule.time': time,
      'schedule.end': !end ? 'none' : 'date' in end ? 'date' : 'count',
      end_date: end && 'date' in end ? end.date : '',
      end_count: end && 'count' in end ? String(end.count) : '',
      due_after_days: String(template.dueAfterDays),
      service_period: template.service_period ?? '',
      issue: template.issue,
      catch_up: state.catchUp,
      rate_set_on: template.taxExchange?.setOn ?? '',
      base: state.templateId,
    },
  }
}

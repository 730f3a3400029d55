import * as v from 'valibot'
import { withLineEnds } from '../../../../domain/invoice/limits.ts'
import type { Currency } from '../../../../domain/shared/money.ts'
import { withoutUndefined } from '../../../http/request/merge-changes.ts'
import type { Problem } from '../../../http/errors/problem.ts'
import type { Mistakes } from '../../../identity/form.ts'
import { AddressParts } from '../../../merchant/invoices/request/invoice-body.ts'
import { electronicAddressOf } from '../../customers/customer-form.ts'
import { linesOfAddress, splitAddresses } from '../../format.ts'
import { mistakesOf } from '../../problem-words.ts'
import { stepBody } from '../../reminder-plan/steps.ts'
import { readDeposit, readMoney } from '../read-money.ts'
import type { DraftForm } from './draft-form.ts'
import { adjustmentsOf, lineBody } from './fields/line-fields.ts'
import { linkExpiry } from './link-expiry.ts'
import { metadataOf } from './metadata.ts'
import { sendInstant } from './send-time.ts'

type Body = { json: Record<string, unknown> } | { mistakes: Mistakes }

/** Makes the body that `/v1` takes. An empty field is left out of a new draft, and null in a change. */
export function bodyOf({ fields, lines, steps }: DraftForm, absent: undefined | null, zone: string): Body {
  const currency = (fields['currency'] ?? '') as Currency
  const mistakes: Record<string, string> = {}
  const amountOf = (name: string, text: string) => {
    const amount = readMoney(text, currency)
    if (typeof amount === 'number') return amount
    mistakes[name] = amount.mistake
    return 0
  }
  const given = (name: string) => withLineEnds(fields[name] ?? '').trim()
  const text = (name: string) => given(name) || absent
  const wrong = (name: string, mistake: string) => {
    mistakes[name] = mistake
  }
  const contentOfLines = () => {
    const whole = { discount: given('discount'), kept: given('kept') }
    const adjustments = adjustmentsOf(whole, currency, (mistake) => wrong('discount', mistake))
    return {
      lines: lines.map((line, index) => lineBody(line, index, currency, wrong)),
      discounts: adjustments.discounts ?? absent,
      charges: adjustments.charges ?? absent,
      prices_include_tax: fields['prices_include_tax'] === 'yes',
    }
  }
  const content = lines.length > 0 ? contentOfLines() : { amount: amountOf('amount', given('amount')) }
  const depositOf = (typed: string) =>
    typed === '' ? absent : readDeposit(typed, (amount) => amountOf('deposit', amount))
  const plan = { time: given('reminders.time') || undefined, steps: steps.map(stepBody) }
  const reminders = { none: { steps: [] }, own: withoutUndefined(plan) }[given('reminders')] ?? absent
  if (given('reminders') === 'own' && steps.length === 0) {
    mistakes['reminders'] = 'needs at least one reminder'
  }
  const deposit = depositOf(given('deposit'))
  const paid = given('amount_paid') === '' ? absent : amountOf('amount_paid', given('amount_paid'))
  const send = sendInstant(fields, zone) ?? 'draft'
  if (typeof send !== 'string') mistakes['send_on'] = send.mistake
  const expiry = linkExpiry(fields, zone) ?? absent
  if (typeof expiry === 'object' && expiry) mistakes['link_expires_on'] = expiry.mistake
  const noted = metadataOf(fields)
  if ('mistake' in noted) mistakes['metadata'] = noted.mistake
  if (Object.keys(mistakes).length > 0) return { mistakes }
  const isPeriod = given('service_period.from') !== '' || given('service_period.to') !== ''
  const format = text('customer.einvoice_format')
  const copies = splitAddresses(given('customer.cc'))
  const json = {
    customer: withoutUndefined({
      // The name of a known customer is taken from their last invoice.
      name: given('customer.name') || (absent === null ? '' : undefined),
      email: given('customer.email'),
      phone: text('customer.phone'),
      company_number: text('customer.company_number'),
      tax_number: text('customer.tax_number'),
      vat_number: text('customer.vat_number'),
      electronic_address: electronicAddressOf(fields, 'customer.electronic_address') ?? absent,
      einvoice_format: format === 'none' && absent === null ? null : format,
      billing_address: addressOf(given('customer.billing_address'), fields['address_parts']) ?? absent,
      cc: copies.length > 0 ? copies : absent === null ? [] : undefined,
    }),
    currency,
    due_date: given('due_date'),
    issue_date: text('issue_date'),
    amount_paid: paid,
    description: given('description'),
    ...content,
    deposit,
    number: text('number'),
    instructions: text('instructions'),
    purchase_order: text('purchase_order'),
    buyer_reference: text('buyer_reference'),
    delivery_address: addressOf(given('delivery_address'), fields['delivery_address_parts']) ?? absent,
    delivery_date: text('delivery_date'),
    service_period: isPeriod
      ? { from: given('service_period.from'), to: given('service_period.to') }
      : absent,
    tax_exchange_rate: given('tax_exchange_rate').replace(',', '.') || absent,
    language: text('language'),
    deliver: [...(fields['email'] === 'yes' ? ['email'] : []), ...(fields['sms'] === 'yes' ? ['sms'] : [])],
    reminders,
    link_expires_at: expiry,
    ...noted,
    send,
  }
  return { json: withoutUndefined(json) }
}

/** An address with parts keeps them while its lines stay as they were. */
function addressOf(typed: string, parts: string | undefined): unknown {
  if (typed === '') return undefined
  const kept = v.safeParse(KeptParts, parts)
  return kept.success && linesOfAddress(withoutUndefined(kept.output)).join('\n') === typed
    ? kept.output
    : { text: typed }
}

const KeptParts = v.pipe(v.string(), v.parseJson(), AddressParts)

const DATES: Partial<Record<string, string>> = { send: 'send_on', link_expires_at: 'link_expires_on' }
const WHOLE_FIELDS =
  /^(customer\.(?:billing_address|cc)|delivery_address|deliver|deposit|metadata|reminders\.steps\.\d+)\..*/
/** The form has one discount, and one price. */
const LINE_NAMES: readonly [RegExp, string][] = [
  [/^((?:lines\.\d+\.)?)discounts(\..*)?$/, '$1discount'],
  [/^(lines\.\d+\.)unit_amount_decimal$/, '$1unit_amount'],
]

/** A mistake in a part of a field belongs to the whole field. */
export function draftMistakesOf(problem: Problem): Mistakes {
  const all = Object.entries(mistakesOf(problem)).map(([name, mistake]) => {
    const isField = /^reminders\.steps\.\d+\.(?:days|channel|text)$/.test(name)
    const whole = LINE_NAMES.reduce((now, [pattern, to]) => now.replace(pattern, to), name)
    return [isField ? name : (DATES[name] ?? whole.replace(WHOLE_FIELDS, '$1')), mistake] as const
  })
  return Object.fromEntries(all)
}

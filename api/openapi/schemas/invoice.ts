import * as v from 'valibot'
import { date, flag, instant, orNull, text, word } from '../../../domain/events/public-event.ts'
import { CHANNELS, INVOICE_STATUSES, MANUAL_METHODS, REFUND_REASONS } from '../../../domain/invoice/index.ts'
import { TAX_ROUNDINGS } from '../../../domain/tax/types.ts'
import { amount, amountOrNull, count, currency, idOf, instantOrNull, mode, textOrNull } from './fields.ts'
import { TAX_CATEGORIES } from '../../../domain/tax/category.ts'
import { ATTACHED_FORMATS } from '../../../domain/einvoice/format.ts'

export const addressParts = v.strictObject({
  line1: v.string(),
  line2: v.optional(v.string()),
  city: v.string(),
  postal_code: v.optional(v.string()),
  country: text('ISO 3166-1 alpha-2 code'),
})

const address = v.union([v.strictObject({ text: v.string() }), addressParts])

export const electronicAddress = v.strictObject({
  scheme: text('A code of the list EAS'),
  value: v.string(),
})

export const orderEntries = {
  purchase_order: textOrNull('The number of the customer’s order'),
  buyer_reference: textOrNull('What the customer asked to have stated, such as a Leitweg-ID'),
  delivery_address: orNull(address, 'Where it is delivered, if not to the billing address'),
}

export const customerEntries = {
  id: idOf('cus', 'The customer'),
  name: v.string(),
  email: textOrNull('Null after the erasure of the customer'),
  phone: textOrNull('E.164'),
  company_number: textOrNull('The number in the register of companies'),
  tax_number: textOrNull('The tax number'),
  vat_number: textOrNull('The VAT number, with the code of its country first'),
  billing_address: orNull(address, 'The address, in lines or in parts'),
  electronic_address: orNull(electronicAddress, 'Where e-invoices are addressed to'),
  einvoice_format: word(ATTACHED_FORMATS, 'The e-invoice that the mail attaches'),
  cc: v.pipe(v.array(v.string()), v.description('Addresses that get copies')),
}

const adjustments = (meaning: string) =>
  v.pipe(
    v.array(
      v.strictObject({
        amount: amountOrNull('Minor units; null for a percentage'),
        percent: textOrNull('Percent; null for an amount'),
        description: textOrNull('What it is for'),
      }),
    ),
    v.description(meaning),
  )

const category = word(TAX_CATEGORIES, 'The tax category: S, Z, E, AE, K, G and O of EN 16931')

export const taxes = v.pipe(
  v.array(
    v.strictObject({
      category,
      rate: text('Percent'),
      net: amount('The sum that the tax is on'),
      tax: amount('Minor units'),
      reason: textOrNull('Why no tax is charged, in the words of the merchant'),
    }),
  ),
  v.description('One for each rate and category, the highest rate first'),
)

export const Line = v.strictObject({
  description: v.string(),
  quantity: text('A decimal number'),
  unit: textOrNull('The unit of the quantity, a code of UN/ECE Recommendation 20'),
  unit_amount: amountOrNull('The price of one in minor units; null if it has decimals'),
  unit_amount_decimal: text('The price of one in minor units, as a decimal number'),
  discounts: adjustments('Taken off the line'),
  charges: adjustments('Added to the line'),
  tax_rate: textOrNull('Percent'),
  tax_category: orNull(category, 'The tax category, if the request stated it'),
  exemption_reason: textOrNull('Why no tax is charged, in the words of the request'),
  amount: amount('The line with its discounts and charges, as priced: before tax, or with it'),
  net: amount('The line before tax'),
  tax: amount('The part of the line in the tax of its rate'),
})

export const totals = {
  subtotal: amount('The sum of the lines as priced: before tax, or with it'),
  discount: amount('The discounts of the whole invoice, as priced'),
  charge: amount('The charges of the whole invoice, as priced'),
  net: amount('The sum before tax, in minor units'),
  tax: amount('Minor units'),
  taxes,
  rounding: amount(
    'The part of the tax that is not in net times rate, as EN 16931 computes it; an e-invoice states it apart',
  ),
  amount: amount('Net and tax, in minor units'),
}

export const nationalTax = orNull(
  v.strictObject({
    currency: text('The currency of the seller’s country'),
    exchange_rate: text('How much of it one unit of the invoice’s currency is worth'),
    amount: amount('The tax in minor units of that currency'),
  }),
  'The tax once more, in the currency of the seller’s country; null without a `tax_exchange_rate`',
)

export const pricing = {
  prices_include_tax: flag('Whether the prices of the lines include their tax'),
  tax_rounding: word(TAX_ROUNDINGS, 'The tax is rounded for each rate, or on each line'),
  discounts: adjustments('Taken off the sum of the lines'),
  charges: adjustments('Added to the sum of the lines'),
  lines: v.array(Line),
}

const reminderChannel = word([...CHANNELS, 'both'], 'The channel')

export const ReminderPlan = v.strictObject({
  time: text('The local time of day, `09:00`'),
  steps: v.array(
    v.strictObject({
      days: v.pipe(v.number(), v.integer(), v.description('Days after the due date; negative before it')),
      channel: reminderChannel,
      text: textOrNull('The merchant’s own text'),
    }),
  ),
})

const money = {
  payments: v.array(
    v.strictObject({
      id: text('`pat_…` of a payment by bank, `pay_…` of one that was recorded by hand'),
      status: word(['received', 'reversed', 'removed'], 'A reversed payment still counts'),
      source: word(['bank', 'manual'], 'Who carried the money'),
      amount: amount('Minor units'),
      overpayment: amount('The part beyond the amount that was due'),
      bank: textOrNull('The bank’s id at the rail'),
      method: v.optional(word(MANUAL_METHODS, 'The method of a payment that was recorded by hand')),
      paid_on: v.optional(date('The day of a payment that was recorded by hand')),
      receipt: v.strictObject({
        status: word(['none', 'pending', 'sent', 'failed'], 'The e-mail that confirms the payment'),
      }),
      at: instant('When it was recorded'),
    }),
  ),
  currency_mismatched_payments: v.pipe(
    v.array(
      v.strictObject({
        id: idOf('pat'),
        status: word(['waiting', 'resolved'], 'Whether the merchant has decided'),
        amount: amount('Minor units of its own currency'),
        currency,
        at: instant('When it arrived'),
      }),
    ),
    v.description('Money in another currency, which pays nothing'),
  ),
  amount_unreadable_payments: v.pipe(
    v.array(
      v.strictObject({
        id: idOf('pat'),
        status: word(['waiting', 'resolved'], 'Whether the merchant has decided'),
        reported: text('The amount as the rail reported it'),
        at: instant('When it arrived'),
      }),
    ),
    v.description('Money whose amount the rail reported in an unreadable form; it pays nothing'),
  ),
  refunds: v.array(
    v.strictObject({
      id: idOf('ref'),
      status: word(
        ['requested', 'submitted', 'executed', 'failed'],
        'The status; an executed refund can still fail',
      ),
      payment: textOrNull('The payment that is refunded'),
      source: word(['bank', 'manual'], 'Who carries the money'),
      method: v.optional(word(MANUAL_METHODS, 'The method of a refund that was made by hand')),
      refunded_on: v.optional(date('The day of a refund that was made by hand')),
      amount: amount('Minor units'),
      reason: word(REFUND_REASONS, 'Why it is refunded'),
      failure: textOrNull('The rail’s code'),
      requested_at: instant('When it was requested'),
    }),
  ),
  credit_notes: v.pipe(
    v.array(
      v.strictObject({
        id: idOf('crn'),
        number: v.string(),
        amount: amount('With tax, in minor units'),
        at: instant('When it was issued'),
      }),
    ),
    v.description('Oldest first'),
  ),
}

const summaryEntries = {
  id: idOf('inv'),
  object: v.literal('invoice'),
  mode,
  status: word(INVOICE_STATUSES, 'The status'),
  number: textOrNull('The number; null in a draft that has none yet'),
  payment_reference: textOrNull('What a payment states; no other invoice of the mode has it'),
  issue_date: orNull(v.pipe(v.string(), v.isoDate()), 'The day of issue in the merchant’s time zone'),
  currency,
  ...totals,
  national_tax: nationalTax,
  amount_due: amount('What is still to be paid'),
  amount_paid: amount('What has paid the invoice'),
  amount_refunded: amount('What was refunded'),
  amount_credited: amount('What credit notes took back'),
  amount_overpaid: amount('What came beyond the amount'),
  deposit: orNull(
    v.strictObject({ amount: amount('Minor units'), paid: flag('Whether the deposit is paid') }),
    'The part that is asked for first',
  ),
  amount_requested: amount('What the payment page asks for now'),
  due_date: date('The last day on which the invoice is not overdue, in the merchant’s time zone'),
  description: v.string(),
  instructions: textOrNull('Shown to the customer'),
  ...orderEntries,
  delivery_date: orNull(v.pipe(v.string(), v.isoDate()), 'The day of the delivery'),
  service_period: orNull(
    v.strictObject({ from: date('The first day'), to: date('The last day, included') }),
    'The period that is invoiced',
  ),
  language: textOrNull('The customer’s language, as a BCP 47 tag'),
  customer: v.strictObject(customerEntries),
  ...pricing,
  metadata: v.record(v.string(), v.string()),
  profile_version: orNull(v.number(), 'The version of the business profile; null in a draft'),
  import: textOrNull('The import that the invoice comes from, `imp_…`'),
  link: orNull(
    v.strictObject({
      url: v.pipe(v.string(), v.url(), v.description('Whoever has the link can pay')),
      status: word(
        ['active', 'locked', 'used', 'expired', 'revoked'],
        '`locked` while a payment is in flight; `used` when paid',
      ),
      expires_at: instant('When the link expires'),
    }),
    'The payment link; null in a draft',
  ),
  delivery: v.strictObject({
    channels: v.array(v.picklist(CHANNELS)),
    status: word(
      ['pending', 'sent', 'delivered', 'not_needed', 'not_sent_in_test_mode', 'failed'],
      'How far the invoice got, on any of its channels',
    ),
  }),
  receipt: v.strictObject({
    status: word(['none', 'pending', 'sent', 'failed'], 'The receipt of the latest payment'),
  }),
  reminders: orNull(ReminderPlan, 'The invoice’s own plan; null follows the merchant’s'),
  recurring: orNull(
    v.strictObject({
      id: idOf('rec'),
      occurrence: orNull(v.number(), 'The number of the occurrence, from 1'),
    }),
    'The recurring invoice that made this one',
  ),
  on_hold_since: instantOrNull('When the invoice was put on hold'),
  void_requested_at: instantOrNull('Set while a payment in flight decides whether the invoice becomes void'),
  voided_at: instantOrNull('When it became void'),
  void_reason: orNull(v.literal('credited'), '`credited` if credit notes cover the whole invoice'),
  test_clock_offset_ms: count('How far the test clock is ahead, in milliseconds'),
  send_at: instantOrNull('When the draft is sent, or was to be sent'),
  issued_at: instantOrNull('When it was issued'),
  viewed_at: instantOrNull('When the customer first opened it'),
  paid_at: instantOrNull('When nothing was due any more'),
  overdue_at: instantOrNull('When it became overdue'),
  created_at: instant('When it was created'),
  updated_at: instant('When it last changed'),
}

const step = {
  event: text('The type of the event that follows, or `payment_check`, `refund_check`'),
  at: instantOrNull('Null means as soon as possible'),
  local_time: textOrNull('The same in the merchant’s time zone'),
  why: text('A sentence'),
}

export const Upcoming = v.strictObject({
  status: word(INVOICE_STATUSES, 'The status of the invoice'),
  now: instant('The time by the invoice’s clock'),
  local_time: text('The same in the merchant’s time zone'),
  time_zone: text('IANA time zone'),
  data: v.array(v.strictObject({ ...step, channels: v.optional(v.array(v.picklist(CHANNELS))) })),
  suppressed: v.pipe(
    v.array(v.strictObject({ ...step, code: text('Why it does not happen') })),
    v.description('What was planned and does not happen'),
  ),
  why: text('A sentence about the next step'),
})

export const InvoiceSummary = v.strictObject(summaryEntries)
export const Invoice = v.strictObject({ ...summaryEntries, ...money })
export const ChangedInvoice = v.strictObject({ ...summaryEntries, ...money, next: Upcoming })
export const InvoiceWithPayment = v.strictObject({
  ...ChangedInvoice.entries,
  payment: idOf('pay', 'The new payment'),
})
export const InvoiceWithRefund = v.strictObject({
  ...ChangedInvoice.entries,
  refund: idOf('ref', 'The new refund'),
  credit_note: v.optional(idOf('crn', 'The new credit note')),
})
export const InvoiceWithCreditNote = v.strictObject({
  ...ChangedInvoice.entries,
  credit_note: idOf('crn', 'The new credit note'),
})

export const AdvancedInvoice = v.strictObject({
  ...ChangedInvoice.entries,
  settled: flag('False while steps of the invoice are still in progress; advance by `PT0S` to wait longer'),
})

export const Preview = v.strictObject({
  object: v.literal('preview'),
  url: v.pipe(v.string(), v.url()),
  expires_at: instant('A day after the request'),
})

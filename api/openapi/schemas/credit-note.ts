import * as v from 'valibot'
import { instant, orNull, text, word } from '../../../domain/events/public-event.ts'
import { CREDIT_REASONS } from '../../../domain/invoice/index.ts'
import { amount, currency, idOf, mode, textOrNull } from './fields.ts'
import { Line, nationalTax, taxes, totals } from './invoice.ts'

const { net: _, tax: __, ...line } = Line.entries

export const CreditNote = v.strictObject({
  id: idOf('crn'),
  object: v.literal('credit_note'),
  mode,
  number: text('Without gaps, in a series of its own'),
  invoice: idOf('inv', 'The credited invoice'),
  invoice_number: textOrNull('The number of the credited invoice'),
  currency,
  net: amount('Before tax, in minor units'),
  tax: amount('Minor units'),
  national_tax: nationalTax,
  amount: amount('With tax, in minor units'),
  taxes,
  rounding: totals.rounding,
  lines: v.pipe(
    v.array(
      v.strictObject({
        line: orNull(v.number(), 'The number of the invoice’s line; null for other amounts'),
        ...line,
      }),
    ),
    v.description('They add up to the net, or to the amount if prices include tax'),
  ),
  origin: word(CREDIT_REASONS, 'What made it: the merchant, a refund or a void'),
  reason: textOrNull('Printed on the document'),
  profile_version: v.pipe(v.number(), v.description('The version of the business profile')),
  issued_at: instant('By the clock of the invoice'),
  created_at: instant('When it was created'),
})

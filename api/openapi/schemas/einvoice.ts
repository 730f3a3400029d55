import * as v from 'valibot'
import { CLEARANCE_KINDS } from '../../../domain/einvoice/clearance.ts'
import { EINVOICE_FILES } from '../../../domain/einvoice/format.ts'
import { date, orNull, text, word } from '../../../domain/events/public-event.ts'

export const Einvoice = v.strictObject({
  object: v.literal('einvoice'),
  formats: v.array(
    v.strictObject({
      format: word(EINVOICE_FILES, 'The value of the parameter `format`'),
      missing: v.array(
        v.strictObject({
          field: text('The field of the profile, the customer or the invoice'),
          detail: text('What it has to be'),
        }),
      ),
    }),
  ),
  clearance: orNull(
    v.strictObject({
      country: text('ISO 3166-1 alpha-2 code of the seller'),
      kind: word(CLEARANCE_KINDS, 'Who gets the invoice besides the customer'),
      system: text('Its name'),
      since: date('The first day of the duty'),
      replaces_pdf: v.pipe(v.boolean(), v.description('Whether the PDF is no invoice for taxes')),
      source: text('A page of the authority'),
    }),
    'A duty of the seller’s country between businesses, which you fulfil yourself',
  ),
})

import { electronicFormatIBAN, isValidBIC, isValidIBAN } from 'ibantools'
import * as v from 'valibot'
import { isAddressScheme, isAddressValue } from '../../../domain/party/electronic-address.ts'
import type { BankDetails } from '../../../domain/party/party.ts'
import { readVatNumber } from '../../../domain/party/vat-number.ts'
import { referenceProblem, referenceTypeOf } from '../../../domain/payment/references/choice.ts'
import { isCurrency } from '../../../domain/shared/money.ts'
import { date, email, line, phone, rule } from './fields.ts'
import { withoutUndefined } from './merge-changes.ts'
import { REFERENCE_TYPES } from '../../../domain/payment/references/types.ts'
import { ATTACHED_FORMATS } from '../../../domain/einvoice/format.ts'

const pasted = v.pipe(
  v.string('invalid_type|must be a text'),
  v.maxLength(100, 'too_long|must be at most 100 characters'),
  v.transform((text) => text.replace(/[\s\p{Cf}\p{Pd}]/gu, '')),
  v.minLength(1, 'required|must not be empty'),
)

export const iban = v.pipe(
  pasted,
  v.transform((text) => electronicFormatIBAN(text) ?? ''),
  v.check(
    (text) => isValidIBAN(text),
    'invalid_iban|must be a valid IBAN: its length, form or check digits are wrong',
  ),
)
export const sortCode = v.pipe(pasted, v.regex(/^\d{6}$/, 'invalid_sort_code|must be six digits, 04-00-04'))
export const accountNumber = v.pipe(pasted, v.regex(/^\d{8}$/, 'invalid_account_number|must be eight digits'))

const bic = v.pipe(
  pasted,
  v.transform((text) => text.toUpperCase()),
  v.check((text) => isValidBIC(text), 'invalid_bic|must be a BIC of 8 or 11 characters, DEUTDEFF'),
)

export const vatNumber = v.pipe(
  line(30, { description: 'With the code of its country first', examples: ['DE136695976'] }),
  v.transform((text) => readVatNumber(text) ?? ''),
  v.minLength(
    1,
    'invalid_vat_number|must be a VAT number of a European country, with the country first: DE136695976',
  ),
)

export const electronicAddress = v.strictObject({
  scheme: v.pipe(
    line(4, { description: 'A code of the list EAS', examples: ['0088'] }),
    v.check(isAddressScheme, 'invalid_scheme|must be a code of the list EAS, such as 0088, 9930 or EM'),
  ),
  value: v.pipe(
    line(100, { examples: ['7300010000001'] }),
    v.check(isAddressValue, 'invalid_characters|must be of letters and digits without spaces'),
  ),
})

/** Purchase orders and references of buyers, such as a Leitweg-ID, have this form. */
export const orderReference = line(100)

export const einvoiceContact = v.strictObject({ name: line(100), phone, email })

export const einvoiceFormat = v.pipe(
  v.picklist(ATTACHED_FORMATS, `invalid_choice|must be one of ${ATTACHED_FORMATS.join(', ')}`),
  v.description('The e-invoice that the mail attaches'),
)

const BankFields = v.strictObject({
  account_name: line(70),
  iban: v.optional(iban),
  bic: v.optional(bic),
  sort_code: v.optional(sortCode),
  account_number: v.optional(accountNumber),
  reference: v.optional(
    v.picklist(REFERENCE_TYPES, `invalid_choice|must be one of ${REFERENCE_TYPES.join(', ')}`),
  ),
  creditor_number: v.optional(accountNumber),
  show_on_documents: v.optional(v.boolean('invalid_type|must be true or false'), false),
  currencies: v.optional(
    v.pipe(
      v.array(v.string('invalid_type|must be a list of texts'), 'invalid_type|must be a list of texts'),
      v.check(
        (codes) => codes.length > 0 && codes.every(isCurrency),
        'unknown_currency|must be ISO 4217 currency codes such as EUR, at least one',
      ),
      v.transform((codes) => [...new Set(codes.filter(isCurrency))]),
    ),
  ),
})
type BankFields = v.InferOutput<typeof BankFields>

const ACCOUNT = ['iban', 'sort_code', 'account_number'] as const

export const bankDetails = v.pipe(
  BankFields,
  v.forward(
    rule<BankFields>(
      [...ACCOUNT],
      (body) => body.iban !== undefined || body.sort_code !== undefined,
      'required|is required, or sort_code and account_number',
    ),
    ['iban'],
  ),
  v.forward(
    rule<BankFields>(
      [...ACCOUNT],
      (body) => (body.sort_code === undefined) === (body.account_number === undefined),
      'required|is required with sort_code',
    ),
    ['account_number'],
  ),
  v.forward(
    rule<BankFields>(
      [...ACCOUNT],
      (body) => body.iban === undefined || body.sort_code === undefined,
      'conflict|must be left out when there is an IBAN',
    ),
    ['sort_code'],
  ),
  v.forward(
    rule<BankFields>(
      [...ACCOUNT, 'reference', 'creditor_number'],
      (body) => referenceProblem(body) === undefined,
      (body) => `reference_not_taken|cannot be ${referenceTypeOf(body)}: it ${referenceProblem(body) ?? ''}`,
    ),
    ['reference'],
  ),
  v.transform((body): BankDetails => ({ ...withoutUndefined(body), reference: referenceTypeOf(body) })),
)

export const servicePeriod = v.pipe(
  v.strictObject({ from: date, to: date }),
  v.forward(
    rule<{ from: string; to: string }>(
      ['from', 'to'],
      ({ from, to }) => from <= to,
      'ends_before_start|must not be before the beginning of the period',
    ),
    ['to'],
  ),
)

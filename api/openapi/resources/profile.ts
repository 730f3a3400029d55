import * as v from 'valibot'
import { actorSchema, flag, instant, orNull, text, word } from '../../../domain/events/public-event.ts'
import { ProfileBody } from '../../merchant/account/profile.ts'
import type { Resource } from '../operation.ts'
import { count, textOrNull } from '../schemas/fields.ts'
import { addressParts, electronicAddress } from '../schemas/invoice.ts'
import { REFERENCE_TYPES } from '../../../domain/payment/references/types.ts'

const Profile = v.strictObject({
  object: v.literal('profile'),
  version: count('From 1'),
  name: text('The name'),
  email: text('The e-mail address'),
  legal_name: textOrNull('The legal name'),
  address: orNull(addressParts, 'The address'),
  phone: textOrNull('E.164'),
  website: textOrNull('A web address'),
  company_number: textOrNull('The number in the register of companies'),
  tax_number: textOrNull('The tax number'),
  vat_number: textOrNull('The VAT number, with the code of its country first'),
  electronic_address: orNull(electronicAddress, 'Where e-invoices come from'),
  einvoice_contact: orNull(
    v.strictObject({ name: v.string(), phone: text('E.164'), email: v.string() }),
    'Whom the customer asks about an e-invoice',
  ),
  bank_details: orNull(
    v.strictObject({
      account_name: v.string(),
      iban: v.optional(v.string()),
      bic: v.optional(v.string()),
      sort_code: v.optional(text('Six digits')),
      account_number: v.optional(text('Eight digits')),
      reference: word(REFERENCE_TYPES, 'The payment reference that the bank of the account takes'),
      creditor_number: v.optional(text('Eight digits, of payments by FIK')),
      show_on_documents: flag('False keeps the account to e-invoices'),
      currencies: v.pipe(v.array(v.string()), v.description('Invoices in these show the account')),
    }),
    'The account for transfers',
  ),
  small_business_note: textOrNull('Why invoices have no tax'),
  terms: textOrNull('The terms of payment'),
})

const ProfileVersion = v.strictObject({
  ...Profile.entries,
  changed_by: orNull(actorSchema, 'Who made the version'),
  created_at: instant('When it was made'),
})

const EXAMPLE = {
  object: 'profile',
  version: 3,
  name: 'Babbage Engines',
  email: 'accounts@engines.example',
  legal_name: 'Babbage Engines Limited',
  address: { line1: '1 Dorset Street', city: 'London', postal_code: 'W1U 4EE', country: 'GB' },
  phone: '+442079460123',
  website: 'https://engines.example',
  company_number: '01234567',
  tax_number: null,
  vat_number: 'GB980780684',
  electronic_address: { scheme: '9932', value: 'GB980780684' },
  einvoice_contact: { name: 'Accounts', phone: '+442079460123', email: 'accounts@engines.example' },
  bank_details: {
    account_name: 'Babbage Engines Limited',
    sort_code: '040004',
    account_number: '12345678',
    reference: 'number',
    show_on_documents: true,
    currencies: ['GBP'],
  },
  small_business_note: null,
  terms: 'Payable within 30 days.',
}
const VERSION = {
  ...EXAMPLE,
  changed_by: { type: 'api_key', id: 'key_01kb8y3m5xf6q8c7w1e2r3t4v5' },
  created_at: '2026-12-01T09:00:00.000Z',
}

export const profile: Resource = {
  tag: 'Profile',
  about: 'What customers see of the merchant. An invoice keeps the version of its issue.',
  parameters: {
    version: v.pipe(v.string(), v.regex(/^[1-9]\d{0,8}$/), v.description('The number of the version')),
  },
  requests: {
    ProfileChanges: { schema: ProfileBody, example: { terms: 'Payable within 30 days.', phone: null } },
  },
  responses: {
    Profile: { schema: Profile, example: EXAMPLE },
    ProfileVersion: { schema: ProfileVersion, example: VERSION },
    ProfileVersionList: {
      schema: v.strictObject({
        data: v.pipe(v.array(ProfileVersion), v.description('At most 100, newest first')),
      }),
      example: { data: [VERSION] },
    },
  },
  operations: [
    {
      method: 'get',
      path: '/v1/profile',
      id: 'getProfile',
      summary: 'Read the profile',
      answers: { 200: { schema: 'Profile', headers: ['ETag'] } },
    },
    {
      method: 'patch',
      path: '/v1/profile',
      id: 'changeProfile',
      summary: 'Change the profile',
      description: 'Makes a version. Null removes a field.',
      body: 'ProfileChanges',
      conditional: true,
      answers: { 200: { schema: 'Profile', headers: ['ETag?'] } },
    },
    {
      method: 'get',
      path: '/v1/profile/versions',
      id: 'listProfileVersions',
      summary: 'List versions of the profile',
      answers: { 200: 'ProfileVersionList' },
    },
    {
      method: 'get',
      path: '/v1/profile/versions/{version}',
      id: 'getProfileVersion',
      summary: 'Read a version of the profile',
      answers: { 200: 'ProfileVersion' },
    },
  ],
}

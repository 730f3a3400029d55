import * as v from 'valibot'
import { actorSchema, instant, orNull, text } from '../../../domain/events/public-event.ts'
import { ProfileBody } from '../../merchant/account/profile.ts'
import type { Resource } from '../operation.ts'
import { count, textOrNull } from '../schemas/fields.ts'
import { addressParts } from '../schemas/invoice.ts'

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
  tax_number: 'GB123456789',
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
      answers: { 200: 'Profile' },
    },
    {
      method: 'patch',
      path: '/v1/profile',
      id: 'changeProfile',
      summary: 'Change the profile',
      description: 'Makes a version. Null removes a field.',
      body: 'ProfileChanges',
      answers: { 200: 'Profile' },
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

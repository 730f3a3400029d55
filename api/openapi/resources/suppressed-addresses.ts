import * as v from 'valibot'
import { actorSchema, instant, orNull, text, word } from '../../../domain/events/public-event.ts'
import { CHANNELS, DELIVERY_FAILURES } from '../../../domain/invoice/index.ts'
import { SuppressedAddressList } from '../../merchant/account/suppressed-addresses.ts'
import { onePage } from '../examples/invoice.ts'
import type { Resource } from '../operation.ts'
import { idOf, instantOrNull, pageOf } from '../schemas/fields.ts'

const SuppressedAddress = v.strictObject({
  object: v.literal('suppressed_address'),
  id: idOf('sup'),
  channel: word(CHANNELS, 'The channel'),
  address: text('The address, in lower case, or the phone number'),
  reason: word(DELIVERY_FAILURES, 'Why no more messages go there'),
  status: word(['suppressed', 'reopened'], 'The status'),
  created_at: instant('When it was suppressed'),
  reopened_at: instantOrNull('When it was opened again'),
  reopened_by: orNull(actorSchema, 'Who opened it'),
})

const EXAMPLE = {
  object: 'suppressed_address',
  id: 'sup_01k8zqj5k7m9n1p3q5r7s9t1v3',
  channel: 'email',
  address: 'ada@customer.example',
  reason: 'bounced',
  status: 'suppressed',
  created_at: '2026-12-01T09:00:05.000Z',
  reopened_at: null,
  reopened_by: null,
}

export const suppressedAddresses: Resource = {
  tag: 'Suppressed addresses',
  about: 'Addresses that get no more messages: they bounced for good, or their owner asked for it.',
  parameters: { address: text('The address') },
  requests: {},
  responses: {
    SuppressedAddress: { schema: SuppressedAddress, example: EXAMPLE },
    SuppressedAddressList: { schema: pageOf(SuppressedAddress), example: onePage(EXAMPLE) },
  },
  operations: [
    {
      method: 'get',
      path: '/v1/suppressed_addresses',
      id: 'listSuppressedAddresses',
      summary: 'List suppressed addresses',
      query: SuppressedAddressList,
      answers: { 200: 'SuppressedAddressList' },
    },
    {
      method: 'delete',
      path: '/v1/suppressed_addresses/{address}',
      id: 'reopenAddress',
      summary: 'Open an address again',
      description: 'Also at the e-mail provider, where it can take a minute.',
      answers: { 204: { about: 'The address is open' } },
      problems: ['suppression_kept'],
    },
  ],
}

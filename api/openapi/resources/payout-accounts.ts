import * as v from 'valibot'
import { flag, instant, word } from '../../../domain/events/public-event.ts'
import { PayoutBody } from '../../merchant/account/change-payout-account.ts'
import type { Resource } from '../operation.ts'
import { currency } from '../schemas/fields.ts'

const PayoutAccount = v.strictObject({
  object: v.literal('payout_account'),
  currency,
  type: word(['merchant_account', 'iban', 'sort_code'], 'The kind of account'),
  iban: v.optional(v.string()),
  sort_code: v.optional(v.string()),
  account_number: v.optional(v.string()),
  holder: v.optional(v.string()),
  refundable: flag('Whether payments to it can be refunded by bank'),
  created_at: instant('When it was first set'),
  updated_at: instant('When it last changed'),
})

const EXAMPLE = {
  object: 'payout_account',
  currency: 'GBP',
  type: 'sort_code',
  sort_code: '040004',
  account_number: '12345678',
  holder: 'Babbage Engines Ltd',
  refundable: false,
  created_at: '2026-12-01T09:00:00.000Z',
  updated_at: '2026-12-01T09:00:00.000Z',
}

export const payoutAccounts: Resource = {
  tag: 'Payout accounts',
  about: 'Where the money in a currency goes.',
  parameters: { currency },
  requests: {
    PayoutAccountRequest: {
      schema: PayoutBody,
      example: {
        type: 'sort_code',
        sort_code: '04-00-04',
        account_number: '12345678',
        holder: 'Babbage Engines Ltd',
      },
    },
  },
  responses: {
    PayoutAccount: { schema: PayoutAccount, example: EXAMPLE },
    PayoutAccountList: {
      schema: v.strictObject({ data: v.array(PayoutAccount), next_cursor: v.null() }),
      example: { data: [EXAMPLE], next_cursor: null },
    },
  },
  operations: [
    {
      method: 'get',
      path: '/v1/payout_accounts',
      id: 'listPayoutAccounts',
      summary: 'List payout accounts',
      answers: { 200: 'PayoutAccountList' },
    },
    {
      method: 'get',
      path: '/v1/payout_accounts/{currency}',
      id: 'getPayoutAccount',
      summary: 'Read the payout account of a currency',
      answers: { 200: { schema: 'PayoutAccount', headers: ['ETag'] } },
    },
    {
      method: 'put',
      path: '/v1/payout_accounts/{currency}',
      id: 'setPayoutAccount',
      summary: 'Set the payout account of a currency',
      description:
        'The change holds for every payment that begins after it. An IBAN has to be in a country where the currency is paid; GBP takes the sort code.',
      body: 'PayoutAccountRequest',
      conditional: true,
      answers: { 200: { schema: 'PayoutAccount', headers: ['ETag?'] } },
    },
    {
      method: 'delete',
      path: '/v1/payout_accounts/{currency}',
      id: 'deletePayoutAccount',
      summary: 'Remove the payout account of a currency',
      description: 'New invoices in the currency are refused.',
      conditional: true,
      answers: { 204: { about: 'The account is removed' } },
    },
  ],
}

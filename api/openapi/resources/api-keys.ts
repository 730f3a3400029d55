import * as v from 'valibot'
import { actorSchema, instant, orNull, text, word } from '../../../domain/events/public-event.ts'
import { SCOPES } from '../../../domain/merchant/api-key.ts'
import { OverlapBody } from '../../http/limits/overlap.ts'
import { ApiKeyList, NewApiKeyBody } from '../../merchant/api-keys/bodies.ts'
import { onePage } from '../examples/invoice.ts'
import type { Resource } from '../operation.ts'
import { idOf, instantOrNull, mode, pageOf, textOrNull } from '../schemas/fields.ts'

const ApiKey = v.strictObject({
  object: v.literal('api_key'),
  id: idOf('key'),
  name: text('The name'),
  mode,
  scopes: v.array(v.picklist(SCOPES)),
  starts_with: text('The first characters of the key'),
  status: word(['active', 'expired', 'revoked'], 'The status'),
  created_at: instant('When it was created'),
  created_by: v.pipe(actorSchema, v.description('Who created it')),
  last_used_at: instantOrNull('When it was last used, exact to a minute'),
  expires_at: instantOrNull('When it expires'),
  revoked_at: instantOrNull('When it was revoked'),
  revoked_by: orNull(actorSchema, 'Who revoked it'),
  replaced_by: textOrNull('The key that replaces it after a rotation, `key_…`'),
})

const NewApiKey = v.strictObject({
  ...ApiKey.entries,
  key: textOrNull('The key itself. A repeated answer has null.'),
})

const ID = 'key_01kb8y3m5xf6q8c7w1e2r3t4v5'
const EXAMPLE = {
  object: 'api_key',
  id: ID,
  name: 'Accounting',
  mode: 'test',
  scopes: ['read'],
  starts_with: 'dw_test_04hR',
  status: 'active',
  created_at: '2026-11-30T09:00:00.000Z',
  created_by: { type: 'api_key', id: 'key_01kb8xzt0de9ntm2v3w4x5y6z7' },
  last_used_at: null,
  expires_at: '2027-11-30T00:00:00.000Z',
  revoked_at: null,
  revoked_by: null,
  replaced_by: null,
}
const CREATED = { 201: { about: 'The new key', schema: 'NewApiKey', headers: ['Location'] } } as const

export const apiKeys: Resource = {
  tag: 'API keys',
  about: 'A key belongs to one mode, and has only the scopes that it needs.',
  parameters: { id: idOf('key', 'The key') },
  requests: {
    NewApiKeyRequest: {
      schema: NewApiKeyBody,
      example: { name: 'Accounting', scopes: ['read'], expires_at: '2027-11-30T00:00:00Z' },
    },
    OverlapRequest: { schema: OverlapBody, example: { overlap: 'P7D' } },
  },
  responses: {
    ApiKey: { schema: ApiKey, example: EXAMPLE },
    NewApiKey: {
      schema: NewApiKey,
      example: { ...EXAMPLE, key: 'dw_test_04hRzgefUy8S7YcHUrJGoeiJTKldGueU32d1WEY' },
    },
    ApiKeyList: { schema: pageOf(ApiKey), example: onePage(EXAMPLE) },
  },
  operations: [
    {
      method: 'post',
      path: '/v1/api_keys',
      id: 'createApiKey',
      summary: 'Create an API key',
      description: 'Only the first answer has the key itself. Its scopes are among those of the caller.',
      body: 'NewApiKeyRequest',
      answers: CREATED,
    },
    {
      method: 'get',
      path: '/v1/api_keys',
      id: 'listApiKeys',
      summary: 'List API keys',
      description: 'Of the merchant and mode, newest first, also those that have ended.',
      query: ApiKeyList,
      answers: { 200: 'ApiKeyList' },
    },
    {
      method: 'get',
      path: '/v1/api_keys/{id}',
      id: 'getApiKey',
      summary: 'Read an API key',
      answers: { 200: 'ApiKey' },
    },
    {
      method: 'post',
      path: '/v1/api_keys/{id}/rotate',
      id: 'rotateApiKey',
      summary: 'Replace an API key',
      description:
        'The new key has the same terms. The old one works until the overlap is over, at most `P30D`.',
      body: { optional: 'OverlapRequest' },
      answers: CREATED,
      problems: ['api_key_revoked', 'api_key_expired', 'api_key_rotated', 'invalid_duration'],
    },
    {
      method: 'delete',
      path: '/v1/api_keys/{id}',
      id: 'revokeApiKey',
      summary: 'Revoke an API key',
      description: 'It stops at once. A second request changes nothing.',
      answers: { 204: { about: 'The key is revoked' } },
    },
  ],
}

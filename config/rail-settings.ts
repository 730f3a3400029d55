import type * as v from 'valibot'
import type { Config } from './config.ts'
import type { PARSERS } from './parsers.ts'

type Values = v.InferOutput<v.ObjectSchema<typeof PARSERS, undefined>>

export function trueLayerOf(env: Values): Config['truelayer'] {
  return {
    apiUrl: env.TRUELAYER_API_URL,
    authUrl: env.TRUELAYER_AUTH_URL,
    clientId: env.TRUELAYER_CLIENT_ID,
    clientSecret: env.TRUELAYER_CLIENT_SECRET,
    signingKey: env.TRUELAYER_SIGNING_KEY,
    keyId: env.TRUELAYER_KEY_ID,
    webhookJku: env.TRUELAYER_WEBHOOK_JKU,
    merchantAccounts: env.TRUELAYER_MERCHANT_ACCOUNT_ID,
    directReturn: env.TRUELAYER_DIRECT_RETURN === 'true',
    accountHolderName: env.TRUELAYER_ACCOUNT_HOLDER_NAME,
  }
}

export function tokenIoOf(env: Values): Pick<Config, 'tokenio'> {
  const { TOKENIO_MEMBER_ID: memberId, TOKENIO_KEY_ID: keyId, TOKENIO_SIGNING_KEY: signingKey } = env
  const { TOKENIO_WEBHOOK_KEYS: webhookKeys, TOKENIO_SETTLEMENT_ACCOUNTS: settlementAccounts = {} } = env
  if (!memberId || !keyId || !signingKey || !webhookKeys) return {}
  const { TOKENIO_API_URL: apiUrl, TOKENIO_PAID_WHEN: paidWhen } = env
  const { TOKENIO_ON_BEHALF_OF_ID: onBehalfOfId } = env
  const accounts = { settlementAccounts, paidWhen, ...(onBehalfOfId ? { onBehalfOfId } : {}) }
  return { tokenio: { apiUrl, memberId, keyId, signingKey, webhookKeys, ...accounts } }
}

export function previewOf(env: Values): Config['preview'] {
  const { PREVIEW_TRUELAYER_CLIENT_ID: clientId, PREVIEW_TRUELAYER_CLIENT_SECRET: clientSecret } = env
  const { PREVIEW_TRUELAYER_SIGNING_KEY: signingKey, PREVIEW_TRUELAYER_KEY_ID: keyId } = env
  const { PREVIEW_TRUELAYER_MERCHANT_ACCOUNT_ID: merchantAccounts } = env
  const { PREVIEW_TOKENIO_MEMBER_ID: memberId, PREVIEW_TOKENIO_KEY_ID: tokenKeyId } = env
  const { PREVIEW_TOKENIO_SIGNING_KEY: tokenSigningKey } = env
  return {
    ...(clientId && clientSecret && signingKey && keyId && merchantAccounts
      ? {
          truelayer: {
            apiUrl: env.PREVIEW_TRUELAYER_API_URL,
            authUrl: env.PREVIEW_TRUELAYER_AUTH_URL,
            clientId,
            clientSecret,
            signingKey,
            keyId,
            merchantAccounts,
            accountHolderName: env.TRUELAYER_ACCOUNT_HOLDER_NAME,
          },
        }
      : {}),
    ...(memberId && tokenKeyId && tokenSigningKey
      ? {
          tokenio: {
            apiUrl: env.PREVIEW_TOKENIO_API_URL,
            memberId,
            keyId: tokenKeyId,
            signingKey: tokenSigningKey,
            settlementAccounts: {},
            paidWhen: 'debited' as const,
          },
        }
      : {}),
  }
}

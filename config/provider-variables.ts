import type { Mode } from '../domain/shared/mode.ts'
import { tokenIoKey, trueLayerKey } from './keys.ts'
import {
  accountSid,
  email,
  flag,
  liveUrl,
  liveUrlList,
  memberId,
  paidWhen,
  phoneSender,
  testUrl,
  testUrlList,
  text,
  tokenIoAccounts,
  tokenIoWebhookKeys,
  trueLayerAccounts,
  url,
} from './schemas.ts'

const LIVE = {
  url: liveUrl,
  urlList: liveUrlList,
  truelayer: 'https://api.truelayer.com',
  truelayerAuth: 'https://auth.truelayer.com',
  truelayerJwks: 'https://webhooks.truelayer.com/.well-known/jwks',
  tokenio: 'https://api.token.io',
} as const

const TEST = {
  url: testUrl,
  urlList: testUrlList,
  truelayer: 'https://api.truelayer-sandbox.com',
  truelayerAuth: 'https://auth.truelayer-sandbox.com',
  truelayerJwks: 'https://webhooks.truelayer-sandbox.com/.well-known/jwks',
  tokenio: 'https://api.sandbox.token.io',
} as const

export function providerVariables(mode: Mode) {
  const isLive = mode === 'live'
  const known = isLive ? LIVE : TEST
  const named = (name: string) => (isLive ? name : `TEST_${name}`)
  const about = (meaning: string) => (isLive ? meaning : `test mode: ${meaning}`)
  const titled = (title: string) => (isLive ? title : `${title} in test mode`)

  return {
    truelayer: {
      optional: true,
      title: titled('TrueLayer'),
      variables: {
        apiUrl: {
          name: named('TRUELAYER_API_URL'),
          schema: known.url,
          meaning: about('TrueLayer’s API'),
          default: known.truelayer,
        },
        authUrl: {
          name: named('TRUELAYER_AUTH_URL'),
          schema: known.url,
          meaning: about('TrueLayer’s token server'),
          default: known.truelayerAuth,
        },
        clientId: {
          name: named('TRUELAYER_CLIENT_ID'),
          schema: text,
          meaning: about('client id from TrueLayer’s console'),
        },
        clientSecret: {
          name: named('TRUELAYER_CLIENT_SECRET'),
          schema: text,
          meaning: about('client secret from TrueLayer’s console'),
        },
        signingKey: {
          name: named('TRUELAYER_SIGNING_KEY'),
          schema: trueLayerKey,
          meaning: about(
            'PEM of the EC private key (P-521) that signs requests; `\\n` may stand for line ends',
          ),
        },
        keyId: {
          name: named('TRUELAYER_KEY_ID'),
          schema: text,
          meaning: about('id of the public key in TrueLayer’s console'),
        },
        webhookJku: {
          name: named('TRUELAYER_WEBHOOK_JKU'),
          schema: known.urlList,
          meaning: about('addresses from which webhook keys may come, separated by commas'),
          default: known.truelayerJwks,
        },
        merchantAccounts: {
          name: named('TRUELAYER_MERCHANT_ACCOUNT_ID'),
          schema: trueLayerAccounts,
          meaning: about('merchant accounts: `GBP=<id>,EUR=<id>`'),
        },
        directReturn: {
          name: named('TRUELAYER_DIRECT_RETURN'),
          schema: flag,
          meaning: about('`true` if banks send payers back directly, under a licence of your own'),
          default: 'false',
        },
        accountHolderName: {
          name: named('TRUELAYER_ACCOUNT_HOLDER_NAME'),
          schema: text,
          meaning: about('name of the merchant accounts’ holder, as banks show it'),
          default: 'Duewell',
        },
      },
    },
    tokenio: {
      optional: true,
      title: titled('Token.io'),
      variables: {
        apiUrl: {
          name: named('TOKENIO_API_URL'),
          schema: known.url,
          meaning: about('Token.io’s API'),
          default: known.tokenio,
        },
        memberId: {
          name: named('TOKENIO_MEMBER_ID'),
          schema: memberId,
          meaning: about('member id from Token.io, `m:…`'),
        },
        keyId: {
          name: named('TOKENIO_KEY_ID'),
          schema: text,
          meaning: about('id of the key that is enrolled at Token.io'),
        },
        signingKey: {
          name: named('TOKENIO_SIGNING_KEY'),
          schema: tokenIoKey,
          meaning: about('PEM of its private key (Ed25519, RSA or P-256); `\\n` may stand for line ends'),
        },
        webhookKeys: {
          name: named('TOKENIO_WEBHOOK_KEYS'),
          schema: tokenIoWebhookKeys,
          meaning: about('public keys of Token.io’s webhooks, base64url, separated by commas'),
        },
        settlementAccounts: {
          name: named('TOKENIO_SETTLEMENT_ACCOUNTS'),
          schema: tokenIoAccounts,
          meaning: about('settlement accounts at Token.io, `EUR=<id>,GBP=<id>`'),
          optional: true,
        },
        onBehalfOfId: {
          name: named('TOKENIO_ON_BEHALF_OF_ID'),
          schema: text,
          meaning: about('id of our sub-TPP, if payments are initiated under Token.io’s own licence'),
          optional: true,
        },
        paidWhen: {
          name: named('TOKENIO_PAID_WHEN'),
          schema: paidWhen,
          meaning: about(
            'state that counts as paid into a merchant’s own account: `debited` from the payer’s, or `credited`, which few banks report',
          ),
          default: 'debited',
        },
      },
    },
    twilio: {
      optional: true,
      title: titled('text messages'),
      variables: {
        apiUrl: {
          name: named('TWILIO_API_URL'),
          schema: url,
          meaning: about('Twilio’s API'),
          default: 'https://api.twilio.com',
        },
        accountSid: {
          name: named('TWILIO_ACCOUNT_SID'),
          schema: accountSid,
          meaning: about('account SID from Twilio'),
        },
        authToken: {
          name: named('TWILIO_AUTH_TOKEN'),
          schema: text,
          meaning: about('auth token from Twilio'),
        },
        from: {
          name: named('TWILIO_FROM'),
          schema: phoneSender,
          meaning: about('number or sender name of text messages'),
        },
      },
    },
    postmark: {
      apiUrl: {
        name: named('POSTMARK_API_URL'),
        schema: url,
        meaning: about('Postmark’s API'),
        default: 'https://api.postmarkapp.com',
      },
      serverToken: {
        name: named('POSTMARK_SERVER_TOKEN'),
        schema: text,
        meaning: about('server token from Postmark'),
      },
      from: {
        name: named('POSTMARK_FROM'),
        schema: email,
        meaning: about('confirmed sender address'),
      },
      messageStream: {
        name: named('POSTMARK_MESSAGE_STREAM'),
        schema: text,
        meaning: about('message stream'),
        default: 'outbound',
      },
      webhookUser: {
        name: named('POSTMARK_WEBHOOK_USER'),
        schema: text,
        meaning: about('user name that Postmark’s webhooks authenticate with'),
      },
      webhookPassword: {
        name: named('POSTMARK_WEBHOOK_PASSWORD'),
        schema: text,
        meaning: about('password that Postmark’s webhooks authenticate with'),
      },
    },
  } as const
}

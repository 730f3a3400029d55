import type * as v from 'valibot'
import { pem, tokenIoKey, trueLayerKey } from './keys.ts'
import {
  accountSid,
  addressList,
  bankLimits,
  databaseUrl,
  email,
  flag,
  linkKeys,
  logLevel,
  longSecret,
  memberId,
  paidWhen,
  phoneSender,
  port,
  sandboxUrl,
  text,
  timeOfDay,
  tokenIoAccounts,
  tokenIoWebhookKeys,
  trueLayerAccounts,
  url,
  urlList,
  wholeNumber,
} from './schemas.ts'

export interface Variable {
  name: string
  schema: v.GenericSchema<string, unknown>
  meaning: string
  default?: string
  optional?: true
}

export interface OptionalGroup {
  optional: true
  title: string
  variables: Group
}

export interface Group {
  [key: string]: Variable | OptionalGroup | Group
}

export const VARIABLES = {
  databaseUrl: {
    name: 'DATABASE_URL',
    schema: databaseUrl,
    meaning: 'PostgreSQL, `postgresql://user:password@host:5432/duewell`; add `?sslmode=require` for TLS',
  },
  publicUrl: {
    name: 'PUBLIC_URL',
    schema: url,
    meaning: 'address at which customers and banks reach the api, without a slash at the end',
  },
  host: {
    name: 'HOST',
    schema: text,
    meaning: 'address on which the api and the worker’s probes listen',
    default: '0.0.0.0',
  },
  port: { name: 'PORT', schema: port, meaning: 'port of the api', default: '4000' },
  metricsPort: {
    name: 'METRICS_PORT',
    schema: port,
    meaning: 'port of the api’s `/metrics`, which the public must not reach',
    default: '4001',
  },
  workerPort: {
    name: 'WORKER_PORT',
    schema: port,
    meaning: 'port of the worker’s `/readyz`',
    default: '4040',
  },
  workerMetricsPort: {
    name: 'WORKER_METRICS_PORT',
    schema: port,
    meaning: 'port of the worker’s `/metrics`',
    default: '4041',
  },
  reconcileAt: {
    name: 'RECONCILE_AT',
    schema: timeOfDay,
    meaning: 'time of the daily reconciliation with the accounts at the banks, `HH:MM` in UTC',
    default: '03:15',
  },
  trustedProxies: {
    name: 'TRUSTED_PROXIES',
    schema: addressList,
    meaning:
      'addresses and networks of your proxies, `10.0.0.0/8,loopback`; their `X-Forwarded-For` names the client',
    default: 'loopback',
  },
  requestsPerMinute: {
    name: 'REQUESTS_PER_MINUTE',
    schema: wholeNumber,
    meaning: 'requests of one API key a minute, for each api process; 0 turns all limits off',
    default: '6000',
  },
  failuresPerMinute: {
    name: 'FAILURES_PER_MINUTE',
    schema: wholeNumber,
    meaning: 'requests of one address a minute without a valid key, link or signature, for each api process',
    default: '60',
  },
  logLevel: {
    name: 'LOG_LEVEL',
    schema: logLevel,
    meaning: '`trace`, `debug`, `info`, `warn`, `error` or `silent`',
    default: 'info',
  },
  cjkFonts: {
    name: 'CJK_FONTS',
    schema: text,
    meaning:
      'folder of the fonts for Chinese, Japanese and Korean, which `npm run fonts:cjk` fetches; without it, `duewell/fonts-cjk` in the user’s cache',
    optional: true,
  },
  linkKeys: {
    name: 'LINK_KEYS',
    schema: linkKeys,
    meaning:
      'keys that sign payment links and encrypt stored answers, newest first: `<name>:<base64 of 32 random bytes>,…`; a key must stay as long as its links work, and for 30 days after it was the newest',
  },
  authSecret: {
    name: 'AUTH_SECRET',
    schema: longSecret,
    meaning:
      'secret that signs sessions and encrypts keys of two-factor sign-in, at least 32 random characters; a new one signs all people out, and their authenticator apps must be set up again',
  },
  temporal: {
    address: {
      name: 'TEMPORAL_ADDRESS',
      schema: text,
      meaning: 'Temporal’s frontend, `host:7233`',
      default: 'localhost:7233',
    },
    namespace: {
      name: 'TEMPORAL_NAMESPACE',
      schema: text,
      meaning: 'Temporal namespace',
      default: 'default',
    },
    taskQueue: {
      name: 'TEMPORAL_TASK_QUEUE',
      schema: text,
      meaning: 'task queue of the invoice worker',
      default: 'duewell',
    },
    apiKey: {
      name: 'TEMPORAL_API_KEY',
      schema: text,
      meaning: 'Temporal Cloud API key; turns TLS on',
      optional: true,
    },
    tls: {
      name: 'TEMPORAL_TLS',
      schema: flag,
      meaning: '`true` to connect with TLS, `false` to connect without it',
      optional: true,
    },
    clientCertPath: {
      name: 'TEMPORAL_TLS_CLIENT_CERT_PATH',
      schema: text,
      meaning: 'file with the client certificate, for mTLS; turns TLS on',
      optional: true,
    },
    clientCertData: {
      name: 'TEMPORAL_TLS_CLIENT_CERT_DATA',
      schema: pem,
      meaning: 'PEM of the client certificate, in place of the file',
      optional: true,
    },
    clientKeyPath: {
      name: 'TEMPORAL_TLS_CLIENT_KEY_PATH',
      schema: text,
      meaning: 'file with the key of the client certificate',
      optional: true,
    },
    clientKeyData: {
      name: 'TEMPORAL_TLS_CLIENT_KEY_DATA',
      schema: pem,
      meaning: 'PEM of the key of the client certificate, in place of the file',
      optional: true,
    },
    serverCaCertPath: {
      name: 'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
      schema: text,
      meaning: 'file with the certificate authority, if it is not a public one; turns TLS on',
      optional: true,
    },
    serverCaCertData: {
      name: 'TEMPORAL_TLS_SERVER_CA_CERT_DATA',
      schema: pem,
      meaning: 'PEM of the certificate authority, in place of the file',
      optional: true,
    },
    serverName: {
      name: 'TEMPORAL_TLS_SERVER_NAME',
      schema: text,
      meaning: 'name in the server’s certificate, if it is not the host of the address',
      optional: true,
    },
    configFile: {
      name: 'TEMPORAL_CONFIG_FILE',
      schema: text,
      meaning: 'file with Temporal’s client configuration; variables that are set win',
      optional: true,
    },
    profile: {
      name: 'TEMPORAL_PROFILE',
      schema: text,
      meaning: 'profile in that file, or in the user’s `temporal.toml`',
      optional: true,
    },
  },
  truelayer: {
    apiUrl: {
      name: 'TRUELAYER_API_URL',
      schema: url,
      meaning: 'TrueLayer’s API',
      default: 'https://api.truelayer.com',
    },
    authUrl: {
      name: 'TRUELAYER_AUTH_URL',
      schema: url,
      meaning: 'TrueLayer’s token server',
      default: 'https://auth.truelayer.com',
    },
    clientId: {
      name: 'TRUELAYER_CLIENT_ID',
      schema: text,
      meaning: 'client id from TrueLayer’s console',
    },
    clientSecret: {
      name: 'TRUELAYER_CLIENT_SECRET',
      schema: text,
      meaning: 'client secret from TrueLayer’s console',
    },
    signingKey: {
      name: 'TRUELAYER_SIGNING_KEY',
      schema: trueLayerKey,
      meaning: 'PEM of the EC private key (P-521) that signs requests; `\\n` may stand for line ends',
    },
    keyId: {
      name: 'TRUELAYER_KEY_ID',
      schema: text,
      meaning: 'id of the public key in TrueLayer’s console',
    },
    webhookJku: {
      name: 'TRUELAYER_WEBHOOK_JKU',
      schema: urlList,
      meaning: 'addresses from which webhook keys may come, separated by commas',
      default: 'https://webhooks.truelayer.com/.well-known/jwks',
    },
    merchantAccounts: {
      name: 'TRUELAYER_MERCHANT_ACCOUNT_ID',
      schema: trueLayerAccounts,
      meaning: 'merchant accounts: `GBP=<id>,EUR=<id>`',
    },
    directReturn: {
      name: 'TRUELAYER_DIRECT_RETURN',
      schema: flag,
      meaning: '`true` if banks send payers back directly, under a licence of your own',
      default: 'false',
    },
    accountHolderName: {
      name: 'TRUELAYER_ACCOUNT_HOLDER_NAME',
      schema: text,
      meaning: 'name of the merchant accounts’ holder, as banks show it',
      default: 'Duewell',
    },
  },
  tokenio: {
    optional: true,
    title: 'Token.io',
    variables: {
      apiUrl: {
        name: 'TOKENIO_API_URL',
        schema: url,
        meaning: 'Token.io’s API',
        default: 'https://api.token.io',
      },
      memberId: {
        name: 'TOKENIO_MEMBER_ID',
        schema: memberId,
        meaning: 'member id from Token.io, `m:…`',
      },
      keyId: {
        name: 'TOKENIO_KEY_ID',
        schema: text,
        meaning: 'id of the key that is enrolled at Token.io',
      },
      signingKey: {
        name: 'TOKENIO_SIGNING_KEY',
        schema: tokenIoKey,
        meaning: 'PEM of its private key (Ed25519, RSA or P-256); `\\n` may stand for line ends',
      },
      webhookKeys: {
        name: 'TOKENIO_WEBHOOK_KEYS',
        schema: tokenIoWebhookKeys,
        meaning: 'public keys of Token.io’s webhooks, base64url, separated by commas',
      },
      settlementAccounts: {
        name: 'TOKENIO_SETTLEMENT_ACCOUNTS',
        schema: tokenIoAccounts,
        meaning: 'settlement accounts at Token.io, `EUR=<id>,GBP=<id>`',
        optional: true,
      },
      onBehalfOfId: {
        name: 'TOKENIO_ON_BEHALF_OF_ID',
        schema: text,
        meaning: 'id of our sub-TPP, if payments are initiated under Token.io’s own licence',
        optional: true,
      },
      paidWhen: {
        name: 'TOKENIO_PAID_WHEN',
        schema: paidWhen,
        meaning:
          'state that counts as paid into a merchant’s own account: `debited` from the payer’s, or `credited`, which few banks report',
        default: 'debited',
      },
    },
  },
  bankLimits: {
    name: 'BANK_LIMITS',
    schema: bankLimits,
    meaning: 'largest payment from a bank, `<bank id>=<whole amount> <currency>,…`',
    optional: true,
  },
  preview: {
    truelayer: {
      optional: true,
      title: 'previews at TrueLayer',
      variables: {
        apiUrl: {
          name: 'PREVIEW_TRUELAYER_API_URL',
          schema: sandboxUrl,
          meaning: 'API of TrueLayer’s sandbox, for previews of drafts',
          default: 'https://api.truelayer-sandbox.com',
        },
        authUrl: {
          name: 'PREVIEW_TRUELAYER_AUTH_URL',
          schema: sandboxUrl,
          meaning: 'token server of TrueLayer’s sandbox',
          default: 'https://auth.truelayer-sandbox.com',
        },
        clientId: {
          name: 'PREVIEW_TRUELAYER_CLIENT_ID',
          schema: text,
          meaning: 'client id of the sandbox',
        },
        clientSecret: {
          name: 'PREVIEW_TRUELAYER_CLIENT_SECRET',
          schema: text,
          meaning: 'client secret of the sandbox',
        },
        signingKey: {
          name: 'PREVIEW_TRUELAYER_SIGNING_KEY',
          schema: trueLayerKey,
          meaning: 'PEM of the EC private key (P-521) that signs requests to the sandbox',
        },
        keyId: {
          name: 'PREVIEW_TRUELAYER_KEY_ID',
          schema: text,
          meaning: 'id of its public key',
        },
        merchantAccounts: {
          name: 'PREVIEW_TRUELAYER_MERCHANT_ACCOUNT_ID',
          schema: trueLayerAccounts,
          meaning: 'merchant accounts in the sandbox: `GBP=<id>,EUR=<id>`',
        },
      },
    },
    tokenio: {
      optional: true,
      title: 'previews at Token.io',
      variables: {
        apiUrl: {
          name: 'PREVIEW_TOKENIO_API_URL',
          schema: sandboxUrl,
          meaning: 'API of Token.io’s sandbox, for previews of drafts',
          default: 'https://api.sandbox.token.io',
        },
        memberId: {
          name: 'PREVIEW_TOKENIO_MEMBER_ID',
          schema: memberId,
          meaning: 'member id in Token.io’s sandbox',
        },
        keyId: {
          name: 'PREVIEW_TOKENIO_KEY_ID',
          schema: text,
          meaning: 'id of the key that is enrolled in the sandbox',
        },
        signingKey: {
          name: 'PREVIEW_TOKENIO_SIGNING_KEY',
          schema: tokenIoKey,
          meaning: 'PEM of its private key',
        },
      },
    },
  },
  twilio: {
    optional: true,
    title: 'text messages',
    variables: {
      apiUrl: {
        name: 'TWILIO_API_URL',
        schema: url,
        meaning: 'Twilio’s API',
        default: 'https://api.twilio.com',
      },
      accountSid: {
        name: 'TWILIO_ACCOUNT_SID',
        schema: accountSid,
        meaning: 'account SID from Twilio',
      },
      authToken: { name: 'TWILIO_AUTH_TOKEN', schema: text, meaning: 'auth token from Twilio' },
      from: {
        name: 'TWILIO_FROM',
        schema: phoneSender,
        meaning: 'number or sender name of text messages',
      },
    },
  },
  postmark: {
    apiUrl: {
      name: 'POSTMARK_API_URL',
      schema: url,
      meaning: 'Postmark’s API',
      default: 'https://api.postmarkapp.com',
    },
    serverToken: {
      name: 'POSTMARK_SERVER_TOKEN',
      schema: text,
      meaning: 'server token from Postmark',
    },
    from: { name: 'POSTMARK_FROM', schema: email, meaning: 'confirmed sender address' },
    messageStream: {
      name: 'POSTMARK_MESSAGE_STREAM',
      schema: text,
      meaning: 'message stream',
      default: 'outbound',
    },
    webhookUser: {
      name: 'POSTMARK_WEBHOOK_USER',
      schema: text,
      meaning: 'user name that Postmark’s webhooks authenticate with',
    },
    webhookPassword: {
      name: 'POSTMARK_WEBHOOK_PASSWORD',
      schema: text,
      meaning: 'password that Postmark’s webhooks authenticate with',
    },
  },
} as const satisfies Group

export function listVariables(group: Group): Variable[] {
  return Object.values(group).flatMap((entry) => {
    if (isVariable(entry)) return [entry]
    return listVariables(isOptionalGroup(entry) ? entry.variables : entry)
  })
}

export function isVariable(entry: Group[string]): entry is Variable {
  return 'schema' in entry
}

export function isOptionalGroup(entry: OptionalGroup | Group): entry is OptionalGroup {
  return entry['optional'] === true
}

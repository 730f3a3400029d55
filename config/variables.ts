import type * as v from 'valibot'
import { pem } from './keys.ts'
import { providerVariables } from './provider-variables.ts'
import {
  addressList,
  addressRanges,
  amounts,
  bankLimits,
  databaseUrl,
  emailList,
  flag,
  linkKeys,
  logLevel,
  longSecret,
  port,
  retryDelays,
  testMailTo,
  text,
  timeOfDay,
  trueLayerAccounts,
  url,
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
  testMailTo: {
    name: 'TEST_MAIL_TO',
    schema: testMailTo,
    meaning:
      'whom test mode sends to: `people`, confirmed addresses of the merchant’s own people; or `everybody`, which needs e-mail and text servers on this machine',
    default: 'people',
  },
  testMailsPerDay: {
    name: 'TEST_MAILS_PER_DAY',
    schema: wholeNumber,
    meaning: 'e-mails of a merchant in test mode a day, in UTC, unless they go to everybody',
    default: '500',
  },
  newMerchantInvoicesPerDay: {
    name: 'NEW_MERCHANT_INVOICES_PER_DAY',
    schema: wholeNumber,
    meaning:
      'live invoices of a merchant a day, in UTC, until `npm run merchant -- limits` sets others; read when the worker starts',
    default: '50',
  },
  newMerchantAmountsPerDay: {
    name: 'NEW_MERCHANT_AMOUNTS_PER_DAY',
    schema: amounts,
    meaning: 'sum of those invoices by currency, in whole units; a currency that is missing has no limit',
    default: 'GBP=10000,EUR=10000,DKK=75000,NOK=100000,SEK=100000,PLN=40000',
  },
  temporalUiUrl: {
    name: 'TEMPORAL_UI_URL',
    schema: url,
    meaning: 'address of Temporal’s UI; the dashboard links to it for operators',
    optional: true,
  },
  operators: {
    name: 'OPERATORS',
    schema: emailList,
    meaning:
      'e-mail addresses of the people who run this server, with commas between them; they see links to Temporal’s UI',
    optional: true,
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
      'keys that sign payment links and encrypt stored answers and webhook secrets, newest first: `<name>:<base64 of 32 random bytes>,…`; a key must stay as long as its links work, and for 30 days after it was the newest',
  },
  authSecret: {
    name: 'AUTH_SECRET',
    schema: longSecret,
    meaning:
      'secret that signs sessions and encrypts keys of two-factor sign-in, at least 32 random characters; a new one signs all people out, and their authenticator apps must be set up again',
  },
  webhooks: {
    retryDelaysMs: {
      name: 'WEBHOOK_RETRY_DELAYS',
      schema: retryDelays,
      meaning: 'pauses before the retries of a webhook to a merchant, with `ms`, `s`, `m` or `h`',
      default: '5s,5m,30m,2h,5h,10h,14h,20h,24h',
    },
    allowedAddresses: {
      name: 'WEBHOOK_ALLOWED_ADDRESSES',
      schema: addressRanges,
      meaning:
        'private addresses to which webhooks may go, also by http, and from which logos of banks may come; only for a local stack, whose `PUBLIC_URL` is on the same machine',
      optional: true,
    },
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
  live: providerVariables('live'),
  test: providerVariables('test'),
  bankLimits: {
    name: 'BANK_LIMITS',
    schema: bankLimits,
    meaning: 'largest payment from a bank, `<bank id>=<whole amount> <currency>,…`',
    optional: true,
  },
  previewAccounts: {
    name: 'TEST_TRUELAYER_PREVIEW_ACCOUNT_ID',
    schema: trueLayerAccounts,
    meaning:
      'test mode: merchant accounts of previews of drafts, `GBP=<id>,EUR=<id>`, so that reconciliation does not meet their payments; without it, those of test mode',
    optional: true,
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

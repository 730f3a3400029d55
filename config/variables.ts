export interface Variable {
  meaning: string
  /** Used when the variable is not set; absent means it has to be set, unless `optional`. */
  fallback?: string
  optional?: boolean
}

/** Every environment variable that the api and the worker know. The README's table is checked against this. */
export const VARIABLES = {
  DATABASE_URL: {
    meaning: 'PostgreSQL, `postgresql://user:password@host:5432/duewell`; add `?sslmode=require` for TLS',
  },
  PUBLIC_URL: { meaning: 'where customers and banks reach the api, without a slash at the end' },
  HOST: { meaning: 'address the api and the worker’s probes listen on', fallback: '0.0.0.0' },
  PORT: { meaning: 'port of the api', fallback: '4000' },
  WORKER_PORT: { meaning: 'port of the worker’s `/readyz`', fallback: '4040' },
  WORKER_METRICS_PORT: { meaning: 'port of the worker’s `/metrics`', fallback: '4041' },
  RECONCILE_AT: {
    meaning: 'when accounts at the banks are compared with the invoices, every day, `HH:MM` in UTC',
    fallback: '03:15',
  },
  LOG_LEVEL: { meaning: '`trace`, `debug`, `info`, `warn`, `error` or `silent`', fallback: 'info' },
  LINK_KEYS: { meaning: 'keys of payment links, newest first: `<name>:<base64 of 32 random bytes>,…`' },
  TEMPORAL_ADDRESS: { meaning: 'Temporal’s frontend, `host:7233`', fallback: 'localhost:7233' },
  TEMPORAL_NAMESPACE: { meaning: 'Temporal namespace', fallback: 'default' },
  TEMPORAL_TASK_QUEUE: { meaning: 'task queue of the invoice worker', fallback: 'duewell' },
  TEMPORAL_API_KEY: { meaning: 'Temporal Cloud API key; turns TLS on', optional: true },
  TEMPORAL_TLS: { meaning: '`true` to connect with TLS', fallback: 'false' },
  TEMPORAL_TLS_CA: { meaning: 'PEM of the certificate authority, if it is not a public one', optional: true },
  TEMPORAL_TLS_CERT: { meaning: 'PEM of the client certificate, for mTLS', optional: true },
  TEMPORAL_TLS_KEY: { meaning: 'PEM of the client key, for mTLS', optional: true },
  TRUELAYER_API_URL: { meaning: 'TrueLayer’s API', fallback: 'https://api.truelayer.com' },
  TRUELAYER_AUTH_URL: { meaning: 'TrueLayer’s token server', fallback: 'https://auth.truelayer.com' },
  TRUELAYER_CLIENT_ID: { meaning: 'client id from TrueLayer’s console' },
  TRUELAYER_CLIENT_SECRET: { meaning: 'client secret from TrueLayer’s console' },
  TRUELAYER_SIGNING_KEY: {
    meaning: 'PEM of the EC private key (P-521) that signs requests; `\\n` may stand for line ends',
  },
  TRUELAYER_KEY_ID: { meaning: 'id that TrueLayer’s console gave to the public key' },
  TRUELAYER_WEBHOOK_JKU: {
    meaning: 'addresses webhook keys may come from, separated by commas',
    fallback: 'https://webhooks.truelayer.com/.well-known/jwks',
  },
  TRUELAYER_MERCHANT_ACCOUNT_ID: { meaning: 'merchant accounts: `GBP=<id>,EUR=<id>`' },
  TRUELAYER_DIRECT_RETURN: {
    meaning: '`true` if banks send payers back directly, under a licence of your own',
    fallback: 'false',
  },
  TRUELAYER_ACCOUNT_HOLDER_NAME: {
    meaning: 'name of the merchant accounts’ holder, as banks show it',
    fallback: 'Duewell',
  },
  TOKENIO_API_URL: { meaning: 'Token.io’s API', fallback: 'https://api.token.io' },
  TOKENIO_MEMBER_ID: {
    meaning: 'member id from Token.io, `m:…`; with the next three, banks are offered over Token.io too',
    optional: true,
  },
  TOKENIO_KEY_ID: { meaning: 'id of the key that is enrolled at Token.io', optional: true },
  TOKENIO_SIGNING_KEY: {
    meaning: 'PEM of its private key (Ed25519, RSA or P-256); `\\n` may stand for line ends',
    optional: true,
  },
  TOKENIO_WEBHOOK_KEYS: {
    meaning: 'public keys of Token.io’s webhooks, base64url, separated by commas',
    optional: true,
  },
  TOKENIO_SETTLEMENT_ACCOUNTS: {
    meaning: 'settlement accounts at Token.io, `EUR=<id>,GBP=<id>`',
    optional: true,
  },
  TOKENIO_ON_BEHALF_OF_ID: {
    meaning: 'our sub-TPP’s id, where payments are initiated under Token.io’s own licence',
    optional: true,
  },
  TOKENIO_PAID_WHEN: {
    meaning:
      'what counts as paid into a merchant’s own account: `debited` from the payer’s, or `credited`, which few banks report',
    fallback: 'debited',
  },
  BANK_LIMITS: {
    meaning: 'the most that one payment from a bank can be, `<bank id>=<whole amount> <currency>,…`',
    optional: true,
  },
  PREVIEW_TRUELAYER_API_URL: {
    meaning: 'API of TrueLayer’s sandbox, which previews of drafts are paid at',
    fallback: 'https://api.truelayer-sandbox.com',
  },
  PREVIEW_TRUELAYER_AUTH_URL: {
    meaning: 'token server of TrueLayer’s sandbox',
    fallback: 'https://auth.truelayer-sandbox.com',
  },
  PREVIEW_TRUELAYER_CLIENT_ID: {
    meaning: 'client id of the sandbox; with the next four, previews have banks for GBP and EUR',
    optional: true,
  },
  PREVIEW_TRUELAYER_CLIENT_SECRET: { meaning: 'client secret of the sandbox', optional: true },
  PREVIEW_TRUELAYER_SIGNING_KEY: {
    meaning: 'PEM of the EC private key (P-521) that signs requests to the sandbox',
    optional: true,
  },
  PREVIEW_TRUELAYER_KEY_ID: { meaning: 'id of its public key', optional: true },
  PREVIEW_TRUELAYER_MERCHANT_ACCOUNT_ID: {
    meaning: 'merchant accounts in the sandbox: `GBP=<id>,EUR=<id>`',
    optional: true,
  },
  PREVIEW_TOKENIO_API_URL: { meaning: 'API of Token.io’s sandbox', fallback: 'https://api.sandbox.token.io' },
  PREVIEW_TOKENIO_MEMBER_ID: {
    meaning:
      'member id in Token.io’s sandbox; with the next two, previews have its banks too, for accounts of the merchant’s own',
    optional: true,
  },
  PREVIEW_TOKENIO_KEY_ID: { meaning: 'id of the key that is enrolled there', optional: true },
  PREVIEW_TOKENIO_SIGNING_KEY: { meaning: 'PEM of its private key', optional: true },
  TWILIO_API_URL: { meaning: 'Twilio’s API', fallback: 'https://api.twilio.com' },
  TWILIO_ACCOUNT_SID: {
    meaning: 'account SID from Twilio; with the next two, text messages are sent',
    optional: true,
  },
  TWILIO_AUTH_TOKEN: { meaning: 'auth token from Twilio', optional: true },
  TWILIO_FROM: { meaning: 'number or sender name that text messages come from', optional: true },
  POSTMARK_API_URL: { meaning: 'Postmark’s API', fallback: 'https://api.postmarkapp.com' },
  POSTMARK_SERVER_TOKEN: { meaning: 'server token from Postmark' },
  POSTMARK_FROM: { meaning: 'confirmed sender address' },
  POSTMARK_MESSAGE_STREAM: { meaning: 'message stream', fallback: 'outbound' },
  POSTMARK_WEBHOOK_USER: { meaning: 'user that Postmark’s webhooks authenticate with' },
  POSTMARK_WEBHOOK_PASSWORD: { meaning: 'password that Postmark’s webhooks authenticate with' },
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof VARIABLES

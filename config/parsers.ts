import * as v from 'valibot'
import { readLimits } from '../integrations/bank/shared/limits.ts'
import { SETTLEMENT_CURRENCIES } from '../integrations/bank/tokenio/accounts.ts'
import { pem, tokenIoKey, trueLayerKey } from './keys.ts'
import { isLive } from './sandbox-url.ts'
import type { VariableName } from './variables.ts'

const url = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^\s/]+[^\s]*$/, 'must be an http(s) URL'),
  v.transform(trimSlash),
)
const port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, 'must be a port number'),
  v.transform(Number),
  v.maxValue(65_535),
)
const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))
/** Previews are no payments: they never go where money is. */
const sandboxUrl = v.pipe(
  url,
  v.check((address) => !isLive(address), 'must be a sandbox'),
)
const member = v.pipe(v.string(), v.startsWith('m:', 'must be a member id, m:…'))

const linkKeys = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9-]{1,16}:[A-Za-z0-9+/=]{43,}(,[A-Za-z0-9-]{1,16}:[A-Za-z0-9+/=]{43,})*$/,
    'must be a list of `<name>:<base64 of 32 random bytes>`, newest first',
  ),
  v.transform((value) =>
    value.split(',').map((entry) => {
      const [kid = '', secret = ''] = entry.split(':')
      return { kid, secret: new Uint8Array(Buffer.from(secret, 'base64')) }
    }),
  ),
)

const accounts = v.pipe(
  v.string(),
  v.regex(
    /^[A-Z]{3}=[^,=\s]+(,[A-Z]{3}=[^,=\s]+)*$|^[^,=\s]+$/,
    'must be `GBP=<id>,EUR=<id>`, or one id for GBP',
  ),
  v.transform((value) =>
    value.includes('=')
      ? Object.fromEntries(value.split(',').map((entry): [string, string] => split(entry)))
      : { GBP: value },
  ),
)

const trueLayerAccounts = v.pipe(
  accounts,
  v.check(
    (ids) => Object.keys(ids).every((currency) => ['GBP', 'EUR'].includes(currency)),
    'must be of GBP or EUR alone: TrueLayer has no other accounts',
  ),
)
const tokenIoAccounts = v.pipe(
  accounts,
  v.check(
    (ids) => Object.keys(ids).every((currency) => SETTLEMENT_CURRENCIES.includes(currency)),
    'must be in GBP and EUR, which Token.io keeps such accounts in',
  ),
)

const limits = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return readLimits(dataset.value)
    } catch (error) {
      addIssue({ message: `cannot be read: ${(error as RangeError).message}` })
      return NEVER
    }
  }),
)

/** How each variable's text is read; what is missing was given its default before. */
export const PARSERS = {
  DATABASE_URL: v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// URL')),
  PUBLIC_URL: url,
  HOST: text,
  PORT: port,
  WORKER_PORT: port,
  WORKER_METRICS_PORT: port,
  RECONCILE_AT: v.pipe(v.string(), v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, 03:15')),
  LOG_LEVEL: v.picklist(['trace', 'debug', 'info', 'warn', 'error', 'silent']),
  LINK_KEYS: linkKeys,
  TEMPORAL_ADDRESS: text,
  TEMPORAL_NAMESPACE: text,
  TEMPORAL_TASK_QUEUE: text,
  TEMPORAL_API_KEY: v.optional(text),
  TEMPORAL_TLS: v.picklist(['true', 'false']),
  TEMPORAL_TLS_CA: v.optional(pem),
  TEMPORAL_TLS_CERT: v.optional(pem),
  TEMPORAL_TLS_KEY: v.optional(pem),
  TRUELAYER_API_URL: url,
  TRUELAYER_AUTH_URL: url,
  TRUELAYER_CLIENT_ID: text,
  TRUELAYER_CLIENT_SECRET: text,
  TRUELAYER_SIGNING_KEY: trueLayerKey,
  TRUELAYER_KEY_ID: text,
  TRUELAYER_WEBHOOK_JKU: v.pipe(
    v.string(),
    v.transform((value) => value.split(',').map((jku) => jku.trim())),
  ),
  TRUELAYER_MERCHANT_ACCOUNT_ID: trueLayerAccounts,
  TRUELAYER_DIRECT_RETURN: v.picklist(['true', 'false']),
  TRUELAYER_ACCOUNT_HOLDER_NAME: text,
  TOKENIO_API_URL: url,
  TOKENIO_MEMBER_ID: v.optional(member),
  TOKENIO_KEY_ID: v.optional(text),
  TOKENIO_SIGNING_KEY: v.optional(tokenIoKey),
  TOKENIO_WEBHOOK_KEYS: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\w-]{43}(,[\w-]{43})*$/, 'must be Ed25519 public keys, 43 characters of base64url each'),
      v.transform((value) => value.split(',')),
    ),
  ),
  TOKENIO_SETTLEMENT_ACCOUNTS: v.optional(tokenIoAccounts),
  TOKENIO_ON_BEHALF_OF_ID: v.optional(text),
  TOKENIO_PAID_WHEN: v.picklist(['credited', 'debited'], 'must be credited or debited'),
  BANK_LIMITS: v.optional(limits),
  PREVIEW_TRUELAYER_API_URL: sandboxUrl,
  PREVIEW_TRUELAYER_AUTH_URL: sandboxUrl,
  PREVIEW_TRUELAYER_CLIENT_ID: v.optional(text),
  PREVIEW_TRUELAYER_CLIENT_SECRET: v.optional(text),
  PREVIEW_TRUELAYER_SIGNING_KEY: v.optional(trueLayerKey),
  PREVIEW_TRUELAYER_KEY_ID: v.optional(text),
  PREVIEW_TRUELAYER_MERCHANT_ACCOUNT_ID: v.optional(trueLayerAccounts),
  PREVIEW_TOKENIO_API_URL: sandboxUrl,
  PREVIEW_TOKENIO_MEMBER_ID: v.optional(member),
  PREVIEW_TOKENIO_KEY_ID: v.optional(text),
  PREVIEW_TOKENIO_SIGNING_KEY: v.optional(tokenIoKey),
  TWILIO_API_URL: url,
  TWILIO_ACCOUNT_SID: v.optional(
    v.pipe(v.string(), v.regex(/^AC[0-9a-f]{32}$/i, 'must be an account SID, AC…')),
  ),
  TWILIO_AUTH_TOKEN: v.optional(text),
  TWILIO_FROM: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{1,11})$/, 'must be a number, +447700900123, or a sender name'),
    ),
  ),
  POSTMARK_API_URL: url,
  POSTMARK_SERVER_TOKEN: text,
  POSTMARK_FROM: v.pipe(v.string(), v.email('must be an e-mail address')),
  POSTMARK_MESSAGE_STREAM: text,
  POSTMARK_WEBHOOK_USER: text,
  POSTMARK_WEBHOOK_PASSWORD: text,
} satisfies Record<
  VariableName,
  v.GenericSchema<never, unknown> | v.GenericSchema<string | undefined, unknown>
>

function trimSlash(value: string): string {
  return value.replace(/\/+$/, '')
}

function split(entry: string): [string, string] {
  const at = entry.indexOf('=')
  return [entry.slice(0, at), entry.slice(at + 1)]
}

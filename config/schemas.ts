import { createSecretKey } from 'node:crypto'
import { isIP } from 'node:net'
import proxyAddress from 'proxy-addr'
import * as v from 'valibot'
import { readAmounts } from '../domain/merchant/trust.ts'
import { isEmailAddress } from '../domain/shared/email-address.ts'
import { readLimits } from '../integrations/bank/shared/bank-limits.ts'
import { SETTLEMENT_CURRENCIES } from '../integrations/bank/tokenio/accounts.ts'
import { isLive, isSandbox } from './mode-addresses.ts'
import { HOUR_MS } from '../domain/shared/durations.ts'

// A message completes the sentence that begins with the variable's name.

export const url = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^\s/]+[^\s]*$/, 'must be an http(s) URL'),
  v.transform(trimSlash),
)
export const port = v.pipe(
  v.string(),
  v.regex(/^\d{1,5}$/, 'must be a port number'),
  v.transform(Number),
  v.maxValue(65_535, 'must be a port number'),
)
export const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))
const NOT_A_SANDBOX = 'must not be a sandbox'
const A_SANDBOX = 'must be a sandbox'

export const liveUrl = v.pipe(
  url,
  v.check((address) => !isSandbox(address), NOT_A_SANDBOX),
)
export const testUrl = v.pipe(
  url,
  v.check((address) => !isLive(address), A_SANDBOX),
)
export const longSecret = v.pipe(v.string(), v.minLength(32, 'must have at least 32 characters'))
export const memberId = v.pipe(v.string(), v.startsWith('m:', 'must be a member id, m:…'))

export const addressList = v.pipe(
  v.string(),
  v.transform((list) => list.split(',').map((entry) => entry.trim())),
  v.check(
    (entries) => entries.every(isTrustable),
    'must be a list of addresses and networks, 10.0.0.0/8,loopback',
  ),
)

export const emailList = v.pipe(
  v.string(),
  v.transform((list) => list.split(',').map((entry) => entry.trim().toLowerCase())),
  v.check((entries) => entries.every(isEmailAddress), 'must be a list of e-mail addresses'),
)

export const wholeNumber = v.pipe(
  v.string(),
  v.regex(/^\d{1,9}$/, 'must be a whole number'),
  v.transform(Number),
)

export const linkKeys = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9-]{1,16}:[A-Za-z0-9+/=]{43,}(,[A-Za-z0-9-]{1,16}:[A-Za-z0-9+/=]{43,})*$/,
    'must be a list of `<name>:<base64 of 32 random bytes>`, newest first',
  ),
  v.transform((value) =>
    value.split(',').map((entry) => {
      const [kid = '', secret = ''] = entry.split(':')
      return { kid, secret: createSecretKey(secret, 'base64') }
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

export const trueLayerAccounts = v.pipe(
  accounts,
  v.check(
    (ids) => Object.keys(ids).every((currency) => ['GBP', 'EUR'].includes(currency)),
    'must be in GBP or EUR: TrueLayer has no other accounts',
  ),
)
export const tokenIoAccounts = v.pipe(
  accounts,
  v.check(
    (ids) => Object.keys(ids).every((currency) => SETTLEMENT_CURRENCIES.includes(currency)),
    'must be in GBP or EUR: Token.io has no other settlement accounts',
  ),
)

export const bankLimits = v.pipe(
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

export const testMailTo = v.picklist(['people', 'everybody'], 'must be people or everybody')

export const amounts = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return readAmounts(dataset.value)
    } catch (error) {
      addIssue({ message: `cannot be read: ${(error as RangeError).message}` })
      return NEVER
    }
  }),
)

export const retryDelays = v.pipe(
  v.string(),
  v.regex(/^\d{1,6}(ms|s|m|h)(,\d{1,6}(ms|s|m|h)){0,19}$/, 'must be a list of pauses, 5s,5m,2h'),
  v.transform((value) => value.split(',').map(toMilliseconds)),
)

export const addressRanges = v.pipe(
  v.string(),
  v.transform((value) => value.split(',').map((entry) => entry.trim())),
  v.check((entries) => entries.every(isAddressOrRange), 'must be IP addresses or CIDR ranges'),
)

export const databaseUrl = v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// URL'))
export const timeOfDay = v.pipe(
  v.string(),
  v.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, 03:15'),
)
export const logLevel = v.picklist(
  ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
  'must be trace, debug, info, warn, error or silent',
)
export const flag = v.pipe(
  v.picklist(['true', 'false'], 'must be true or false'),
  v.transform((value) => value === 'true'),
)
const urlList = v.pipe(
  v.string(),
  v.transform((value) => value.split(',').map((entry) => entry.trim())),
)
export const liveUrlList = v.pipe(
  urlList,
  v.check((addresses) => !addresses.some(isSandbox), NOT_A_SANDBOX),
)
export const testUrlList = v.pipe(
  urlList,
  v.check((addresses) => !addresses.some(isLive), A_SANDBOX),
)
export const tokenIoWebhookKeys = v.pipe(
  v.string(),
  v.regex(/^[\w-]{43}(,[\w-]{43})*$/, 'must be Ed25519 public keys, 43 characters of base64url each'),
  v.transform((value) => value.split(',')),
)
export const paidWhen = v.picklist(['credited', 'debited'], 'must be credited or debited')
export const accountSid = v.pipe(v.string(), v.regex(/^AC[0-9a-f]{32}$/i, 'must be an account SID, AC…'))
export const phoneSender = v.pipe(
  v.string(),
  v.regex(/^(\+[1-9]\d{6,14}|[A-Za-z0-9 ]{1,11})$/, 'must be a number, +447700900123, or a sender name'),
)
export const email = v.pipe(v.string(), v.email('must be an e-mail address'))

function toMilliseconds(pause: string): number {
  const unit = pause.replace(/^\d+/, '') as keyof typeof UNIT_MS
  return Number.parseInt(pause, 10) * UNIT_MS[unit]
}

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000, h: HOUR_MS } as const

function isAddressOrRange(entry: string): boolean {
  const [address = '', bits] = entry.split('/')
  const version = isIP(address)
  return (
    version > 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)))
  )
}

function trimSlash(value: string): string {
  return value.replace(/\/+$/, '')
}

function split(entry: string): [string, string] {
  const at = entry.indexOf('=')
  return [entry.slice(0, at), entry.slice(at + 1)]
}

function isTrustable(entry: string): boolean {
  try {
    proxyAddress.compile([entry])
    return true
  } catch {
    return false
  }
}

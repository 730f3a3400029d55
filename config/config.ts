import * as v from 'valibot'
import { type Variable, VARIABLES, type VariableName } from './variables.ts'

/** Everything that can be set from outside, parsed once at start. */
export interface Config {
  databaseUrl: string
  publicUrl: string
  host: string
  port: number
  workerPort: number
  logLevel: string
  linkKeys: { kid: string; secret: Uint8Array }[]
  temporal: {
    address: string
    namespace: string
    taskQueue: string
    apiKey?: string
    /** PEM texts; absent means no TLS, unless an API key is set. */
    tls?: { ca?: string; cert?: string; key?: string }
  }
  truelayer: {
    apiUrl: string
    authUrl: string
    clientId: string
    clientSecret: string
    signingKey: string
    keyId: string
    webhookJku: string[]
    merchantAccounts: Record<string, string>
    accountHolderName: string
  }
  postmark: {
    apiUrl: string
    serverToken: string
    from: string
    messageStream: string
    webhookUser: string
    webhookPassword: string
  }
}

/** Something in the environment is missing or wrong. The message lists every mistake. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const url = v.pipe(v.string(), v.regex(/^https?:\/\/[^\s/]+[^\s]*$/, 'must be an http(s) URL'), v.transform(trimSlash))
const port = v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'must be a port number'), v.transform(Number), v.maxValue(65_535))
const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'))
const pem = v.pipe(
  v.string(),
  v.transform((value) => value.replaceAll('\\n', '\n')),
  v.includes('-----BEGIN', 'must be a PEM text'),
)

const linkKeys = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9-]{1,16}:[A-Za-z0-9+/=]{43,}(,[A-Za-z0-9-]{1,16}:[A-Za-z0-9+/=]{43,})*$/, 'must be a list of `<name>:<base64 of 32 random bytes>`, newest first'),
  v.transform((value) =>
    value.split(',').map((entry) => {
      const [kid = '', secret = ''] = entry.split(':')
      return { kid, secret: new Uint8Array(Buffer.from(secret, 'base64')) }
    }),
  ),
)

const accounts = v.pipe(
  v.string(),
  v.regex(/^[A-Z]{3}=[^,=\s]+(,[A-Z]{3}=[^,=\s]+)*$|^[^,=\s]+$/, 'must be `GBP=<id>,EUR=<id>`, or one id for GBP'),
  v.transform((value) =>
    value.includes('=')
      ? Object.fromEntries(value.split(',').map((entry): [string, string] => split(entry)))
      : { GBP: value },
  ),
)

const PARSERS = {
  DATABASE_URL: v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'must be a postgresql:// URL')),
  PUBLIC_URL: url,
  HOST: text,
  PORT: port,
  WORKER_PORT: port,
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
  TRUELAYER_SIGNING_KEY: pem,
  TRUELAYER_KEY_ID: text,
  TRUELAYER_WEBHOOK_JKU: v.pipe(v.string(), v.transform((value) => value.split(',').map((jku) => jku.trim()))),
  TRUELAYER_MERCHANT_ACCOUNT_ID: accounts,
  TRUELAYER_ACCOUNT_HOLDER_NAME: text,
  POSTMARK_API_URL: url,
  POSTMARK_SERVER_TOKEN: text,
  POSTMARK_FROM: v.pipe(v.string(), v.email('must be an e-mail address')),
  POSTMARK_MESSAGE_STREAM: text,
  POSTMARK_WEBHOOK_USER: text,
  POSTMARK_WEBHOOK_PASSWORD: text,
} satisfies Record<VariableName, v.GenericSchema<never, unknown> | v.GenericSchema<string | undefined, unknown>>

const Environment = v.object(PARSERS)

/** @throws ConfigError naming every variable that is missing or wrong */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const given: Record<string, string | undefined> = {}
  for (const [name, { fallback }] of Object.entries<Variable>(VARIABLES)) {
    const value = environment[name] === '' ? undefined : environment[name]
    given[name] = value ?? fallback
  }
  const result = v.safeParse(Environment, given)
  if (!result.success) throw new ConfigError(['The configuration is not complete:', ...mistakes(result.issues)].join('\n'))
  return toConfig(result.output)
}

function mistakes(issues: readonly v.BaseIssue<unknown>[]): string[] {
  return issues.map((issue) => {
    const name = String(issue.path?.[0]?.key)
    const problem = issue.input === undefined ? 'is not set' : issue.message
    return `  ${name} ${problem} (${VARIABLES[name as VariableName].meaning})`
  })
}

function toConfig(env: v.InferOutput<typeof Environment>): Config {
  const { TEMPORAL_API_KEY: apiKey, TEMPORAL_TLS_CA: ca, TEMPORAL_TLS_CERT: cert, TEMPORAL_TLS_KEY: key } = env
  const wantsTls = env.TEMPORAL_TLS === 'true' || apiKey !== undefined || cert !== undefined
  const tls = { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) }
  return {
    databaseUrl: env.DATABASE_URL,
    publicUrl: env.PUBLIC_URL,
    host: env.HOST,
    port: env.PORT,
    workerPort: env.WORKER_PORT,
    logLevel: env.LOG_LEVEL,
    linkKeys: env.LINK_KEYS,
    temporal: {
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      taskQueue: env.TEMPORAL_TASK_QUEUE,
      ...(apiKey ? { apiKey } : {}),
      ...(wantsTls ? { tls } : {}),
    },
    truelayer: {
      apiUrl: env.TRUELAYER_API_URL,
      authUrl: env.TRUELAYER_AUTH_URL,
      clientId: env.TRUELAYER_CLIENT_ID,
      clientSecret: env.TRUELAYER_CLIENT_SECRET,
      signingKey: env.TRUELAYER_SIGNING_KEY,
      keyId: env.TRUELAYER_KEY_ID,
      webhookJku: env.TRUELAYER_WEBHOOK_JKU,
      merchantAccounts: env.TRUELAYER_MERCHANT_ACCOUNT_ID,
      accountHolderName: env.TRUELAYER_ACCOUNT_HOLDER_NAME,
    },
    postmark: {
      apiUrl: env.POSTMARK_API_URL,
      serverToken: env.POSTMARK_SERVER_TOKEN,
      from: env.POSTMARK_FROM,
      messageStream: env.POSTMARK_MESSAGE_STREAM,
      webhookUser: env.POSTMARK_WEBHOOK_USER,
      webhookPassword: env.POSTMARK_WEBHOOK_PASSWORD,
    },
  }
}

function trimSlash(value: string): string {
  return value.replace(/\/+$/, '')
}

function split(entry: string): [string, string] {
  const at = entry.indexOf('=')
  return [entry.slice(0, at), entry.slice(at + 1)]
}


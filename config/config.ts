import * as v from 'valibot'
import type { BankLimits } from '../integrations/bank/shared/limits.ts'
import { PARSERS } from './parsers.ts'
import { isFitForPreviews } from './sandbox-url.ts'
import { previewOf, tokenIoOf, trueLayerOf } from './rail-settings.ts'
import { type Variable, VARIABLES, type VariableName } from './variables.ts'

/** Everything that can be set from outside, parsed once at start. */
export interface Config {
  databaseUrl: string
  publicUrl: string
  host: string
  port: number
  workerPort: number
  workerMetricsPort: number
  /** `HH:MM`, UTC. */
  reconcileAt: string
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
    directReturn: boolean
    accountHolderName: string
  }
  /** Absent: no banks over Token.io. */
  tokenio?: {
    apiUrl: string
    memberId: string
    keyId: string
    signingKey: string
    webhookKeys: string[]
    settlementAccounts: Record<string, string>
    paidWhen: 'credited' | 'debited'
    onBehalfOfId?: string
  }
  bankLimits: BankLimits
  /** The sandboxes that previews are paid at; absent ones have no banks there. */
  preview: {
    truelayer?: Omit<Config['truelayer'], 'webhookJku' | 'directReturn'>
    tokenio?: Omit<NonNullable<Config['tokenio']>, 'webhookKeys'>
  }
  /** Absent: no text messages. */
  twilio?: { apiUrl: string; accountSid: string; authToken: string; from: string }
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

const Environment = v.object(PARSERS)

/** @throws ConfigError naming every variable that is missing or wrong */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const given: Record<string, string | undefined> = {}
  for (const [name, { fallback }] of Object.entries<Variable>(VARIABLES)) {
    const value = environment[name] === '' ? undefined : environment[name]
    given[name] = value ?? fallback
  }
  const result = v.safeParse(Environment, given)
  if (!result.success)
    throw new ConfigError(['The configuration is not complete:', ...mistakes(result.issues)].join('\n'))
  const wrong = [...incomplete(result.output), ...livePreviews(result.output)]
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'))
  return toConfig(result.output)
}

type Values = v.InferOutput<typeof Environment>

/** `all` of these or none; without them those of `also` are for nothing. */
const TOGETHER: Record<string, { all: readonly VariableName[]; also?: readonly VariableName[] }> = {
  'TLS to Temporal': { all: ['TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY'] },
  'Token.io': {
    all: ['TOKENIO_MEMBER_ID', 'TOKENIO_KEY_ID', 'TOKENIO_SIGNING_KEY', 'TOKENIO_WEBHOOK_KEYS'],
    also: ['TOKENIO_SETTLEMENT_ACCOUNTS', 'TOKENIO_ON_BEHALF_OF_ID'],
  },
  'TrueLayer’s sandbox': {
    all: [
      'PREVIEW_TRUELAYER_CLIENT_ID',
      'PREVIEW_TRUELAYER_CLIENT_SECRET',
      'PREVIEW_TRUELAYER_SIGNING_KEY',
      'PREVIEW_TRUELAYER_KEY_ID',
      'PREVIEW_TRUELAYER_MERCHANT_ACCOUNT_ID',
    ],
  },
  'Token.io’s sandbox': {
    all: ['PREVIEW_TOKENIO_MEMBER_ID', 'PREVIEW_TOKENIO_KEY_ID', 'PREVIEW_TOKENIO_SIGNING_KEY'],
  },
  Twilio: { all: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] },
}

function incomplete(env: Values): string[] {
  return Object.entries(TOGETHER).flatMap(([what, { all, also = [] }]) => {
    const missing = all.filter((name) => env[name] === undefined)
    const isWanted = [...all, ...also].some((name) => env[name] !== undefined)
    if (missing.length === 0 || !isWanted) return []
    const lines = missing.map((name) => `  ${name} is not set (${VARIABLES[name].meaning})`)
    return [`The configuration of ${what} is not complete:`, ...lines]
  })
}

/** Each address for previews, and the one where real payments go. */
const PREVIEWS = [
  ['PREVIEW_TRUELAYER_API_URL', 'TRUELAYER_API_URL'],
  ['PREVIEW_TRUELAYER_AUTH_URL', 'TRUELAYER_AUTH_URL'],
  ['PREVIEW_TOKENIO_API_URL', 'TOKENIO_API_URL'],
] as const

function livePreviews(env: Values): string[] {
  const lines = PREVIEWS.filter(([preview, live]) => !isFitForPreviews(env[preview], env[live])).map(
    ([preview, live]) => `  ${preview} must be a sandbox, and not ${live} (${VARIABLES[preview].meaning})`,
  )
  return lines.length > 0 ? ['Previews would move money:', ...lines] : []
}

function mistakes(issues: readonly v.BaseIssue<unknown>[]): string[] {
  return issues.map((issue) => {
    const name = String(issue.path?.[0]?.key)
    const problem = issue.input === undefined ? 'is not set' : issue.message
    return `  ${name} ${problem} (${VARIABLES[name as VariableName].meaning})`
  })
}

function toConfig(env: Values): Config {
  const {
    TEMPORAL_API_KEY: apiKey,
    TEMPORAL_TLS_CA: ca,
    TEMPORAL_TLS_CERT: cert,
    TEMPORAL_TLS_KEY: key,
  } = env
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = env
  const wantsTls = env.TEMPORAL_TLS === 'true' || [apiKey, ca, cert].some((given) => given !== undefined)
  const tls = { ...(ca ? { ca } : {}), ...(cert ? { cert } : {}), ...(key ? { key } : {}) }
  return {
    databaseUrl: env.DATABASE_URL,
    publicUrl: env.PUBLIC_URL,
    host: env.HOST,
    port: env.PORT,
    workerPort: env.WORKER_PORT,
    workerMetricsPort: env.WORKER_METRICS_PORT,
    reconcileAt: env.RECONCILE_AT,
    logLevel: env.LOG_LEVEL,
    linkKeys: env.LINK_KEYS,
    temporal: {
      address: env.TEMPORAL_ADDRESS,
      namespace: env.TEMPORAL_NAMESPACE,
      taskQueue: env.TEMPORAL_TASK_QUEUE,
      ...(apiKey ? { apiKey } : {}),
      ...(wantsTls ? { tls } : {}),
    },
    truelayer: trueLayerOf(env),
    ...tokenIoOf(env),
    bankLimits: env.BANK_LIMITS ?? {},
    preview: previewOf(env),
    ...(accountSid && authToken && from
      ? { twilio: { apiUrl: env.TWILIO_API_URL, accountSid, authToken, from } }
      : {}),
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

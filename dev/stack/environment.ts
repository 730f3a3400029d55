import { isLoopback } from '../../config/sandbox-url.ts'
import type { StackPaths } from './paths.ts'
import type { Ports } from './ports.ts'
import type { Secrets } from './secrets.ts'

export interface StackAddresses {
  api: string
  metrics: string
  workerMetrics: string
  bank: string
  postmark: string
  twilio: string
  tokenio: string
}

export interface EnvironmentInput {
  environment: NodeJS.ProcessEnv
  ports: Ports
  secrets: Secrets
}

const LOOPBACK = '127.0.0.1'

export function stackAddresses({ environment, ports }: Omit<EnvironmentInput, 'secrets'>): StackAddresses {
  const services = reachable(environment['HOST'])
  const sandbox = reachable(environment['SANDBOX_HOST'])
  return {
    api: `http://${services}:${ports.API_PORT}`,
    metrics: `http://${services}:${ports.METRICS_PORT}/metrics`,
    workerMetrics: `http://${services}:${ports.WORKER_METRICS_PORT}/metrics`,
    bank: `http://${sandbox}:${ports.SANDBOX_BANK_PORT}`,
    postmark: `http://${sandbox}:${ports.SANDBOX_POSTMARK_PORT}`,
    twilio: `http://${sandbox}:${ports.SANDBOX_TWILIO_PORT}`,
    tokenio: `http://${sandbox}:${ports.SANDBOX_TOKENIO_PORT}`,
  }
}

export function serviceEnvironment(input: EnvironmentInput, databaseUrl: string) {
  const { ports } = input
  const environment = input.environment['TEMPORAL_ADDRESS']
    ? input.environment
    : withoutTemporal(input.environment)
  const { api, bank, postmark, twilio, tokenio } = stackAddresses(input)
  // A bank on another host can move real money during a preview.
  const isForPreviews = isLoopback(reachable(environment['SANDBOX_HOST']))
  const variables = prefer(environment, {
    DATABASE_URL: databaseUrl,
    ...(environment['TEMPORAL_ADDRESS']
      ? {}
      : { TEMPORAL_ADDRESS: `${LOOPBACK}:${ports.TEMPORAL_PORT}`, TEMPORAL_NAMESPACE: 'default' }),
    HOST: LOOPBACK,
    PUBLIC_URL: api,
    METRICS_PORT: String(ports.METRICS_PORT),
    // The benchmarks send thousands of requests with one key.
    REQUESTS_PER_MINUTE: '1000000',
    WORKER_PORT: String(ports.WORKER_PORT),
    WORKER_METRICS_PORT: String(ports.WORKER_METRICS_PORT),
    LINK_KEYS: input.secrets.LINK_KEYS,
    AUTH_SECRET: input.secrets.AUTH_SECRET,
    ...(isOurs(environment['TRUELAYER_API_URL'])
      ? {
          TRUELAYER_API_URL: bank,
          TRUELAYER_AUTH_URL: bank,
          TRUELAYER_WEBHOOK_JKU: `${bank}/.well-known/jwks`,
          BANK_LIMITS: 'sandbox-northgate=5000 GBP',
          ...pick(input.secrets, TRUELAYER),
          ...(isForPreviews
            ? {
                PREVIEW_TRUELAYER_API_URL: bank,
                PREVIEW_TRUELAYER_AUTH_URL: bank,
                PREVIEW_TRUELAYER_CLIENT_ID: input.secrets.TRUELAYER_CLIENT_ID,
                PREVIEW_TRUELAYER_CLIENT_SECRET: input.secrets.TRUELAYER_CLIENT_SECRET,
                PREVIEW_TRUELAYER_SIGNING_KEY: input.secrets.TRUELAYER_SIGNING_KEY,
                PREVIEW_TRUELAYER_KEY_ID: input.secrets.TRUELAYER_KEY_ID,
                PREVIEW_TRUELAYER_MERCHANT_ACCOUNT_ID: input.secrets.PREVIEW_TRUELAYER_MERCHANT_ACCOUNT_ID,
              }
            : {}),
        }
      : {}),
    ...(isOurs(environment['TOKENIO_API_URL'])
      ? {
          TOKENIO_API_URL: tokenio,
          TOKENIO_PAID_WHEN: 'debited',
          ...pick(input.secrets, TOKENIO),
          ...(isForPreviews
            ? {
                PREVIEW_TOKENIO_API_URL: tokenio,
                PREVIEW_TOKENIO_MEMBER_ID: input.secrets.TOKENIO_MEMBER_ID,
                PREVIEW_TOKENIO_KEY_ID: input.secrets.TOKENIO_KEY_ID,
                PREVIEW_TOKENIO_SIGNING_KEY: input.secrets.TOKENIO_SIGNING_KEY,
              }
            : {}),
        }
      : {}),
    ...(isOurs(environment['POSTMARK_API_URL'])
      ? {
          POSTMARK_API_URL: postmark,
          POSTMARK_SERVER_TOKEN: input.secrets.POSTMARK_SERVER_TOKEN,
          POSTMARK_FROM: 'invoices@duewell.example',
        }
      : {}),
    ...(isOurs(environment['TWILIO_API_URL'])
      ? {
          TWILIO_API_URL: twilio,
          TWILIO_FROM: '+447700900000',
          ...pick(input.secrets, ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN']),
        }
      : {}),
    ...pick(input.secrets, ['POSTMARK_WEBHOOK_USER', 'POSTMARK_WEBHOOK_PASSWORD']),
  })
  return { ...variables, PORT: String(ports.API_PORT) }
}

export function sandboxEnvironment(input: EnvironmentInput, paths: StackPaths) {
  const { environment, ports, secrets } = input
  const { api } = stackAddresses(input)
  const { POSTMARK_WEBHOOK_USER: user, POSTMARK_WEBHOOK_PASSWORD: password } = prefer(environment, secrets)
  const postmarkWebhook = new URL('/webhooks/postmark', api)
  postmarkWebhook.username = encodeURIComponent(user)
  postmarkWebhook.password = encodeURIComponent(password)
  return prefer(environment, {
    SANDBOX_BANK_PORT: String(ports.SANDBOX_BANK_PORT),
    SANDBOX_POSTMARK_PORT: String(ports.SANDBOX_POSTMARK_PORT),
    SANDBOX_TWILIO_PORT: String(ports.SANDBOX_TWILIO_PORT),
    SANDBOX_TOKENIO_PORT: String(ports.SANDBOX_TOKENIO_PORT),
    SANDBOX_TOKENIO_WEBHOOK_URL: `${api}/webhooks/tokenio`,
    SANDBOX_HOST: LOOPBACK,
    SANDBOX_DATABASE: paths.sandbox,
    SANDBOX_BANK_WEBHOOK_URL: `${api}/webhooks/truelayer`,
    SANDBOX_POSTMARK_WEBHOOK_URL: postmarkWebhook.href,
    ...pick(secrets, [
      ...TRUELAYER,
      'PREVIEW_TRUELAYER_MERCHANT_ACCOUNT_ID',
      ...TOKENIO,
      'SANDBOX_TOKENIO_WEBHOOK_KEY',
      'POSTMARK_SERVER_TOKEN',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
    ]),
  })
}

const TOKENIO = [
  'TOKENIO_MEMBER_ID',
  'TOKENIO_KEY_ID',
  'TOKENIO_SIGNING_KEY',
  'TOKENIO_WEBHOOK_KEYS',
] as const satisfies readonly (keyof Secrets)[]

const TRUELAYER = [
  'TRUELAYER_CLIENT_ID',
  'TRUELAYER_CLIENT_SECRET',
  'TRUELAYER_KEY_ID',
  'TRUELAYER_SIGNING_KEY',
  'TRUELAYER_MERCHANT_ACCOUNT_ID',
] as const satisfies readonly (keyof Secrets)[]

/** Generated credentials must not reach a real provider. */
function isOurs(url: string | undefined): boolean {
  return !url || ['127.0.0.1', '[::1]', 'localhost'].includes(URL.parse(url)?.hostname ?? '')
}

function withoutTemporal(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(
    ([name]) => !name.startsWith('TEMPORAL_') || name === 'TEMPORAL_TASK_QUEUE',
  )
  return Object.fromEntries(kept)
}

function prefer<T extends Record<string, string>>(
  environment: NodeJS.ProcessEnv,
  defaults: T,
): NodeJS.ProcessEnv & T {
  const given = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '')
  return { ...defaults, ...Object.fromEntries(given) }
}

function pick<K extends keyof Secrets>(secrets: Secrets, names: readonly K[]): Record<K, string> {
  return Object.fromEntries(names.map((name) => [name, secrets[name]])) as Record<K, string>
}

function reachable(host: string | undefined): string {
  return !host || host === '0.0.0.0' || host === '::' ? LOOPBACK : host
}

import { isOnThisMachine } from '../../config/mode-addresses.ts'
import { webhookPath } from '../../config/webhook-path.ts'
import type { Mode } from '../../domain/shared/mode.ts'
import { jwksPath } from '../../sandbox/bank/bank.ts'
import type { StackPaths } from './paths.ts'
import type { Ports } from './ports.ts'
import type { Secrets } from './secrets.ts'
import { OWNER } from './seed-login.ts'

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

export function serviceEnvironment(input: EnvironmentInput, databaseUrl: string): NodeJS.ProcessEnv {
  const { ports } = input
  const environment = input.environment['TEMPORAL_ADDRESS']
    ? input.environment
    : withoutTemporal(input.environment)
  const { api } = stackAddresses(input)
  const variables = prefer(environment, {
    DATABASE_URL: databaseUrl,
    ...(environment['TEMPORAL_ADDRESS']
      ? {}
      : {
          TEMPORAL_ADDRESS: `${LOOPBACK}:${ports.TEMPORAL_PORT}`,
          TEMPORAL_NAMESPACE: 'default',
          TEMPORAL_UI_URL: `http://${LOOPBACK}:${ports.TEMPORAL_UI_PORT}`,
        }),
    OPERATORS: OWNER,
    HOST: LOOPBACK,
    PUBLIC_URL: api,
    METRICS_PORT: String(ports.METRICS_PORT),
    REQUESTS_PER_MINUTE: '1000000',
    WORKER_PORT: String(ports.WORKER_PORT),
    WORKER_METRICS_PORT: String(ports.WORKER_METRICS_PORT),
    LINK_KEYS: input.secrets.LINK_KEYS,
    AUTH_SECRET: input.secrets.AUTH_SECRET,
    ...(isOnLoopback(environment['PUBLIC_URL']) ? { WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.0/8,::1/128' } : {}),
    BANK_LIMITS: 'sandbox-northgate=5000 GBP',
    ...(isTestMailLocal(environment) ? { TEST_MAIL_TO: 'everybody' } : {}),
    ...providerEnvironment(input, 'test'),
    ...providerEnvironment(input, 'live'),
  })
  return { ...variables, PORT: String(ports.API_PORT) }
}

function isTestMailLocal(environment: NodeJS.ProcessEnv): boolean {
  return ['TEST_POSTMARK_API_URL', 'TEST_TWILIO_API_URL'].every((name) => isOnLoopback(environment[name]))
}

function providerEnvironment(input: EnvironmentInput, mode: Mode): Record<string, string> {
  const { environment, secrets } = input
  const { api, bank, postmark, twilio, tokenio } = stackAddresses(input)
  const name = namedFor(mode)
  const isLocal = [bank, environment['PUBLIC_URL'] || api].every(isOnThisMachine)
  const hasBank = mode === 'test' || isLocal
  const isOurs = (variable: string) => isOnLoopback(environment[name(variable)])
  const given = (names: readonly string[]) => pickFor(secrets, mode, names)
  const addresses: Record<string, string> = {
    ...(hasBank && isOurs('TRUELAYER_API_URL')
      ? {
          TRUELAYER_API_URL: bank,
          TRUELAYER_AUTH_URL: bank,
          TRUELAYER_WEBHOOK_JKU: `${bank}${jwksPath(mode === 'live' ? '' : secrets.TEST_TRUELAYER_CLIENT_ID)}`,
          ...given(TRUELAYER),
          ...(mode === 'test' ? given(['TRUELAYER_PREVIEW_ACCOUNT_ID']) : {}),
        }
      : {}),
    ...(hasBank && isOurs('TOKENIO_API_URL')
      ? { TOKENIO_API_URL: tokenio, TOKENIO_PAID_WHEN: 'debited', ...given(TOKENIO) }
      : {}),
    ...(isOurs('POSTMARK_API_URL')
      ? {
          POSTMARK_API_URL: postmark,
          POSTMARK_FROM: 'invoices@duewell.example',
          ...given(['POSTMARK_SERVER_TOKEN']),
        }
      : {}),
    ...(isOurs('TWILIO_API_URL')
      ? { TWILIO_API_URL: twilio, TWILIO_FROM: '+447700900000', ...given(TWILIO) }
      : {}),
    ...given(['POSTMARK_WEBHOOK_USER', 'POSTMARK_WEBHOOK_PASSWORD']),
  }
  return Object.fromEntries(Object.entries(addresses).map(([variable, value]) => [name(variable), value]))
}

export function sandboxEnvironment(input: EnvironmentInput, paths: StackPaths) {
  const { environment, ports } = input
  const { LINK_KEYS: _, AUTH_SECRET: __, POSTGRES_PASSWORD: ___, ...secrets } = input.secrets
  return prefer(environment, {
    SANDBOX_BANK_PORT: String(ports.SANDBOX_BANK_PORT),
    SANDBOX_POSTMARK_PORT: String(ports.SANDBOX_POSTMARK_PORT),
    SANDBOX_TWILIO_PORT: String(ports.SANDBOX_TWILIO_PORT),
    SANDBOX_TOKENIO_PORT: String(ports.SANDBOX_TOKENIO_PORT),
    SANDBOX_HOST: LOOPBACK,
    SANDBOX_DATABASE: paths.sandbox,
    ...webhookAddresses(input, 'live'),
    ...webhookAddresses(input, 'test'),
    ...secrets,
  })
}

function webhookAddresses(input: EnvironmentInput, mode: Mode): Record<string, string> {
  const { api } = stackAddresses(input)
  const given: Partial<Record<string, string>> = prefer(input.environment, input.secrets)
  const name = namedFor(mode)
  const postmark = new URL(webhookPath(mode, 'postmark'), api)
  postmark.username = encodeURIComponent(given[name('POSTMARK_WEBHOOK_USER')] ?? '')
  postmark.password = encodeURIComponent(given[name('POSTMARK_WEBHOOK_PASSWORD')] ?? '')
  return {
    [name('SANDBOX_TOKENIO_WEBHOOK_URL')]: `${api}${webhookPath(mode, 'tokenio')}`,
    [name('SANDBOX_BANK_WEBHOOK_URL')]: `${api}${webhookPath(mode, 'truelayer')}`,
    [name('SANDBOX_POSTMARK_WEBHOOK_URL')]: postmark.href,
  }
}

function namedFor(mode: Mode): (variable: string) => string {
  return (variable) => (mode === 'live' ? variable : `TEST_${variable}`)
}

function pickFor(secrets: Partial<Record<string, string>>, mode: Mode, names: readonly string[]) {
  const name = namedFor(mode)
  return Object.fromEntries(names.map((variable) => [variable, secrets[name(variable)] ?? '']))
}

const TOKENIO = ['TOKENIO_MEMBER_ID', 'TOKENIO_KEY_ID', 'TOKENIO_SIGNING_KEY', 'TOKENIO_WEBHOOK_KEYS']

const TRUELAYER = [
  'TRUELAYER_CLIENT_ID',
  'TRUELAYER_CLIENT_SECRET',
  'TRUELAYER_KEY_ID',
  'TRUELAYER_SIGNING_KEY',
  'TRUELAYER_MERCHANT_ACCOUNT_ID',
]

const TWILIO = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN']

/** Generated credentials must not reach a real provider. */
function isOnLoopback(url: string | undefined): boolean {
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

function reachable(host: string | undefined): string {
  return !host || host === '0.0.0.0' || host === '::' ? LOOPBACK : host
}

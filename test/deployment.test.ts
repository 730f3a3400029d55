import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { ConfigError, parseConfig } from '../config/config.ts'
import { type Variable, VARIABLES } from '../config/variables.ts'

interface Compose {
  services: Record<string, { environment?: Record<string, string>; command?: string[]; build?: string }>
}

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose
const known = new Set(Object.keys(VARIABLES))
const signingKey = pemOf('P-521')

describe('docker-compose.yml', () => {
  it('sets only variables that the configuration knows', () => {
    for (const name of ['api', 'worker', 'worker-version', 'migrate']) {
      const set = Object.keys(compose.services[name]?.environment ?? {})
      expect(set.length).toBeGreaterThan(10)
      expect(set.filter((variable) => !known.has(variable))).toEqual([])
    }
  })

  it('hands on every variable that there is, but for the address to listen at in the container', () => {
    const set = compose.services['api']?.environment ?? {}
    expect([...known].filter((name) => !(name in set))).toEqual(['HOST'])
  })

  it('repeats no default that differs from the configuration’s own', () => {
    for (const [name, value] of Object.entries(compose.services['api']?.environment ?? {})) {
      const fallback = /^\$\{\w+:-(.+)\}$/.exec(value)?.[1]
      if (!fallback || name === 'TEMPORAL_ADDRESS') continue
      expect([name, fallback]).toEqual([name, (VARIABLES as Record<string, Variable>)[name]?.fallback])
    }
  })

  it('brings PostgreSQL, Temporal, the api and the worker', () => {
    expect(Object.keys(compose.services).toSorted()).toEqual([
      'api',
      'migrate',
      'postgres',
      'temporal',
      'worker',
      'worker-version',
    ])
    for (const name of ['api', 'worker', 'worker-version', 'migrate']) {
      expect(read('Dockerfile')).toContain('npm run build')
      const program = compose.services[name]?.command?.find((argument) => argument.endsWith('.js'))
      expect(program).toMatch(/^dist\/(api|worker|db)\/[\w-]+\.js$/)
    }
  })
})

describe('the README', () => {
  it('lists every variable with its default', () => {
    const readme = read('README.md')
    for (const [name, { fallback }] of Object.entries<Variable>(VARIABLES)) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` |`))
      expect(row, name).toBeDefined()
      if (fallback) expect(row).toContain(`\`${fallback}\``)
    }
  })
})

describe('the configuration', () => {
  it('names every mistake in one message', () => {
    const wrong = { PORT: 'eighty', PUBLIC_URL: 'duewell', LINK_KEYS: 'short' }
    const message = messageOf(() => parseConfig(wrong))
    for (const name of [
      'PORT',
      'PUBLIC_URL',
      'LINK_KEYS',
      'DATABASE_URL',
      'TRUELAYER_SIGNING_KEY',
      'POSTMARK_FROM',
    ]) {
      expect(message).toContain(`  ${name} `)
    }
    expect(message).not.toContain('eighty')
  })

  it('takes an API key of Temporal Cloud as a wish for TLS', () => {
    const config = parseConfig({ ...complete(), TEMPORAL_API_KEY: 'key' })
    expect(config.temporal).toMatchObject({ apiKey: 'key', tls: {} })
    expect(parseConfig(complete()).temporal.tls).toBeUndefined()
  })

  it('names what is missing of a sandbox for previews, and refuses one where money is', () => {
    expect(parseConfig(complete()).preview).toEqual({})
    const half = { ...complete(), PREVIEW_TRUELAYER_CLIENT_ID: 'client', PREVIEW_TOKENIO_KEY_ID: 'key' }
    const message = messageOf(() => parseConfig(half))
    expect(message).toContain('TrueLayer’s sandbox is not complete')
    expect(message).toContain('  PREVIEW_TRUELAYER_SIGNING_KEY is not set')
    const token = messageOf(() => parseConfig({ ...complete(), PREVIEW_TOKENIO_KEY_ID: 'key' }))
    expect(token).toContain('  PREVIEW_TOKENIO_MEMBER_ID is not set')
    for (const name of [
      'PREVIEW_TRUELAYER_API_URL',
      'PREVIEW_TRUELAYER_AUTH_URL',
      'PREVIEW_TOKENIO_API_URL',
    ]) {
      const address = name.includes('TOKENIO') ? 'https://api.token.io/v2' : 'https://api.truelayer.com'
      expect(messageOf(() => parseConfig({ ...complete(), [name]: address }))).toContain(
        `${name} must be a sandbox`,
      )
    }
  })

  it('reads the limits of banks, and says which one it cannot read', () => {
    const limits = (text: string) => parseConfig({ ...complete(), BANK_LIMITS: text }).bankLimits
    expect(limits('ob-one=10000 GBP')).toEqual({ 'ob-one': { GBP: 1_000_000n } })
    expect(limits('')).toEqual({})
    expect(messageOf(() => limits('ob-one=10000 GBP,ob-two=lots'))).toMatch(/BANK_LIMITS .*ob-two=lots/)
  })

  it.each([
    [
      'text messages without a number to come from',
      { TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}` },
      'TWILIO_FROM',
    ],
    ['a number and nobody to send from it', { TWILIO_FROM: '+447700900123' }, 'TWILIO_AUTH_TOKEN'],
    [
      'settlement accounts at a Token.io that is not set up',
      { TOKENIO_SETTLEMENT_ACCOUNTS: 'EUR=a' },
      'TOKENIO_MEMBER_ID',
    ],
    ['a certificate without its key', { TEMPORAL_TLS_CERT: '-----BEGIN X-----' }, 'TEMPORAL_TLS_KEY'],
    ['a key without its certificate', { TEMPORAL_TLS_KEY: '-----BEGIN X-----' }, 'TEMPORAL_TLS_CERT'],
  ])('is not complete with %s', (_half, half, missing) => {
    expect(messageOf(() => parseConfig({ ...complete(), ...half }))).toContain(`  ${missing} is not set`)
  })

  it('speaks TLS with Temporal where an authority of its own is named, and says nothing else of it', () => {
    const ca = '-----BEGIN X-----'
    expect(parseConfig({ ...complete(), TEMPORAL_TLS_CA: ca }).temporal.tls).toEqual({ ca })
    expect(parseConfig(complete()).temporal.tls).toBeUndefined()
  })

  it('takes no key that could not sign, and no account in a currency that its provider has none in', () => {
    const p256 = pemOf('P-256')
    const wrong = {
      TRUELAYER_SIGNING_KEY: p256,
      TRUELAYER_MERCHANT_ACCOUNT_ID: 'GBP=a,DKK=x',
      TOKENIO_SIGNING_KEY: pemOf('P-521'),
      TOKENIO_SETTLEMENT_ACCOUNTS: 'EUR=a,XXX=b',
      PREVIEW_TRUELAYER_SIGNING_KEY: '-----BEGIN X-----',
      PREVIEW_TRUELAYER_MERCHANT_ACCOUNT_ID: 'USD=a',
      PREVIEW_TOKENIO_SIGNING_KEY: '-----BEGIN PRIVATE KEY-----',
    }
    const message = messageOf(() => parseConfig({ ...complete(), ...wrong }))
    for (const name of Object.keys(wrong)) expect(message).toContain(`  ${name} must be `)
    const tokenio = { TOKENIO_MEMBER_ID: 'm:1', TOKENIO_KEY_ID: 'key', TOKENIO_WEBHOOK_KEYS: 'a'.repeat(43) }
    const config = parseConfig({ ...complete(), ...tokenio, TOKENIO_SIGNING_KEY: p256 })
    expect(config.tokenio).toMatchObject({ signingKey: p256, settlementAccounts: {} })
  })

  it('has no previews where money moves, however the address is written', () => {
    const withPreviews = (api: string, live?: string) =>
      parseConfig({
        ...complete(),
        PREVIEW_TRUELAYER_API_URL: api,
        ...(live === undefined ? {} : { TRUELAYER_API_URL: live }),
      })
    for (const address of ['https://api.truelayer.com.', 'https://API.TrueLayer.com:443/']) {
      expect(messageOf(() => withPreviews(address))).toContain('PREVIEW_TRUELAYER_API_URL must be a sandbox')
    }
    for (const [api, live] of [
      ['https://banks.example', 'https://banks.example/'],
      ['https://banks.example./live', 'https://BANKS.example/live'],
    ] as const) {
      expect(messageOf(() => withPreviews(api, live))).toContain(
        'PREVIEW_TRUELAYER_API_URL must be a sandbox',
      )
    }
    for (const [api, live] of [
      ['https://banks.example/sandbox', 'https://banks.example/live'],
      ['https://api.truelayer-sandbox.com', 'https://api.truelayer-sandbox.com'],
      ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
      ['http://[::1]:4010', 'http://[::1]:4010'],
    ] as const) {
      expect(withPreviews(api, live).truelayer.apiUrl).toBe(live)
    }
  })

  it('takes a key on one line, with its line ends written out', () => {
    const oneLine = signingKey.replaceAll('\n', '\\n')
    const config = parseConfig({ ...complete(), TRUELAYER_SIGNING_KEY: oneLine })
    expect(config.truelayer.signingKey).toBe(signingKey)
  })
})

function pemOf(namedCurve: string): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function complete(): Record<string, string> {
  return {
    DATABASE_URL: 'postgresql://localhost/duewell',
    PUBLIC_URL: 'https://pay.example',
    LINK_KEYS: `a:${Buffer.alloc(32).toString('base64')}`,
    TRUELAYER_CLIENT_ID: 'client',
    TRUELAYER_CLIENT_SECRET: 'secret',
    TRUELAYER_SIGNING_KEY: signingKey,
    TRUELAYER_KEY_ID: 'key',
    TRUELAYER_MERCHANT_ACCOUNT_ID: 'GBP=a,EUR=b',
    POSTMARK_SERVER_TOKEN: 'token',
    POSTMARK_FROM: 'a@b.example',
    POSTMARK_WEBHOOK_USER: 'user',
    POSTMARK_WEBHOOK_PASSWORD: 'password',
  }
}

function messageOf(work: () => unknown): string {
  try {
    work()
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  throw new Error('nothing was thrown')
}

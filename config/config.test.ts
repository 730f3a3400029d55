import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ConfigError, parseConfig } from './config.ts'

const signingKey = pemOf('P-521')
const folder = mkdtempSync(path.join(tmpdir(), 'duewell-config-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('parseConfig', () => {
  it('lists every mistake in one message, without the value', () => {
    const wrong = {
      PORT: 'eighty',
      WORKER_PORT: '70000',
      PUBLIC_URL: 'pages',
      LINK_KEYS: 'short',
      LOG_LEVEL: 'loud',
    }
    const message = messageOf(() => parseConfig(wrong))
    for (const name of [
      ...Object.keys(wrong),
      'DATABASE_URL',
      'TRUELAYER_CLIENT_ID',
      'POSTMARK_FROM',
      'TEST_POSTMARK_FROM',
    ])
      expect(message).toContain(`\n  ${name} `)
    for (const value of Object.values(wrong)) expect(message).not.toContain(value)
  })

  it('treats an empty variable as not set', () => {
    const config = parseConfig({ ...complete(), PORT: '', TOKENIO_KEY_ID: '', BANK_LIMITS: '' })
    expect(config.port).toBe(4000)
    expect(config.live.tokenio).toBeUndefined()
    expect(config.bankLimits).toBeUndefined()
  })

  it('names the missing variables of each provider in each mode', () => {
    const half = { ...complete(), TEST_TRUELAYER_CLIENT_ID: 'client', TOKENIO_KEY_ID: 'key' }
    const message = messageOf(() => parseConfig(half))
    expect(message).toContain('TEST_TRUELAYER_SIGNING_KEY is not set, but TEST_TRUELAYER_CLIENT_ID is')
    expect(message).toContain('TOKENIO_MEMBER_ID is not set, but TOKENIO_KEY_ID is')
  })

  it('starts with the payment providers of one mode, and refuses to start without any', () => {
    expect(parseConfig(complete()).test.truelayer).toBeUndefined()
    const only = Object.entries(complete()).map(([name, value]) => [
      name.replace(/^TRUELAYER_/, 'TEST_TRUELAYER_'),
      value,
    ])
    const config = parseConfig(Object.fromEntries(only) as Record<string, string>)
    expect(config.live.truelayer).toBeUndefined()
    expect(config.test.truelayer).toMatchObject({ apiUrl: 'https://api.truelayer-sandbox.com' })
    const none = Object.entries(complete()).filter(([name]) => !name.startsWith('TRUELAYER_'))
    expect(messageOf(() => parseConfig(Object.fromEntries(none)))).toContain('no mode has a payment provider')
  })

  it.each([
    ['TRUELAYER_API_URL', 'https://api.truelayer-sandbox.com'],
    ['TRUELAYER_AUTH_URL', 'https://auth.truelayer-sandbox.com./'],
    [
      'TRUELAYER_WEBHOOK_JKU',
      'https://a.example/jwks,https://webhooks.truelayer-sandbox.com/.well-known/jwks',
    ],
    ['TOKENIO_API_URL', 'https://API.sandbox.token.io:443/v2'],
  ])('refuses a sandbox as %s: %s', (name, address) => {
    const message = messageOf(() => parseConfig({ ...complete(), [name]: address }))
    expect(message).toContain(`${name} must not be a sandbox`)
    expect(parseConfig({ ...complete(), [`TEST_${name}`]: address })).toBeDefined()
  })

  it.each([
    ['TRUELAYER_API_URL', 'https://api.truelayer.com.'],
    ['TRUELAYER_AUTH_URL', 'https://AUTH.TrueLayer.com:443/'],
    ['TRUELAYER_WEBHOOK_JKU', 'https://webhooks.truelayer.com/.well-known/jwks'],
    ['TOKENIO_API_URL', 'https://api.token.io/v2'],
  ])('refuses an address that moves money as TEST_%s, even without its credentials: %s', (name, address) => {
    const message = messageOf(() => parseConfig({ ...complete(), [`TEST_${name}`]: address }))
    expect(message).toContain(`TEST_${name} must be a sandbox`)
  })

  it.each(['TRUELAYER_API_URL', 'TRUELAYER_AUTH_URL', 'TOKENIO_API_URL'])(
    'takes a bank on this machine as %s only if PUBLIC_URL is on this machine too',
    (name) => {
      for (const address of ['http://127.0.0.1:4010', 'http://[::1]:4010', 'http://bank.localhost:4010']) {
        const variables = { ...complete(), [name]: address }
        expect(messageOf(() => parseConfig(variables))).toContain(`${name} must not be on this machine`)
        expect(parseConfig({ ...variables, PUBLIC_URL: 'http://127.0.0.1:4000' })).toBeDefined()
      }
    },
  )

  it('refuses the same address for both modes in every spelling, unless it is on this machine', () => {
    const bothWith = (live: string, test: string) =>
      parseConfig({
        ...complete(),
        PUBLIC_URL: 'http://127.0.0.1:4000',
        TRUELAYER_API_URL: live,
        TEST_TRUELAYER_API_URL: test,
      })
    for (const [live, test] of [
      ['https://banks.example', 'https://banks.example/'],
      ['https://banks.example./live', 'https://BANKS.example/live'],
    ] as const) {
      expect(messageOf(() => bothWith(live, test))).toContain(
        'TEST_TRUELAYER_API_URL must be a sandbox, and not TRUELAYER_API_URL',
      )
    }
    expect(bothWith('https://banks.example/live', 'https://banks.example/sandbox')).toBeDefined()
    expect(bothWith('http://127.0.0.1:4010', 'http://127.0.0.1:4010')).toBeDefined()
  })

  const twilioSid = `AC${'0'.repeat(32)}`
  it.each([
    ['TRUELAYER_CLIENT_ID', 'zz-1'],
    ['TRUELAYER_CLIENT_SECRET', 'zz-1'],
    ['TRUELAYER_SIGNING_KEY', signingKey, signingKey.replaceAll('\n', '\\n')],
    ['TRUELAYER_WEBHOOK_JKU', 'https://a.example/jwks', 'https://b.example/jwks, https://a.example/jwks'],
    ['TRUELAYER_MERCHANT_ACCOUNT_ID', 'GBP=a,EUR=b', 'EUR=a'],
    ['TOKENIO_MEMBER_ID', 'm:1'],
    ['TOKENIO_WEBHOOK_KEYS', `${'a'.repeat(43)},${'b'.repeat(43)}`, 'b'.repeat(43)],
    ['TOKENIO_SETTLEMENT_ACCOUNTS', 'EUR=one', 'GBP=one'],
    ['TWILIO_ACCOUNT_SID', twilioSid],
    ['TWILIO_AUTH_TOKEN', 'zz-1'],
    ['POSTMARK_SERVER_TOKEN', 'zz-1'],
    ['POSTMARK_WEBHOOK_PASSWORD', 'zz-1'],
  ])('refuses %s in common to both modes', (name, live, test = live) => {
    const message = messageOf(() => parseConfig({ ...complete(), [name]: live, [`TEST_${name}`]: test }))
    expect(message).toContain(`TEST_${name} must have nothing in common with ${name}`)
    expect(message).not.toContain(live)
  })

  it('refuses an account of live mode for previews', () => {
    const message = messageOf(() =>
      parseConfig({ ...complete(), TEST_TRUELAYER_PREVIEW_ACCOUNT_ID: 'GBP=a' }),
    )
    expect(message).toContain('TEST_TRUELAYER_PREVIEW_ACCOUNT_ID must have nothing in common')
  })

  it('lets test mode send to everybody only with message servers on this machine', () => {
    const toEverybody = { ...complete(), TEST_MAIL_TO: 'everybody' }
    const refusal = (given: Record<string, string>) => messageOf(() => parseConfig(given))
    expect(refusal(toEverybody)).toContain('TEST_MAIL_TO must not be everybody, unless TEST_POSTMARK_API_URL')
    const local = { ...toEverybody, TEST_POSTMARK_API_URL: 'http://127.0.0.1:4020' }
    expect(parseConfig(local).testMailTo).toBe('everybody')
    const texts = {
      TEST_TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TEST_TWILIO_AUTH_TOKEN: 'token',
      TEST_TWILIO_FROM: '+447700900123',
    }
    expect(refusal({ ...local, ...texts })).toContain('unless TEST_TWILIO_API_URL is on this machine')
    expect(parseConfig(complete())).toMatchObject({ testMailTo: 'people', testMailsPerDay: 500 })
  })

  it('reads the limits of new merchants in minor units', () => {
    const config = parseConfig({ ...complete(), NEW_MERCHANT_AMOUNTS_PER_DAY: 'GBP=5,JPY=700' })
    expect(config).toMatchObject({
      newMerchantInvoicesPerDay: 50,
      newMerchantAmountsPerDay: { GBP: 500, JPY: 700 },
    })
    const wrong = { ...complete(), NEW_MERCHANT_AMOUNTS_PER_DAY: '5 pounds' }
    expect(messageOf(() => parseConfig(wrong))).toContain('NEW_MERCHANT_AMOUNTS_PER_DAY cannot be read')
  })

  it('reads the pauses before the retries of webhooks in milliseconds', () => {
    const delays = (text: string) => parseConfig({ ...complete(), WEBHOOK_RETRY_DELAYS: text }).webhooks
    expect(delays('20ms,5s,30m,24h').retryDelaysMs).toEqual([20, 5_000, 1_800_000, 86_400_000])
    expect(parseConfig(complete()).webhooks.retryDelaysMs).toHaveLength(9)
    expect(messageOf(() => delays('5s,soon'))).toContain('WEBHOOK_RETRY_DELAYS must be a list of pauses')
  })

  it('allows webhooks to private addresses only on a local stack', () => {
    const allowed = { ...complete(), WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.0/8, ::1' }
    const local = parseConfig({ ...allowed, PUBLIC_URL: 'http://127.0.0.1:4000' })
    expect(local.webhooks.allowedAddresses).toEqual(['127.0.0.0/8', '::1'])
    const message = messageOf(() => parseConfig({ ...allowed, PUBLIC_URL: 'https://pay.example' }))
    expect(message).toContain('WEBHOOK_ALLOWED_ADDRESSES must not be set')
    for (const wrong of ['10.0.0.0/33', 'intranet', '10.0.0'])
      expect(messageOf(() => parseConfig({ ...allowed, WEBHOOK_ALLOWED_ADDRESSES: wrong }))).toContain(
        'WEBHOOK_ALLOWED_ADDRESSES must be IP addresses',
      )
  })

  it('reads the limits of banks, and names the entry that it cannot read', () => {
    const limits = (text: string) => parseConfig({ ...complete(), BANK_LIMITS: text }).bankLimits
    expect(limits('ob-one=10000 GBP')).toEqual({ 'ob-one': { GBP: 1_000_000 } })
    expect(messageOf(() => limits('ob-one=10000 GBP,ob-two=lots'))).toMatch(/BANK_LIMITS .*ob-two=lots/)
  })

  it.each([
    ['TWILIO_ACCOUNT_SID', `AC${'0'.repeat(32)}`, 'TWILIO_FROM'],
    ['TWILIO_FROM', '+447700900123', 'TWILIO_AUTH_TOKEN'],
    ['TOKENIO_SETTLEMENT_ACCOUNTS', 'EUR=a', 'TOKENIO_MEMBER_ID'],
    ['TEST_TWILIO_FROM', '+447700900123', 'TEST_TWILIO_AUTH_TOKEN'],
    ['TEMPORAL_TLS_CLIENT_CERT_DATA', '-----BEGIN X-----', 'TEMPORAL_TLS_CLIENT_KEY_PATH'],
    ['TEMPORAL_TLS_CLIENT_KEY_DATA', '-----BEGIN X-----', 'TEMPORAL_TLS_CLIENT_CERT_PATH'],
  ])('reports the missing variables when %s is set to %s: %s', (name, value, missing) => {
    const message = messageOf(() => parseConfig({ ...complete(), [name]: value }))
    expect(message).toContain(`  ${missing} is not set, but `)
  })

  it('refuses a key that cannot sign, and an account in a currency that its provider does not have', () => {
    const p256 = pemOf('P-256')
    const wrong = {
      TRUELAYER_SIGNING_KEY: p256,
      TRUELAYER_MERCHANT_ACCOUNT_ID: 'GBP=a,DKK=x',
      TOKENIO_SIGNING_KEY: pemOf('P-521'),
      TOKENIO_SETTLEMENT_ACCOUNTS: 'EUR=a,XXX=b',
      TEST_TRUELAYER_SIGNING_KEY: '-----BEGIN X-----',
      TEST_TRUELAYER_MERCHANT_ACCOUNT_ID: 'USD=c',
      TEST_TRUELAYER_PREVIEW_ACCOUNT_ID: 'DKK=d',
      TEST_TOKENIO_SIGNING_KEY: '-----BEGIN PRIVATE KEY-----',
    }
    const message = messageOf(() => parseConfig({ ...complete(), ...wrong }))
    for (const name of Object.keys(wrong)) expect(message).toContain(`  ${name} must be `)
    const tokenio = { TOKENIO_MEMBER_ID: 'm:1', TOKENIO_KEY_ID: 'key', TOKENIO_WEBHOOK_KEYS: 'a'.repeat(43) }
    const config = parseConfig({ ...complete(), ...tokenio, TOKENIO_SIGNING_KEY: p256 })
    expect(config.live.tokenio).toMatchObject({ signingKey: p256 })
  })

  it('reads a key on one line with \\n for its line ends', () => {
    const oneLine = signingKey.replaceAll('\n', '\\n')
    const config = parseConfig({ ...complete(), TRUELAYER_SIGNING_KEY: oneLine })
    expect(config.live.truelayer?.signingKey).toBe(signingKey)
  })

  it('connects to Temporal on this machine without TLS when no variable is set', () => {
    expect(parseConfig(complete()).temporal).toMatchObject({
      connection: { address: 'localhost:7233', tls: undefined },
      namespace: 'default',
      taskQueue: 'duewell',
    })
  })

  it('connects to Temporal with TLS when an API key, a certificate or an authority is set', () => {
    const connection = (variables: Record<string, string>) =>
      parseConfig({ ...complete(), ...variables }).temporal.connection
    expect(connection({ TEMPORAL_API_KEY: 'key' })).toMatchObject({ apiKey: 'key', tls: true })
    expect(connection({ TEMPORAL_TLS: 'true' }).tls).toBeTruthy()
    expect(connection({ TEMPORAL_TLS: 'false' }).tls).toBe(false)
    const authority = connection({ TEMPORAL_TLS_SERVER_CA_CERT_DATA: '-----BEGIN X-----\\nabc' }).tls
    expect(authority).toMatchObject({ serverRootCACertificate: bytes('-----BEGIN X-----\nabc') })
    const [crt, key] = [path.join(folder, 'crt.pem'), path.join(folder, 'key.pem')]
    writeFileSync(crt, 'certificate')
    writeFileSync(key, 'key')
    const mutual = { TEMPORAL_TLS_CLIENT_CERT_PATH: crt, TEMPORAL_TLS_CLIENT_KEY_PATH: key }
    expect(connection(mutual).tls).toMatchObject({
      clientCertPair: { crt: bytes('certificate'), key: bytes('key') },
    })
  })

  it('reads a profile of Temporal only when a variable names it, and prefers other variables', () => {
    const file = path.join(folder, 'temporal.toml')
    writeFileSync(
      file,
      '[profile.cloud]\naddress = "cloud:7233"\nnamespace = "duewell.a1"\napi_key = "key"\n',
    )
    const profile = { TEMPORAL_CONFIG_FILE: file, TEMPORAL_PROFILE: 'cloud' }
    expect(parseConfig({ ...complete(), ...profile }).temporal).toMatchObject({
      connection: { address: 'cloud:7233', apiKey: 'key', tls: true },
      namespace: 'duewell.a1',
    })
    const other = parseConfig({ ...complete(), ...profile, TEMPORAL_ADDRESS: 'other:7233' })
    expect(other.temporal.connection.address).toBe('other:7233')
  })

  it.each([
    ['a missing file', { TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nothing.pem' }, '/nothing.pem'],
    ['a missing configuration', { TEMPORAL_CONFIG_FILE: '/nothing.toml' }, '/nothing.toml'],
    ['a missing profile', { TEMPORAL_PROFILE: 'none', HOME: '/nothing' }, 'none'],
    ['a text other than PEM', { TEMPORAL_TLS_SERVER_CA_CERT_DATA: 'abc' }, 'must be a PEM text'],
    ['an API key without TLS', { TEMPORAL_API_KEY: 'key', TEMPORAL_TLS: 'false' }, 'TEMPORAL_TLS is false'],
  ])('refuses %s for the connection to Temporal', (_, variables, part) => {
    expect(messageOf(() => parseConfig({ ...complete(), ...variables }))).toContain(part)
  })
})

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function pemOf(namedCurve: string): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function complete(): Record<string, string> {
  return {
    DATABASE_URL: 'postgresql://localhost/duewell',
    PUBLIC_URL: 'https://pay.example',
    AUTH_SECRET: 's'.repeat(32),
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
    TEST_POSTMARK_SERVER_TOKEN: 'test-token',
    TEST_POSTMARK_FROM: 'a@b.example',
    TEST_POSTMARK_WEBHOOK_USER: 'user',
    TEST_POSTMARK_WEBHOOK_PASSWORD: 'test-password',
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

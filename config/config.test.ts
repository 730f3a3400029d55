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
    for (const name of [...Object.keys(wrong), 'DATABASE_URL', 'TRUELAYER_SIGNING_KEY', 'POSTMARK_FROM'])
      expect(message).toContain(`\n  ${name} `)
    for (const value of Object.values(wrong)) expect(message).not.toContain(value)
  })

  it('treats an empty variable as not set', () => {
    const config = parseConfig({ ...complete(), PORT: '', TOKENIO_KEY_ID: '', BANK_LIMITS: '' })
    expect(config.port).toBe(4000)
    expect(config.tokenio).toBeUndefined()
    expect(config.bankLimits).toBeUndefined()
  })

  it('names the missing variables of each sandbox for previews', () => {
    expect(parseConfig(complete()).preview).toEqual({})
    const half = { ...complete(), PREVIEW_TRUELAYER_CLIENT_ID: 'client', PREVIEW_TOKENIO_KEY_ID: 'key' }
    const message = messageOf(() => parseConfig(half))
    expect(message).toContain('PREVIEW_TRUELAYER_SIGNING_KEY is not set, but PREVIEW_TRUELAYER_CLIENT_ID is')
    expect(message).toContain('PREVIEW_TOKENIO_MEMBER_ID is not set, but PREVIEW_TOKENIO_KEY_ID is')
  })

  it.each(['PREVIEW_TRUELAYER_API_URL', 'PREVIEW_TRUELAYER_AUTH_URL', 'PREVIEW_TOKENIO_API_URL'])(
    'refuses an address that moves money as %s, even without its credentials',
    (name) => {
      const address = name.includes('TOKENIO') ? 'https://api.token.io/v2' : 'https://api.truelayer.com'
      const message = messageOf(() => parseConfig({ ...complete(), [name]: address }))
      expect(message).toContain(`${name} must be a sandbox`)
    },
  )

  it('reads the limits of banks, and names the entry that it cannot read', () => {
    const limits = (text: string) => parseConfig({ ...complete(), BANK_LIMITS: text }).bankLimits
    expect(limits('ob-one=10000 GBP')).toEqual({ 'ob-one': { GBP: 1_000_000 } })
    expect(messageOf(() => limits('ob-one=10000 GBP,ob-two=lots'))).toMatch(/BANK_LIMITS .*ob-two=lots/)
  })

  it.each([
    ['TWILIO_ACCOUNT_SID', `AC${'0'.repeat(32)}`, 'TWILIO_FROM'],
    ['TWILIO_FROM', '+447700900123', 'TWILIO_AUTH_TOKEN'],
    ['TOKENIO_SETTLEMENT_ACCOUNTS', 'EUR=a', 'TOKENIO_MEMBER_ID'],
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
      PREVIEW_TRUELAYER_SIGNING_KEY: '-----BEGIN X-----',
      PREVIEW_TRUELAYER_MERCHANT_ACCOUNT_ID: 'USD=a',
      PREVIEW_TOKENIO_SIGNING_KEY: '-----BEGIN PRIVATE KEY-----',
    }
    const message = messageOf(() => parseConfig({ ...complete(), ...wrong }))
    for (const name of Object.keys(wrong)) expect(message).toContain(`  ${name} must be `)
    const tokenio = { TOKENIO_MEMBER_ID: 'm:1', TOKENIO_KEY_ID: 'key', TOKENIO_WEBHOOK_KEYS: 'a'.repeat(43) }
    const config = parseConfig({ ...complete(), ...tokenio, TOKENIO_SIGNING_KEY: p256 })
    expect(config.tokenio).toMatchObject({ signingKey: p256 })
  })

  it('refuses a preview address that moves money in every spelling of that address', () => {
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

  it('reads a key on one line with \\n for its line ends', () => {
    const oneLine = signingKey.replaceAll('\n', '\\n')
    const config = parseConfig({ ...complete(), TRUELAYER_SIGNING_KEY: oneLine })
    expect(config.truelayer.signingKey).toBe(signingKey)
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

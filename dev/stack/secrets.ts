import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto'
import { readJson, writeJson } from './json-file.ts'
import type { StackPaths } from './paths.ts'

export type Secrets = ReturnType<typeof generateSecrets>

export function loadSecrets(paths: StackPaths): Secrets {
  const secrets = { ...generateSecrets(), ...readJson<Partial<Secrets>>(paths.secrets) }
  writeJson(paths.secrets, secrets, 0o600)
  return secrets
}

function generateSecrets() {
  return {
    LINK_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    POSTGRES_PASSWORD: randomBytes(18).toString('base64url'),
    ...generateProviderSecrets(),
    ...forTestMode(generateProviderSecrets()),
    // A payment of a preview must not enter an account that reconciliation reads.
    TEST_TRUELAYER_PREVIEW_ACCOUNT_ID: `GBP=${randomUUID()},EUR=${randomUUID()}`,
  }
}

function generateProviderSecrets() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })
  const enrolled = generateKeyPairSync('ed25519').privateKey
  const webhooks = generateKeyPairSync('ed25519')
  return {
    TRUELAYER_CLIENT_ID: `duewell-${randomBytes(3).toString('hex')}`,
    TRUELAYER_CLIENT_SECRET: randomUUID(),
    TRUELAYER_KEY_ID: randomUUID(),
    TRUELAYER_SIGNING_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    TRUELAYER_MERCHANT_ACCOUNT_ID: `GBP=${randomUUID()},EUR=${randomUUID()}`,
    TOKENIO_MEMBER_ID: `m:${randomBytes(12).toString('hex')}:5zKtXEAq`,
    TOKENIO_KEY_ID: randomBytes(8).toString('hex'),
    TOKENIO_SIGNING_KEY: enrolled.export({ type: 'pkcs8', format: 'pem' }).toString(),
    TOKENIO_WEBHOOK_KEYS: String(webhooks.publicKey.export({ format: 'jwk' }).x),
    SANDBOX_TOKENIO_WEBHOOK_KEY: webhooks.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    POSTMARK_SERVER_TOKEN: randomUUID(),
    POSTMARK_WEBHOOK_USER: 'postmark',
    POSTMARK_WEBHOOK_PASSWORD: randomBytes(18).toString('base64url'),
    TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`,
    TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
  }
}

type ForTestMode<T> = { [Name in keyof T & string as `TEST_${Name}`]: T[Name] }

function forTestMode<T extends Record<string, string>>(secrets: T): ForTestMode<T> {
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => [`TEST_${name}`, value]),
  ) as ForTestMode<T>
}

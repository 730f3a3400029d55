import { createPublicKey } from 'node:crypto'
import type { SandboxOptions } from '../sandbox.ts'

export function readEnvironment(environment: Record<string, string | undefined>): SandboxOptions {
  const problems: string[] = []
  const required = (name: string): string => {
    const value = environment[name]?.trim()
    if (!value) problems.push(`${name} is missing`)
    return value ?? ''
  }
  const port = (name: string): number => {
    const value = Number(environment[name] ?? 0)
    if (!Number.isInteger(value) || value < 0 || value > 65_535) problems.push(`${name} is not a port`)
    return value
  }
  const parsed = <T>(name: string, parse: (text: string) => T, fallback: T): T => {
    const text = required(name)
    try {
      return text ? parse(text) : fallback
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`)
      return fallback
    }
  }

  const bank = (prefix: string) => ({
    clientId: required(`${prefix}TRUELAYER_CLIENT_ID`),
    clientSecret: required(`${prefix}TRUELAYER_CLIENT_SECRET`),
    keyId: required(`${prefix}TRUELAYER_KEY_ID`),
    publicKeyPem: parsed(`${prefix}TRUELAYER_SIGNING_KEY`, publicKeyOf, ''),
    merchantAccounts: [
      ...parsed(`${prefix}TRUELAYER_MERCHANT_ACCOUNT_ID`, readMerchantAccounts, []),
      ...readMerchantAccounts(environment[`${prefix}TRUELAYER_PREVIEW_ACCOUNT_ID`] ?? ''),
    ],
    webhookUrl: required(`${prefix}SANDBOX_BANK_WEBHOOK_URL`),
  })
  const tokenIo = (prefix: string) => ({
    memberId: required(`${prefix}TOKENIO_MEMBER_ID`),
    signingKey: {
      keyId: required(`${prefix}TOKENIO_KEY_ID`),
      publicKeyPem: parsed(`${prefix}TOKENIO_SIGNING_KEY`, publicPemOf, ''),
    },
    webhookUrl: required(`${prefix}SANDBOX_TOKENIO_WEBHOOK_URL`),
    webhookKeyPem: parsed(`${prefix}SANDBOX_TOKENIO_WEBHOOK_KEY`, (pem) => pem.replaceAll('\\n', '\n'), ''),
  })
  const postmark = (prefix: string) => ({
    serverToken: required(`${prefix}POSTMARK_SERVER_TOKEN`),
    webhookUrl: environment[`${prefix}SANDBOX_POSTMARK_WEBHOOK_URL`] || undefined,
  })
  const twilio = (prefix: string) => ({
    accountSid: required(`${prefix}TWILIO_ACCOUNT_SID`),
    authToken: required(`${prefix}TWILIO_AUTH_TOKEN`),
  })
  const isSet = (name: string) => Boolean(environment[name])

  const options: SandboxOptions = {
    host: environment['SANDBOX_HOST'] || '127.0.0.1',
    ports: {
      bank: port('SANDBOX_BANK_PORT'),
      postmark: port('SANDBOX_POSTMARK_PORT'),
      twilio: port('SANDBOX_TWILIO_PORT'),
      tokenio: port('SANDBOX_TOKENIO_PORT'),
    },
    database: required('SANDBOX_DATABASE'),
    bank: {
      ...bank(''),
      ...(isSet('TEST_TRUELAYER_CLIENT_ID') ? { otherClients: [bank('TEST_')] } : {}),
    },
    ...(isSet('TOKENIO_MEMBER_ID')
      ? {
          tokenio: {
            ...tokenIo(''),
            ...(isSet('TEST_TOKENIO_MEMBER_ID') ? { otherMembers: [tokenIo('TEST_')] } : {}),
          },
        }
      : {}),
    postmark: {
      ...postmark(''),
      ...(isSet('TEST_POSTMARK_SERVER_TOKEN') ? { otherServers: [postmark('TEST_')] } : {}),
    },
    twilio: {
      ...twilio(''),
      ...(isSet('TEST_TWILIO_ACCOUNT_SID') ? { otherAccounts: [twilio('TEST_')] } : {}),
    },
  }
  if (problems.length > 0) throw new Error(`The sandbox cannot start:\n  ${problems.join('\n  ')}`)
  return options
}

function publicKeyOf(privateKeyPem: string): string {
  const key = createPublicKey(privateKeyPem.replaceAll('\\n', '\n'))
  if (key.asymmetricKeyDetails?.namedCurve !== 'secp521r1') throw new Error('not an EC key on P-521')
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

function publicPemOf(privateKeyPem: string): string {
  const key = createPublicKey(privateKeyPem.replaceAll('\\n', '\n'))
  return key.export({ type: 'spki', format: 'pem' }).toString()
}

function readMerchantAccounts(list: string): SandboxOptions['bank']['merchantAccounts'] {
  if (list === '') return []
  const accountHolderName = 'Sandbox merchant'
  if (!list.includes('='))
    return ['GBP', 'EUR'].map((currency) => ({ id: list, currency, accountHolderName }))
  return list.split(',').map((pair) => {
    const [currency = '', id = ''] = pair.split('=').map((part) => part.trim())
    if (!/^[A-Z]{3}$/.test(currency) || !id) throw new Error(`'${pair.trim()}' is not <currency>=<id>`)
    return { id, currency, accountHolderName }
  })
}

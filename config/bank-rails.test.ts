import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Currency } from '../domain/shared/money.ts'
import type { RailLog } from '../integrations/bank/rail.ts'
import { MODES } from '../domain/shared/mode.ts'
import type { Rails } from '../integrations/bank/rails.ts'
import { createBankRails, createPreviewRails } from './bank-rails.ts'

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })
const signing = generateKeyPairSync('ed25519').privateKey

const server = createServer((_, response) => {
  response.writeHead(403).end('{"error":{"errorCode":"PermissionDenied"}}')
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close())

function configured() {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const truelayer = {
    apiUrl,
    authUrl: apiUrl,
    clientId: 'client',
    clientSecret: 'secret',
    signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    keyId: 'key',
    merchantAccounts: {},
    accountHolderName: 'Duewell',
    webhookJku: [],
    directReturn: false,
  }
  const tokenio = {
    apiUrl,
    memberId: 'm:1',
    keyId: 'key',
    signingKey: signing.export({ type: 'pkcs8', format: 'pem' }).toString(),
    webhookKeys: [],
    settlementAccounts: {},
    paidWhen: 'debited' as const,
  }
  const postmark = {
    apiUrl,
    serverToken: 'token',
    from: 'a@b.example',
    messageStream: 'outbound',
    webhookUser: 'user',
    webhookPassword: 'password',
  }
  const providers = { truelayer, tokenio, postmark }
  return { live: providers, test: providers, bankLimits: {}, publicUrl: apiUrl }
}

describe('configured rails', () => {
  type Kind = [string, (config: ReturnType<typeof configured>, log: RailLog) => Rails]
  const kinds: Kind[] = [
    ...MODES.map((mode): Kind => [
      `payments in ${mode} mode`,
      (config, log) => createBankRails(config, log)[mode],
    ]),
    ['previews', createPreviewRails],
  ]
  it.each(kinds)('logs refused credentials for operators, for %s', async (_, create) => {
    const logged: string[] = []
    const rails = create(configured(), ({ rail }, event) => void logged.push(`${rail} ${event}`))
    for (const [rail, currency] of [
      ['truelayer', 'EUR'],
      ['tokenio', 'DKK'],
    ] as const) {
      await expect(rails.get(rail).listBanks(currency as Currency)).rejects.toThrow('403')
    }
    expect(logged).toEqual([
      'truelayer rail.token_refused',
      'truelayer rail.banks_unavailable',
      'tokenio rail.request_refused',
      'tokenio rail.banks_unavailable',
    ])
  })
})

import { generateKeyPairSync } from 'node:crypto'
import type { Currency } from '../../domain/shared/money.ts'
import { type FaultyProxy, startFaultyProxy } from '../../sandbox/faults/faulty-proxy.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { postJson, testOptions } from '../../sandbox/testing.ts'
import { type BankRail, type PaymentRequest, type RailLog } from '../../integrations/bank/rail.ts'
import { createTrueLayerRail, type TrueLayerRailOptions } from '../../integrations/bank/truelayer/rail.ts'

export interface TrueLayerWorld {
  rail: BankRail
  sandbox: Sandbox
  proxy: FaultyProxy
  options: TrueLayerRailOptions
  logged: { fields: Parameters<RailLog>[0]; event: string }[]
  control(path: string, body?: object): Promise<Record<string, unknown>>
  payments(): Promise<{ id: string; status: string; failure_reason?: string }[]>
  close(): Promise<void>
}

const PATIENT_MS = 60_000
const NEVER_MS = 3_600_000

export async function startTrueLayer(
  changes: Partial<TrueLayerRailOptions> = {},
  webhookUrl = 'http://127.0.0.1:9/unused',
): Promise<TrueLayerWorld> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })
  const { bank, ...rest } = testOptions()
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const sandbox = await startSandbox({
    ...rest,
    bank: { ...bank, publicKeyPem, webhookUrl, executeDelayMs: 1, settleDelayMs: NEVER_MS },
  })
  const proxy = await startFaultyProxy(sandbox.bankUrl)
  const logged: TrueLayerWorld['logged'] = []
  const options: TrueLayerRailOptions = {
    apiUrl: proxy.url,
    authUrl: proxy.url,
    clientId: bank.clientId,
    clientSecret: bank.clientSecret,
    keyId: bank.keyId,
    signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    merchantAccounts: { GBP: 'account-gbp' },
    accountHolderName: 'Duewell',
    returnUrl: 'http://127.0.0.1:9/pay/return',
    webhookJku: [`${sandbox.bankUrl}/.well-known/jwks`],
    timeoutMs: PATIENT_MS,
    log: (fields, event) => void logged.push({ fields, event }),
    ...changes,
  }
  return {
    rail: createTrueLayerRail(options),
    sandbox,
    proxy,
    options,
    logged,
    control: async (path, body = {}) => {
      const response = await postJson(`${sandbox.bankUrl}/sandbox/${path}`, body)
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
      const text = await response.text()
      return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
    },
    payments: async () => {
      const response = await fetch(`${sandbox.bankUrl}/sandbox/payments`)
      const { payments } = (await response.json()) as { payments: { id: string; status: string }[] }
      return payments
    },
    async close() {
      await proxy.close()
      await sandbox.close()
    },
  }
}

let attempts = 0

export function requestOf(changes: Partial<PaymentRequest> = {}): PaymentRequest {
  attempts += 1
  return {
    attemptId: `pat_${attempts}`,
    invoiceId: 'inv_1',
    bankId: 'sandbox-harbour',
    amount: 12_500,
    currency: 'GBP' as Currency,
    payout: { type: 'merchant_account' },
    remittanceReference: 'INV-0001',
    payer: { name: 'Ada Lovelace', email: 'ada@example.com' },
    ...changes,
  }
}

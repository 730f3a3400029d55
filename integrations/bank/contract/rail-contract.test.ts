import { generateKeyPairSync } from 'node:crypto'
import { vi } from 'vitest'
import type { Currency } from '../../../domain/shared/money.ts'
import type { PayoutAccount } from '../../../domain/payment/payout-account.ts'
import { startFaultyProxy } from '../../../sandbox/faults/faulty-proxy.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/sandbox.ts'
import { eventually, postJson, startReceiver, testOptions } from '../../../sandbox/testing.ts'
import type { BankRail, RailLog } from '../rail.ts'
import { describeRail, type Fault, type Operation, type RailHarness } from './describe-rail.ts'
import { createTokenIoRail, type TokenIoRailOptions } from '../tokenio/rail.ts'
import { createTrueLayerRail } from '../truelayer/rail.ts'

const RETURN_URL = 'http://127.0.0.1:9/pay/return'
const NEVER_MS = 3_600_000
const TIMEOUT_MS = { patient: 60_000, impatient: 500 }

type Requests = Record<Operation, [method: string, path: RegExp]>

interface ProviderSetup {
  options(webhookUrl: string): Partial<SandboxOptions>
  urlOf(sandbox: Sandbox): string
  railOf(apiUrl: string, sandbox: Sandbox, options: { timeoutMs: number; log: RailLog }): BankRail
  currency: string
  bankId: string
  payout: PayoutAccount
  limit: number | undefined
  requests: Requests
  reject: string
  paymentIn: (body: Record<string, unknown>) => Record<string, unknown>
  refusal: object
  events: Record<'settled' | 'failed' | 'refunded', string>
}

async function startHarness(setup: ProviderSetup): Promise<RailHarness> {
  const receiver = await startReceiver()
  const sandbox = await startSandbox({ ...testOptions(), ...setup.options(`${receiver.url}/webhooks/bank`) })
  const url = setup.urlOf(sandbox)
  const proxy = await startFaultyProxy(url)
  const control = async (path: string) => {
    const response = await postJson(`${url}/sandbox/${path}`, {})
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
  }
  const logged = vi.fn<RailLog>()
  const idsOf = async (kind: 'payments' | 'refunds') => {
    const response = await fetch(`${url}/sandbox/${kind}`)
    const { [kind]: all } = (await response.json()) as Record<typeof kind, { id: string }[]>
    return all.map(({ id }) => id)
  }

  return {
    rail: setup.railOf(proxy.url, sandbox, { timeoutMs: TIMEOUT_MS.patient, log: logged }),
    impatientRail: setup.railOf(proxy.url, sandbox, { timeoutMs: TIMEOUT_MS.impatient, log: logged }),
    logged,
    currency: setup.currency as Currency,
    bankId: setup.bankId,
    payout: setup.payout,
    limit: setup.limit,
    otherCurrency: 'USD' as Currency,
    paymentIds: () => idsOf('payments'),
    refundIds: () => idsOf('refunds'),
    advance: (id, action) => control(`payments/${id}/${action === 'reject' ? setup.reject : action}`),
    injectFault: (operation, fault, times = 1) => {
      const [method, path] = setup.requests[operation]
      proxy.plan({ method, path, times, fault: toProxyFault(fault, setup) })
    },
    clearFaults: () => proxy.clear(),
    webhook: async (id, event) => {
      const sent = await eventually(() =>
        receiver.received.find(({ body }) => body.includes(id) && body.includes(setup.events[event])),
      )
      const headers = Object.entries(sent.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ])
      return { path: sent.path, headers: Object.fromEntries(headers), body: sent.body }
    },
    close: async () => {
      await proxy.close()
      await sandbox.close()
      await receiver.close()
    },
  }
}

function toProxyFault(fault: Fault, { paymentIn, refusal }: ProviderSetup) {
  if (fault === 400) return { kind: 'status', status: 400, body: JSON.stringify(refusal) } as const
  if (fault === 'empty_404') return { kind: 'status', status: 404, body: '' } as const
  if (typeof fault === 'number') return { kind: 'status', status: fault } as const
  if (fault !== 'unknown_status' && fault !== 'unknown_field') return { kind: fault } as const
  const change = fault === 'unknown_status' ? { status: 'a_new_status' } : { aNewField: { deep: [1] } }
  const rewrite = (json: unknown) => {
    Object.assign(paymentIn(json as Record<string, unknown>), change)
    return json
  }
  return { kind: 'rewrite', rewrite } as const
}

describeRail('TrueLayer', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })
  const { bank } = testOptions()
  const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  return startHarness({
    options: (webhookUrl) => ({
      bank: { ...bank, publicKeyPem, webhookUrl, executeDelayMs: 1, settleDelayMs: NEVER_MS },
    }),
    urlOf: ({ bankUrl }) => bankUrl,
    railOf: (apiUrl, { bankUrl }, { timeoutMs, log }) =>
      createTrueLayerRail({
        apiUrl,
        authUrl: bankUrl,
        clientId: bank.clientId,
        clientSecret: bank.clientSecret,
        keyId: bank.keyId,
        signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        merchantAccounts: { GBP: 'account-gbp' },
        accountHolderName: 'Duewell',
        returnUrl: RETURN_URL,
        webhookJku: [`${bankUrl}/.well-known/jwks`],
        timeoutMs,
        log,
      }),
    currency: 'GBP',
    bankId: 'sandbox-harbour',
    payout: { type: 'merchant_account' },
    limit: 100_000_000,
    requests: {
      banks: ['POST', /^\/v3\/payments-providers\/search$/],
      create: ['POST', /^\/v3\/payments$/],
      read: ['GET', /^\/v3\/payments\/[^/]+$/],
      cancel: ['POST', /^\/v3\/payments\/[^/]+\/actions\/cancel$/],
      refund: ['POST', /^\/v3\/payments\/[^/]+\/refunds$/],
      statement: ['GET', /^\/v3\/merchant-accounts\//],
    },
    reject: 'reject',
    paymentIn: (body) => body,
    refusal: {
      type: 'https://docs.truelayer.com/docs/error-types#invalid-parameters',
      title: 'Invalid Parameters',
    },
    events: { settled: 'payment_settled', failed: 'payment_failed', refunded: 'refund_executed' },
  })
})

interface TokenIoSetup extends Pick<ProviderSetup, 'currency' | 'bankId' | 'payout' | 'limit'> {
  settledEvent: string
  settlementAccounts: TokenIoRailOptions['settlementAccounts']
}

const toTokenIo =
  ({ settlementAccounts, settledEvent, ...setup }: TokenIoSetup) =>
  () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const memberId = 'm:sandbox:1'
    return startHarness({
      options: (webhookUrl) => ({
        tokenio: {
          memberId,
          signingKey: { keyId: 'key-1', publicKeyPem },
          settlementAccounts: ['pa:settlement'],
          webhookUrl,
          processDelayMs: 1,
          settleDelayMs: NEVER_MS,
        },
      }),
      urlOf: ({ tokenio }) => tokenio?.url ?? '',
      railOf: (apiUrl, { tokenio }, { timeoutMs, log }) =>
        createTokenIoRail({
          apiUrl,
          credentials: {
            memberId,
            keyId: 'key-1',
            privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
          },
          timeoutMs,
          log,
          inFlightMs: 100,
          settlementAccounts,
          paidWhen: 'credited',
          callbackUrl: RETURN_URL,
          webhookKeys: [tokenio?.webhookKey ?? ''],
        }),
      ...setup,
      requests: {
        banks: ['GET', /^\/v2\/banks$/],
        create: ['POST', /^\/v2\/payments$/],
        read: ['GET', /^\/v2\/payments\/[^/]+$/],
        cancel: ['DELETE', /^\/v2\/payments\/[^/]+$/],
        refund: ['POST', /^\/refunds$/],
        statement: ['GET', /^\/virtual-accounts\//],
      },
      reject: 'decline',
      refusal: { error: { errorCode: 'FAILED_PRECONDITION', message: 'It cannot be cancelled.' } },
      events: { settled: settledEvent, failed: 'INITIATION_DECLINED', refunded: 'INITIATION_COMPLETED' },
      paymentIn: (body) => body['payment'] as Record<string, unknown>,
    })
  }

describeRail(
  'Token.io, into a settlement account',
  toTokenIo({
    settlementAccounts: { EUR: 'pa:settlement' },
    payout: { type: 'merchant_account' },
    limit: 99_999_999_999,
    currency: 'EUR',
    bankId: 'sandbox-lindenkasse',
    settledEvent: 'SETTLEMENT_COMPLETED',
  }),
)
describeRail(
  'Token.io, into an account at a Danish bank',
  toTokenIo({
    settlementAccounts: {},
    payout: { type: 'iban', iban: 'DK5000400440116243', holder: 'Larkspur ApS' },
    limit: undefined,
    currency: 'DKK',
    bankId: 'sandbox-klitbanken',
    settledEvent: 'ACCC',
  }),
)

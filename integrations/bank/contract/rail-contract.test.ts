import { generateKeyPairSync } from 'node:crypto'
import type { Currency } from '../../../domain/shared/money.ts'
import type { PayoutAccount } from '../../../domain/payment/payout-account.ts'
import { startFaultyProxy } from '../../../sandbox/faults/faulty-proxy.ts'
import { type Sandbox, type SandboxOptions, startSandbox } from '../../../sandbox/sandbox.ts'
import { eventually, postJson, startReceiver, testOptions } from '../../../sandbox/testing.ts'
import type { BankRail } from '../rail.ts'
import { describeRail, type RailWorld, type Request, type Trouble } from './describe-rail.ts'
import { createTokenIoRail, type TokenIoRailOptions } from '../tokenio/rail.ts'
import { createTrueLayerRail } from '../truelayer/rail.ts'

const RETURN_URL = 'http://127.0.0.1:9/pay/return'
/** Payments go on only when a test says so. */
const NEVER_MS = 3_600_000

type Requests = Record<Request, [method: string, path: RegExp]>

interface Side {
  options(webhookUrl: string): Partial<SandboxOptions>
  /** The other side's own address, which the proxy stands before. */
  urlOf(sandbox: Sandbox): string
  railOf(apiUrl: string, sandbox: Sandbox): BankRail
  currency: string
  bankId: string
  payout: PayoutAccount
  limit: bigint | undefined
  requests: Requests
  /** The control API's word for it. */
  reject: string
  /** The part of a payment's JSON that has its status. */
  paymentIn: (body: Record<string, unknown>) => Record<string, unknown>
  /** A refusal as its API writes it. */
  refusal: object
  /** What stands in the body of a webhook that says so. */
  words: Record<'settled' | 'failed' | 'refunded', string>
}

async function startWorld(side: Side): Promise<RailWorld> {
  const receiver = await startReceiver()
  const sandbox = await startSandbox({ ...testOptions(), ...side.options(`${receiver.url}/webhooks/bank`) })
  const url = side.urlOf(sandbox)
  const proxy = await startFaultyProxy(url)
  const control = async (path: string) => {
    const response = await postJson(`${url}/sandbox/${path}`, {})
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
  }
  const idsOf = async (what: 'payments' | 'refunds') => {
    const response = await fetch(`${url}/sandbox/${what}`)
    const { [what]: all } = (await response.json()) as Record<typeof what, { id: string }[]>
    return all.map(({ id }) => id)
  }

  return {
    rail: side.railOf(proxy.url, sandbox),
    currency: side.currency as Currency,
    bankId: side.bankId,
    payout: side.payout,
    limit: side.limit,
    otherCurrency: 'USD' as Currency,
    paymentIds: () => idsOf('payments'),
    refundIds: () => idsOf('refunds'),
    move: (id, what) => control(`payments/${id}/${what === 'reject' ? side.reject : what}`),
    spoil: (what, trouble, times = 1) => {
      const [method, path] = side.requests[what]
      proxy.plan({ method, path, times, fault: faultOf(trouble, side) })
    },
    heal: () => proxy.clear(),
    webhook: async (id, word) => {
      const sent = await eventually(() =>
        receiver.received.find(({ body }) => body.includes(id) && body.includes(side.words[word])),
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

function faultOf(trouble: Trouble, { paymentIn, refusal }: Side) {
  if (trouble === 400) return { kind: 'status', status: 400, body: JSON.stringify(refusal) } as const
  if (typeof trouble === 'number') return { kind: 'status', status: trouble } as const
  if (trouble !== 'unknown_status' && trouble !== 'unknown_field') return { kind: trouble } as const
  const change = trouble === 'unknown_status' ? { status: 'a_new_word' } : { aNewField: { deep: [1] } }
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
  return startWorld({
    options: (webhookUrl) => ({
      bank: { ...bank, publicKeyPem, webhookUrl, executeDelayMs: 1, settleDelayMs: NEVER_MS },
    }),
    urlOf: ({ bankUrl }) => bankUrl,
    railOf: (apiUrl, { bankUrl }) =>
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
        timeoutMs: 1_500,
      }),
    currency: 'GBP',
    bankId: 'sandbox-harbour',
    payout: { type: 'merchant_account' },
    limit: 100_000_000n,
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
    words: { settled: 'payment_settled', failed: 'payment_failed', refunded: 'refund_executed' },
  })
})

interface TokenIoSide extends Pick<Side, 'currency' | 'bankId' | 'payout' | 'limit'> {
  settledWord: string
  settlementAccounts: TokenIoRailOptions['settlementAccounts']
}

const toTokenIo =
  ({ settlementAccounts, settledWord, ...side }: TokenIoSide) =>
  () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const memberId = 'm:sandbox:1'
    return startWorld({
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
      railOf: (apiUrl, { tokenio }) =>
        createTokenIoRail({
          apiUrl,
          credentials: {
            memberId,
            keyId: 'key-1',
            privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
          },
          timeoutMs: 1_500,
          inFlightMs: 100,
          settlementAccounts,
          paidWhen: 'credited',
          callbackUrl: RETURN_URL,
          webhookKeys: [tokenio?.webhookKey ?? ''],
        }),
      ...side,
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
      words: { settled: settledWord, failed: 'INITIATION_DECLINED', refunded: 'INITIATION_COMPLETED' },
      paymentIn: (body) => body['payment'] as Record<string, unknown>,
    })
  }

describeRail(
  'Token.io, into a settlement account',
  toTokenIo({
    settlementAccounts: { EUR: 'pa:settlement' },
    payout: { type: 'merchant_account' },
    limit: 99_999_999_999n,
    currency: 'EUR',
    bankId: 'sandbox-lindenkasse',
    settledWord: 'SETTLEMENT_COMPLETED',
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
    settledWord: 'ACCC',
  }),
)

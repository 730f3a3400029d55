import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Currency } from '../../../../domain/shared/money.ts'
import { type FaultyProxy, startFaultyProxy } from '../../../../sandbox/faults/faulty-proxy.ts'
import { type Sandbox, startSandbox } from '../../../../sandbox/sandbox.ts'
import { postJson, testOptions } from '../../../../sandbox/testing.ts'
import { type BankRail, type PaymentRequest, RailUnavailableError } from '../../rail.ts'
import { createTokenIoRail, type TokenIoRailOptions } from '../rail.ts'

const IBAN = 'DK5000400440116243'
const CALLBACK = 'http://127.0.0.1:9/pay/return'

let sandbox: Sandbox
let proxy: FaultyProxy
beforeAll(async () => {
  const tokenio = { memberId: 'm:1', apiKey: 'key', webhookUrl: 'http://127.0.0.1:9/unused' }
  sandbox = await startSandbox({ ...testOptions(), tokenio })
  proxy = await startFaultyProxy(urlOf())
})
afterEach(() => {
  vi.useRealTimers()
  proxy.clear()
})
afterAll(async () => {
  await proxy.close()
  await sandbox.close()
})

const urlOf = () => sandbox.tokenio?.url ?? ''
const railWith = (changes: Partial<TokenIoRailOptions> = {}): BankRail =>
  createTokenIoRail({
    apiUrl: proxy.url,
    credentials: { apiKey: 'key' },
    settlementAccounts: {},
    paidWhen: 'credited',
    callbackUrl: CALLBACK,
    webhookKeys: [sandbox.tokenio?.webhookKey ?? ''],
    timeoutMs: 60_000,
    inFlightMs: 60_000,
    ...changes,
  })

function requestOf(changes: Partial<PaymentRequest> = {}): PaymentRequest {
  return {
    attemptId: `pat_${randomUUID()}`,
    invoiceId: 'inv_1',
    bankId: 'sandbox-klitbanken',
    amount: 123_450,
    currency: 'DKK' as Currency,
    payout: { type: 'iban', iban: IBAN, holder: 'Duewell ApS' },
    remittanceReference: 'INV-0001',
    payer: { name: 'Ada Lovelace', email: 'ada@example.com' },
    ...changes,
  }
}

const create = (rail: BankRail, request: PaymentRequest) =>
  rail.createPayment(request.attemptId, rail.preparePayment(request))
const sentFor = async ({ attemptId }: PaymentRequest): Promise<unknown[]> => {
  const response = await fetch(`${urlOf()}/sandbox/payments`)
  const { payments } = (await response.json()) as { payments: { initiation: { callbackState: string } }[] }
  return payments.filter(({ initiation }) => initiation.callbackState === attemptId)
}

describe('the request of a payment at Token.io', () => {
  it('requests a payment by amount, creditor and attempt, without the payer’s data', () => {
    const request = requestOf()
    const text = railWith().preparePayment(request)
    expect(JSON.parse(text)).toEqual({
      initiation: {
        bankId: 'sandbox-klitbanken',
        refId: expect.stringMatching(/^[0-9a-z]{18}$/),
        remittanceInformationPrimary: 'INV-0001',
        amount: { value: '1234.50', currency: 'DKK' },
        localInstrument: 'EU_DOMESTIC_NON_EURO',
        creditor: { name: 'Duewell ApS', iban: IBAN },
        callbackUrl: CALLBACK,
        callbackState: request.attemptId,
        flowType: 'EMBEDDED_HOSTED_PAGES',
      },
    })
    expect(text).not.toContain('Ada')
  })

  it.each([
    ['DKK', 'sandbox-klitbanken', 'EU_DOMESTIC_NON_EURO_INSTANT'],
    ['DKK', 'sandbox-aabankhus', 'EU_DOMESTIC_NON_EURO'],
    ['SEK', 'sandbox-granbanken', 'EU_DOMESTIC_NON_EURO_INSTANT'],
    ['EUR', 'sandbox-lindenkasse', 'SEPA_INSTANT'],
    ['EUR', 'sandbox-hafenbank', 'SEPA'],
    ['EUR', 'sandbox-klitbanken', 'SEPA'],
    ['GBP', 'sandbox-heron', 'FASTER_PAYMENTS'],
  ])('requests a payment in %s from %s over %s, which the bank accepts', async (code, bankId, instrument) => {
    const rail = railWith()
    const currency = code as Currency
    await rail.listBanks(currency)
    const own = { type: 'sort_code', sortCode: '040668', accountNumber: '00001234' } as const
    const payout = code === 'GBP' ? { payout: { ...own, holder: 'Duewell ApS' } } : {}
    const request = requestOf({ bankId, amount: 100, currency, ...payout })
    expect(JSON.parse(rail.preparePayment(request))).toMatchObject({
      initiation: { localInstrument: instrument },
    })
    expect(await create(rail, request)).toMatchObject({ outcome: 'created' })
  })

  it('refuses a payment in a currency without a payout account', () => {
    const inNorway = requestOf({
      amount: 1,
      currency: 'NOK' as Currency,
      payout: { type: 'merchant_account' },
    })
    expect(() => railWith().preparePayment(inNorway)).toThrow('no payout account for NOK')
    expect(() => railWith({ settlementAccounts: { USD: 'pa:1' } })).toThrow('does not support USD')
  })
})

describe('a payment whose request had no outcome', () => {
  it('sends a payment again only after the first request can no longer arrive', async () => {
    const rail = railWith()
    const request = requestOf()
    proxy.plan({ method: 'POST', path: /payments/, fault: { kind: 'drop' } })
    await expect(create(rail, request)).rejects.toThrow(RailUnavailableError)
    await expect(create(rail, request)).rejects.toThrow('may still arrive')
    expect(await sentFor(request)).toHaveLength(0)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_001 })
    expect(await create(rail, request)).toMatchObject({ outcome: 'created' })
    expect(await sentFor(request)).toHaveLength(1)
  })

  it('finds the payment of another process after a lost answer', async () => {
    const request = requestOf()
    proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'cut' } })
    const first = await create(railWith(), request)
    expect(await create(railWith(), request)).toEqual(first)
    expect(await sentFor(request)).toHaveLength(1)
  })

  it('redirects to our return page when the payer has already been at the bank', async () => {
    const request = requestOf()
    const created = await create(railWith(), request)
    const id = created.outcome === 'created' ? created.providerPaymentId : ''
    await postJson(`${urlOf()}/sandbox/payments/${id}/authorise`, {})
    expect(await create(railWith(), request)).toEqual({
      outcome: 'created',
      providerPaymentId: id,
      redirectUrl: `${CALLBACK}?payment-id=${encodeURIComponent(id)}`,
    })
  })
})

describe('a search for a payment', () => {
  const search = (rewrite: (json: unknown) => unknown) =>
    proxy.plan({ method: 'GET', path: /payments$/, times: 2, fault: { kind: 'rewrite', rewrite } })

  it('creates the payment when Token.io leaves the empty list out', async () => {
    search(() => ({}))
    expect(await create(railWith(), requestOf())).toMatchObject({ outcome: 'created' })
  })

  it('finds the payment in a list with an unreadable one', async () => {
    const [rail, request] = [railWith(), requestOf()]
    const created = await create(rail, request)
    search((json) => ({ payments: [{ id: 7 }, ...(json as { payments: object[] }).payments] }))
    expect(await create(rail, request)).toEqual(created)
    expect(await sentFor(request)).toHaveLength(1)
  })

  it('creates no second payment while the found one is unreadable', async () => {
    const [rail, request] = [railWith({ inFlightMs: 0 }), requestOf()]
    await create(rail, request)
    search(() => ({ payments: [{ id: 'pm2:1' }] }))
    await expect(create(rail, request)).rejects.toThrow(RailUnavailableError)
    expect(await sentFor(request)).toHaveLength(1)
  })
})

describe('a new payment without a page', () => {
  it('reads a new payment until it has a page', async () => {
    const withoutPage = (json: unknown) => {
      const { payment } = json as { payment: Record<string, unknown> }
      delete payment['authentication']
      return { payment: { ...payment, status: 'INITIATION_PENDING' } }
    }
    const fault = { kind: 'rewrite', rewrite: withoutPage } as const
    proxy.plan({ method: 'POST', path: /payments$/, fault })
    proxy.plan({ method: 'GET', path: /payments\/./, fault })
    expect(await create(railWith(), requestOf())).toMatchObject({
      redirectUrl: expect.stringContaining('/session/'),
    })
  })

  it('reads a new payment until its page is a web address', async () => {
    const rewrite = (json: unknown) => {
      const { payment } = json as { payment: object }
      return { payment: { ...payment, authentication: { redirectUrl: 'javascript:alert(1)' } } }
    }
    proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'rewrite', rewrite } })
    const created = await create(railWith(), requestOf())
    expect(created).toMatchObject({ redirectUrl: expect.stringMatching(/^http:/) })
  })
})

describe('a refusal by Token.io', () => {
  it('refuses a payment with the reason of the bank', async () => {
    expect(await create(railWith(), requestOf({ bankId: 'sandbox-fjordkassen' }))).toEqual({
      outcome: 'refused',
      reason: 'initiation_failed',
    })
  })

  it.each([
    [400, { errorCode: 'Field.Invalid', paths: ['initiation.bankId'] }, 'field_invalid_initiation_bankid'],
    [403, { errorCode: 'PermissionDenied' }, 'forbidden'],
    [404, { message: 'No such bank' }, 'no_such_bank'],
    [422, {}, 'status_422'],
    [501, { errorCode: null }, 'status_501'],
  ])('refuses a payment after status %d, with the reason of the error %j', async (status, error, reason) => {
    const fault = { kind: 'status', status, body: JSON.stringify({ error }) } as const
    proxy.plan({ method: 'POST', path: /payments$/, fault })
    expect(await create(railWith(), requestOf())).toMatchObject({ outcome: 'refused', reason })
  })

  it.each([
    [403, '<h1>Blocked</h1>'],
    [404, ''],
    [404, '{"message":"no route"}'],
    [400, '{"error":"planned"}'],
  ])('leaves the outcome unknown after status %d from a proxy: %j', async (status, body) => {
    const [rail, request] = [railWith({ inFlightMs: 0 }), requestOf()]
    proxy.plan({ method: 'POST', path: /payments$/, fault: { kind: 'status', status, body } })
    await expect(create(rail, request)).rejects.toThrow(RailUnavailableError)
    expect(await create(rail, request)).toMatchObject({ outcome: 'created' })
  })

  it('returns the existing payment when its refId is in use', async () => {
    const request = requestOf()
    const first = await create(railWith(), request)
    const notUnique = { error: { errorCode: 'Field.NotUnique', paths: ['initiation.refId'] } }
    proxy.plan({
      method: 'GET',
      path: /payments$/,
      fault: { kind: 'rewrite', rewrite: () => ({ payments: [] }) },
    })
    proxy.plan({
      method: 'POST',
      path: /payments$/,
      fault: { kind: 'rewrite', status: 400, rewrite: () => notUnique },
    })
    expect(await create(railWith(), request)).toEqual(first)
  })
})

describe('the errors of Token.io', () => {
  it('hides the keys in every error', async () => {
    const { privateKey } = generateKeyPairSync('ed25519')
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const rail = railWith({ credentials: { memberId: 'm:1', keyId: 'k', privateKey: pem } })
    const error: unknown = await create(rail, requestOf()).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RailUnavailableError)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/PRIVATE|Bearer|eyJ/)
  })
})

describe('too many requests', () => {
  it('sends no request until Retry-After of a 429 has passed', async () => {
    const rail = railWith()
    const headers = { 'retry-after': '30' }
    proxy.plan({ method: 'GET', path: /./, fault: { kind: 'status', status: 429, headers } })
    await expect(rail.readPayment('pm2:x')).rejects.toThrow('longer pause')
    await expect(rail.readPayment('pm2:x')).rejects.toThrow('longer pause')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30_001 })
    await expect(rail.readPayment('pm2:x')).rejects.toThrow('status 404')
  })
})

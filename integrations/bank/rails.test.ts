import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Currency } from '../../domain/shared/money.ts'
import { RailUnavailableError } from './rail.ts'
import { createRails } from './rails.ts'
import { createTokenIoRail } from './tokenio/rail.ts'
import { createTrueLayerRail } from './truelayer/rail.ts'

const EUR = 'EUR' as Currency
const PAYOUT = { type: 'iban', iban: 'DE89370400440532013000', holder: 'Larkspur Studio' } as const
const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-521' })

/** What the two rails list; undefined: it does not answer. */
let first: object[] | undefined
let second: object[] | undefined
const answers: Record<string, () => object | undefined> = {
  '/connect/token': () => ({ access_token: 'token', expires_in: 3_600 }),
  '/v3/payments-providers/search': () => first && { items: first },
  '/v2/banks': () => second && { banks: second },
}
const server = createServer((request, response) => {
  const answer = answers[(request.url ?? '').split('?')[0] ?? '']?.()
  response.writeHead(answer ? 200 : 503).end(JSON.stringify(answer ?? {}))
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close())
beforeEach(() => {
  first = []
  second = []
})

/** A bank as TrueLayer lists it. */
const ours = (id: string, display_name: string, { country = 'DE', status = 'healthy' } = {}) => {
  const availability = { recommended_status: status }
  return {
    id,
    display_name,
    country_code: country,
    capabilities: { payments: { bank_transfer: { availability } } },
  }
}
/** A bank as Token.io lists it. */
const theirs = (id: string, name: string, { country = 'DE', away = false } = {}) => ({
  id,
  name,
  countries: [country],
  maintenanceWindow: away ? [{ type: 'OUTAGE' }] : [],
})

/** The ids that a payer can choose among, by name, and whether each can be chosen. */
async function offered(amount = 100n, limits = {}): Promise<string[]> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const trueLayer = createTrueLayerRail({
    apiUrl: url,
    authUrl: url,
    clientId: 'client',
    clientSecret: 'secret',
    keyId: 'key',
    signingKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    merchantAccounts: {},
    accountHolderName: 'Duewell',
    returnUrl: 'http://127.0.0.1:9/pay/return',
    webhookJku: [],
  })
  const tokenIo = createTokenIoRail({
    apiUrl: url,
    credentials: { apiKey: 'key' },
    settlementAccounts: {},
    paidWhen: 'credited',
    callbackUrl: 'http://127.0.0.1:9/pay/return',
    webhookKeys: [],
  })
  const banks = await createRails([trueLayer, tokenIo], limits).banksFor(EUR, PAYOUT, amount)
  return banks.map(({ id }) => id)
}

describe('the banks of two rails', () => {
  it('are listed together by name, one that both have once, by the first', async () => {
    first = [ours('tl-linde', 'Lindenkasse'), ours('tl-zoll', 'Zollbank')]
    second = [theirs('tk-linde', 'LINDEN-KASSE'), theirs('tk-alster', 'Alsterbank')]
    expect(await offered()).toEqual(['tk-alster', 'tl-linde', 'tl-zoll'])
  })

  it('are two where a name is in two countries', async () => {
    first = [ours('tl-linde', 'Lindenkasse')]
    second = [theirs('tk-linde', 'Lindenkasse', { country: 'AT' })]
    expect(await offered()).toEqual(['tl-linde', 'tk-linde'])
  })

  it.each([
    ['unavailable', { status: 'unhealthy' }, {}],
    ['below the amount', {}, { 'tl-linde': { EUR: 99n } }],
  ])('are offered by the second where they are %s by the first', async (_, state, limits) => {
    first = [ours('tl-linde', 'Lindenkasse', state)]
    second = [theirs('tk-linde', 'Lindenkasse')]
    expect(await offered(100n, limits)).toEqual(['tk-linde'])
    second = [theirs('tk-linde', 'Lindenkasse', { away: true })]
    expect(await offered(100n, limits)).toEqual(['tl-linde'])
  })

  it('are all there where one rail has several of a name', async () => {
    first = [ours('tl-volk-1', 'Volksbank'), ours('tl-volk-2', 'Volksbank')]
    second = [theirs('tk-volk', 'Volksbank')]
    expect(await offered()).toEqual(['tl-volk-1', 'tl-volk-2'])
    first = [ours('tl-volk-1', 'Volksbank')]
    second = [theirs('tk-volk-1', 'Volksbank'), theirs('tk-volk-2', 'Volksbank')]
    expect(await offered()).toEqual(['tk-volk-1', 'tk-volk-2'])
  })

  it('are those of the rail that answers, and unknown while none does', async () => {
    first = undefined
    second = [theirs('tk-linde', 'Lindenkasse')]
    expect(await offered()).toEqual(['tk-linde'])
    second = undefined
    await expect(offered()).rejects.toThrow(RailUnavailableError)
  })
})

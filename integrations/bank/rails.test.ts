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

const trueLayerBank = (id: string, display_name: string, { country = 'DE', status = 'healthy' } = {}) => {
  const availability = { recommended_status: status }
  return {
    id,
    display_name,
    country_code: country,
    capabilities: { payments: { bank_transfer: { availability } } },
  }
}
const tokenIoBank = (id: string, name: string, { country = 'DE', outage = false } = {}) => ({
  id,
  name,
  countries: [country],
  maintenanceWindow: outage ? [{ type: 'OUTAGE' }] : [],
})

async function offered(amount = 100, limits = {}): Promise<string[]> {
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
    timeoutMs: 60_000,
  })
  const tokenIo = createTokenIoRail({
    apiUrl: url,
    credentials: { apiKey: 'key' },
    settlementAccounts: {},
    paidWhen: 'credited',
    callbackUrl: 'http://127.0.0.1:9/pay/return',
    webhookKeys: [],
    timeoutMs: 60_000,
  })
  const banks = await createRails([trueLayer, tokenIo], limits).offeredBanks(EUR, PAYOUT, amount)
  return banks.map(({ id }) => id)
}

describe('the banks of two rails', () => {
  it('lists the banks of two rails by name, and takes a common bank from the first rail', async () => {
    first = [trueLayerBank('tl-linde', 'Lindenkasse'), trueLayerBank('tl-zoll', 'Zollbank')]
    second = [tokenIoBank('tk-linde', 'LINDEN-KASSE'), tokenIoBank('tk-alster', 'Alsterbank')]
    expect(await offered()).toEqual(['tk-alster', 'tl-linde', 'tl-zoll'])
  })

  it('lists two banks when one name exists in two countries', async () => {
    first = [trueLayerBank('tl-linde', 'Lindenkasse')]
    second = [tokenIoBank('tk-linde', 'Lindenkasse', { country: 'AT' })]
    expect(await offered()).toEqual(['tl-linde', 'tk-linde'])
  })

  it.each([
    ['unavailable', { status: 'unhealthy' }, {}],
    ['limited below the amount', {}, { 'tl-linde': { EUR: 99 } }],
  ])('offers a bank over the second rail when it is %s at the first', async (_, state, limits) => {
    first = [trueLayerBank('tl-linde', 'Lindenkasse', state)]
    second = [tokenIoBank('tk-linde', 'Lindenkasse')]
    expect(await offered(100, limits)).toEqual(['tk-linde'])
    second = [tokenIoBank('tk-linde', 'Lindenkasse', { outage: true })]
    expect(await offered(100, limits)).toEqual(['tl-linde'])
  })

  it('lists all banks of a name when one rail has several', async () => {
    first = [trueLayerBank('tl-volk-1', 'Volksbank'), trueLayerBank('tl-volk-2', 'Volksbank')]
    second = [tokenIoBank('tk-volk', 'Volksbank')]
    expect(await offered()).toEqual(['tl-volk-1', 'tl-volk-2'])
    first = [trueLayerBank('tl-volk-1', 'Volksbank')]
    second = [tokenIoBank('tk-volk-1', 'Volksbank'), tokenIoBank('tk-volk-2', 'Volksbank')]
    expect(await offered()).toEqual(['tk-volk-1', 'tk-volk-2'])
  })

  it('lists the banks of the only rail that answers, and throws when none does', async () => {
    first = undefined
    second = [tokenIoBank('tk-linde', 'Lindenkasse')]
    expect(await offered()).toEqual(['tk-linde'])
    second = undefined
    await expect(offered()).rejects.toThrow(RailUnavailableError)
  })
})

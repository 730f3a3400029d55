import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Currency } from '../../../domain/shared/money.ts'
import type { RailLog } from '../rail.ts'
import { createBanks } from './banks.ts'
import { TokenIoClient } from './http/client.ts'

const DKK = 'DKK' as Currency
const EUR = 'EUR' as Currency

let pages: object[] = []
let queries: URLSearchParams[] = []
const server = createServer((request, response) => {
  queries.push(new URL(request.url ?? '', 'http://host').searchParams)
  response.end(JSON.stringify(pages.shift() ?? { banks: [] }))
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close())
beforeEach(() => {
  pages = []
  queries = []
})

function banksOf(log?: RailLog) {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return createBanks(new TokenIoClient({ apiUrl, credentials: { apiKey: 'key' }, timeoutMs: 60_000 }), log)
}

const bank = (id: string, changes: object = {}) => ({ id, name: id, countries: ['DK'], ...changes })

describe('the banks of Token.io', () => {
  it('searches the banks of a domestic scheme by instrument and country', async () => {
    await banksOf().list(DKK)
    expect(queries.map((query) => query.toString())).toEqual([
      'supportsSinglePayment=true&perPage=200&supportedLocalInstruments=EU_DOMESTIC_NON_EURO_INSTANT&' +
        'supportedLocalInstruments=EU_DOMESTIC_NON_EURO&countries=DK',
    ])
  })

  it('searches the banks for euros by instrument alone', async () => {
    await banksOf().list(EUR)
    expect(queries[0]?.getAll('countries')).toEqual([])
    expect(queries[0]?.getAll('supportedLocalInstruments')).toEqual(['SEPA_INSTANT', 'SEPA'])
  })

  it.each([
    ['with a total count', { totalCount: 201 }],
    ['without a total count', {}],
  ])('reads all pages of banks %s', async (_, paging) => {
    const many = Array.from({ length: 200 }, (__, index) => bank(`bank-${index}`))
    pages = [
      { banks: many, paging: { page: 0, ...paging } },
      { banks: [bank('last')], paging: { page: 1, ...paging } },
    ]
    expect(await banksOf().list(DKK)).toHaveLength(201)
    expect(queries.map((query) => query.get('page'))).toEqual([null, '1'])
  })

  it.each([
    ['a bank without a name', [{ id: 'odd', countries: ['DK'] }, bank('well')]],
    ['no bank but null', [null, bank('well')]],
    ['a name that is no text', [bank('odd', { name: 7 }), bank('well')]],
  ])('lists all other banks when Token.io lists %s', async (_, listed) => {
    pages = [{ banks: listed }]
    const logged: unknown[] = []
    const banks = await banksOf((fields, event) => void logged.push({ ...fields, event })).list(DKK)
    expect(banks.map(({ id }) => id)).toEqual(['well'])
    const counts = { read: 1, unreadable: 1 }
    expect(logged).toEqual([{ rail: 'tokenio', list: 'banks', ...counts, event: 'rail.items_unreadable' }])
  })

  it('lists no bank when Token.io leaves the empty list out', async () => {
    pages = [{}]
    expect(await banksOf().list(DKK)).toEqual([])
  })

  it('lists a bank whose details are unreadable', async () => {
    const odd = { logoUri: 7, countries: [null, 'DK'], maintenanceWindow: ['tonight'] }
    pages = [{ banks: [bank('well', { ...odd, supportedLocalInstruments: 'SEPA' })] }]
    expect(await banksOf().list(DKK)).toEqual([
      { id: 'well', name: 'well', country: 'DK', availability: 'available' },
    ])
  })

  it('shows a bank as unavailable only during a maintenance window for payments', async () => {
    const at = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()
    const window = (type: string, from: number, to: number, productType = 'SIP') => ({
      maintenanceWindow: [{ type, productType, startTime: at(from), endTime: at(to) }],
    })
    pages = [
      {
        banks: [
          bank('down', window('OUTAGE', -5, 5)),
          bank('endless', { maintenanceWindow: [{ type: 'OUTAGE', productType: 'SIP' }] }),
          bank('later', window('DOWNTIME_EXPECTED', 5, 10)),
          bank('mending', window('DOWNTIME_EXPECTED', -5, 5)),
          bank('other', window('OUTAGE', -5, 5, 'AIS')),
          bank('over', window('OUTAGE', -10, -5)),
          bank('well', window('NO_DOWNTIME_EXPECTED', -5, 5)),
        ],
      },
    ]
    const banks = await banksOf().list(DKK)
    expect(Object.fromEntries(banks.map(({ id, availability }) => [id, availability]))).toEqual({
      down: 'unavailable',
      endless: 'unavailable',
      later: 'available',
      mending: 'maintenance',
      other: 'available',
      over: 'available',
      well: 'available',
    })
  })

  it('shows a bank with several countries in the currency’s country', async () => {
    pages = [{ banks: [bank('nordic', { countries: ['SE', 'DK'], logoUri: 'https://example.com/n.svg' })] }]
    expect(await banksOf().list(DKK)).toEqual([
      {
        id: 'nordic',
        name: 'nordic',
        country: 'DK',
        availability: 'available',
        logoUrl: 'https://example.com/n.svg',
      },
    ])
  })
})

import { expect, it } from 'vitest'
import { searchProviders } from './banks.ts'

const provider = (id: string, changes: object = {}) => ({
  id,
  display_name: id,
  country_code: 'GB',
  ...changes,
})

async function read(items: unknown[]) {
  const logged: unknown[] = []
  const post = async () => ({ status: 200, body: { items } })
  const banks = await searchProviders({ post } as never, 'GBP', (fields, event) => {
    logged.push({ ...fields, event })
  })
  return { banks, logged }
}

it.each([
  ['a provider without display_name', { id: 'odd' }],
  ['a provider with a number as its id', provider('odd', { id: 7 })],
  ['null', null],
  ['a text', 'odd'],
])('lists all other banks when TrueLayer lists %s', async (_, odd) => {
  const { banks, logged } = await read([provider('a'), odd, provider('b'), odd])
  expect(banks.map(({ id }) => id)).toEqual(['a', 'b'])
  const counts = { read: 2, unreadable: 2 }
  expect(logged).toEqual([{ rail: 'truelayer', list: 'banks', ...counts, event: 'rail.items_unreadable' }])
})

it('lists a bank whose logo and capabilities are unreadable', async () => {
  const { banks, logged } = await read([provider('a', { logo_uri: 7, capabilities: 'many' })])
  expect(banks).toEqual([{ id: 'a', name: 'a', country: 'GB' }])
  expect(logged).toEqual([])
})

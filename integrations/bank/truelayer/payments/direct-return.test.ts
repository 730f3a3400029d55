import { expect, it } from 'vitest'
import { createDirectReturn } from './direct-return.ts'

it.each([
  { query: '?code=c&state=s', fragment: '' },
  { query: '', fragment: '#code=c&state=s' },
  { query: '?provider=x', fragment: '#code=c&state=s' },
])('submits the query and the fragment of a direct return, also empty: %j', async (returned) => {
  const sent: unknown[] = []
  const post = async (_path: string, body: string) => {
    sent.push(JSON.parse(body))
    return { status: 200, body: { resource: { type: 'payment', payment_id: 'p-1' } } }
  }
  expect(await createDirectReturn({ post } as never).submitReturn(returned)).toBe('p-1')
  expect(sent).toEqual([returned])
})

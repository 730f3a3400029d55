import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { sendPage } from './gzipped.ts'

const small = '<p>small</p>'
const large = '<p>lärge</p>'.repeat(2_000)
const app = new Hono()
  .get('/small', (c) => sendPage(c, small))
  .get('/large', (c) => sendPage(c, Promise.resolve(large)))

async function open(path: string, encoding: string) {
  const response = await app.request(path, { headers: { 'accept-encoding': encoding } })
  return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}

it('compresses a large page for a browser that takes gzip', async () => {
  const { headers, bytes } = await open('/large', 'br, gzip')
  expect([headers.get('content-encoding'), headers.get('vary')]).toEqual(['gzip', 'accept-encoding'])
  expect(headers.get('content-type')).toBe('text/html; charset=UTF-8')
  expect(gunzipSync(bytes).toString()).toBe(large)
})

it.each([
  ['/large', 'identity', large],
  ['/small', 'gzip', small],
])('sends %s as it is with accept-encoding %s', async (path, encoding, text) => {
  const { headers, bytes } = await open(path, encoding)
  expect([headers.get('content-encoding'), headers.get('content-type')]).toEqual([
    null,
    'text/html; charset=UTF-8',
  ])
  expect(bytes.toString()).toBe(text)
})

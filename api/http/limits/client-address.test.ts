import { createServer, request } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { createClientAddress } from './client-address.ts'

async function addressSeen(trusted: string[], forwarded: string): Promise<string> {
  const addressOf = createClientAddress(trusted)
  const app = new Hono().get('/', (c) => c.text(addressOf(c)))
  const server = createServer(getRequestListener(app.fetch))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  try {
    return await new Promise<string>((resolve, reject) => {
      const headers = { 'x-forwarded-for': forwarded, connection: 'close' }
      request({ host: '127.0.0.1', port, headers }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve(text))
      })
        .on('error', reject)
        .end()
    })
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

it.each([
  ['ignores X-Forwarded-For without a trusted proxy', [], '203.0.113.7', '127.0.0.1'],
  ['takes the client that a trusted proxy names', ['loopback'], '203.0.113.7', '203.0.113.7'],
  [
    'takes the last untrusted address',
    ['loopback', '10.0.0.0/8'],
    '198.51.100.1, 203.0.113.7, 10.1.2.3',
    '203.0.113.7',
  ],
])('%s', async (_, trusted, forwarded, expected) => {
  expect(await addressSeen(trusted, forwarded)).toBe(expected)
})

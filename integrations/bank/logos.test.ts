import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBankLogos } from './logos.ts'

const SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
let answer: RequestListener
let requests = 0
const server = createServer((request, response) => {
  requests += 1
  answer(request, response)
})
let url = ''
const logos = createBankLogos({ allowedAddresses: ['127.0.0.1'] })
let path = 0
/** The cache keeps each address. */
const newAddress = () => `${url}/logo-${(path += 1)}.svg`

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  logos.close()
  server.close()
})

beforeEach(() => {
  requests = 0
  answer = (_, response) =>
    response.writeHead(200, { 'content-type': 'image/svg+xml; charset=utf-8' }).end(SVG)
})

describe('the logo of a bank', () => {
  it('is fetched once for simultaneous and later readers', async () => {
    const address = newAddress()
    const first = await Promise.all([logos.read(address), logos.read(address)])
    const later = await logos.read(address)
    for (const logo of [...first, later]) {
      expect(logo?.contentType).toBe('image/svg+xml')
      expect(Buffer.from(logo?.bytes ?? []).toString()).toBe(SVG)
    }
    expect(requests).toBe(1)
  })

  const unusable: [string, RequestListener][] = [
    ['has another type', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(SVG)],
    ['has no type', (_, response) => response.writeHead(200).end(SVG)],
    ['is redirected', (_, response) => response.writeHead(302, { location: url }).end()],
    ['is not there', (_, response) => response.writeHead(404, { 'content-type': 'image/png' }).end(SVG)],
    ['is empty', (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end()],
    [
      'is too large',
      (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(Buffer.alloc(200_001)),
    ],
    ['is cut off', (request) => request.socket.destroy()],
  ]
  it.each(unusable)('is missing when it %s, and is not asked for again at once', async (_case, listener) => {
    answer = listener
    const address = newAddress()
    expect(await logos.read(address)).toBeUndefined()
    expect(await logos.read(address)).toBeUndefined()
    expect(requests).toBe(1)
  })

  it('is missing when its address is private', async () => {
    const outside = createBankLogos({ allowedAddresses: [] })
    for (const address of [
      newAddress(),
      newAddress().replace('127.0.0.1', 'localhost'),
      'file:///etc/passwd',
      'x',
    ]) {
      expect(await outside.read(address)).toBeUndefined()
    }
    outside.close()
    expect(requests).toBe(0)
  })
})

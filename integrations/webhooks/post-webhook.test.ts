import { expect, it, onTestFinished } from 'vitest'
import { answers, drops, hangs, startReceiver } from '../../test/support/webhook-receiver.ts'
import { startNameServer } from '../../test/support/name-server.ts'
import { createWebhookPoster } from './post-webhook.ts'

type Options = Partial<Parameters<typeof createWebhookPoster>[0]>

function poster(options: Options = {}) {
  const made = createWebhookPoster({ allowedAddresses: ['127.0.0.1'], ...options })
  onTestFinished(() => made.close())
  return made
}

const post = (url: string, options?: Options) =>
  poster(options).post(url, { 'webhook-id': 'evt_1' }, '{"a":"é"}')

it('posts the exact body with the headers, and keeps the answer', async () => {
  const receiver = await startReceiver(answers(202, 'thanks'))
  expect(await post(receiver.url)).toMatchObject({ statusCode: 202, failure: null, body: 'thanks' })
  const [webhook] = receiver.received
  expect(webhook?.text).toBe('{"a":"é"}')
  expect(webhook?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': 'evt_1' })
})

it('does not follow a redirect', async () => {
  const other = await startReceiver()
  const receiver = await startReceiver(answers(307, '', { location: other.url }))
  expect(await post(receiver.url)).toMatchObject({ statusCode: 307, failure: 'redirect' })
  expect(other.received).toEqual([])
})

it.each([
  'http://127.0.0.1:1/',
  'http://localhost:1/',
  'http://[::1]:1/',
  'http://0x7f.1:1/',
  'http://10.1.2.3/',
  'http://169.254.169.254/latest/meta-data/',
  'http://0.0.0.0:1/',
  'http://[::ffff:127.0.0.1]:1/',
  'https://192.168.0.1/',
])('refuses the private address of %s', async (url) => {
  expect(await post(url, { allowedAddresses: [] })).toMatchObject({ failure: 'address_not_allowed' })
})

it('keeps the first 2 KB of a long answer, and closes the connection', async () => {
  let isClosed = false
  const receiver = await startReceiver((response) => {
    response.on('close', () => {
      isClosed = !response.writableFinished
    })
    response.writeHead(200)
    for (let sent = 0; sent < 10; sent += 1) response.write(Buffer.alloc(1_048_576, 'é\0'))
    response.end()
  })
  const answer = await post(receiver.url)
  expect([answer.failure, answer.body.length <= 2_048]).toEqual([null, true])
  expect(answer.body.startsWith('é\uFFFDé')).toBe(true)
  await expect.poll(() => isClosed).toBe(true)
})

it('gives up when no answer arrives in time', async () => {
  const receiver = await startReceiver(hangs)
  expect(await post(receiver.url, { answerMs: 100 })).toMatchObject({ statusCode: null, failure: 'timeout' })
})

it('accepts a status of 200 whose body does not end in time', async () => {
  const receiver = await startReceiver((response) => void response.writeHead(200).write('begun'))
  const answer = await post(receiver.url, { answerMs: 300 })
  expect(answer).toMatchObject({ statusCode: 200, failure: null, body: 'begun' })
})

it('reports a connection that ends without an answer', async () => {
  const receiver = await startReceiver(drops)
  expect(await post(receiver.url)).toMatchObject({ statusCode: null, failure: 'connection_failed' })
})

it('refuses a name with one private address among its addresses', async () => {
  const nameServers = [await startNameServer('mixed', ['192.0.43.8', '10.0.0.7'])]
  const answer = await post('http://mixed.customer.example/', { nameServers })
  expect(answer).toMatchObject({ statusCode: null, failure: 'address_not_allowed' })
})

it('posts to the address of a name', async () => {
  const receiver = await startReceiver()
  const nameServers = [await startNameServer('hooks', ['127.0.0.1'])]
  const url = receiver.url.replace('127.0.0.1', 'hooks.customer.example')
  expect(await post(url, { nameServers })).toMatchObject({ statusCode: 200, failure: null })
})

it('reports a name that has no address, and a name server that does not answer', async () => {
  const nameServers = [await startNameServer('known', [])]
  const none = await post('http://known.customer.example/', { nameServers })
  expect(none).toMatchObject({ failure: 'host_not_found' })
  const silent = await post('http://other.customer.example/', { nameServers, answerMs: 100 })
  expect(silent).toMatchObject({ failure: 'timeout' })
})

it('is not delayed by names whose server does not answer', async () => {
  const receiver = await startReceiver()
  const sender = poster({ nameServers: [await startNameServer('hooks', ['127.0.0.1'])], answerMs: 3_000 })
  const silent = Array.from({ length: 20 }, (_, index) =>
    sender.post(`http://n${index}.customer.example/`, {}, '{}'),
  )
  const url = receiver.url.replace('127.0.0.1', 'hooks.customer.example')
  const isFirst = await Promise.race([
    sender.post(url, {}, '{}').then(() => true),
    ...silent.map((each) => each.then(() => false)),
  ])
  expect(isFirst).toBe(true)
  await Promise.all(silent)
})

it('sends again on a new connection when the receiver closed the idle one', async () => {
  let isFirst = true
  const receiver = await startReceiver((response, request) => {
    response.writeHead(200).end('ok', () => {
      if (!isFirst) return
      isFirst = false
      request.socket.removeAllListeners('data')
      request.socket.on('data', () => request.socket.resetAndDestroy())
    })
  })
  const sender = poster()
  expect(await sender.post(receiver.url, {}, '{}')).toMatchObject({ failure: null })
  expect(await sender.post(receiver.url, {}, '{}')).toMatchObject({ failure: null })
})

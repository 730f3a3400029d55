import { expect, it, onTestFinished } from 'vitest'
import { answers, drops, hangs, startReceiver } from '../../test/support/webhook-receiver.ts'
import { createWebhookPoster } from './post-webhook.ts'

function poster({ allowedAddresses = ['127.0.0.1'], answerMs = 10_000 } = {}) {
  const made = createWebhookPoster({ allowedAddresses, answerMs })
  onTestFinished(() => made.close())
  return made
}

const post = (url: string, options = {}) => poster(options).post(url, { 'webhook-id': 'evt_1' }, '{"a":"é"}')

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

it('reports a name that does not exist', async () => {
  const answer = await post('http://receiver.invalid/')
  expect(['host_not_found', 'connection_failed']).toContain(answer.failure)
})

it('sends again on a new connection when the receiver closed the idle one', async () => {
  let isFirst = true
  const receiver = await startReceiver((response, request) => {
    response.writeHead(200).end('ok', () => {
      if (!isFirst) return
      isFirst = false
      // The next request on this connection gets no answer.
      request.socket.removeAllListeners('data')
      request.socket.on('data', () => request.socket.resetAndDestroy())
    })
  })
  const sender = poster()
  expect(await sender.post(receiver.url, {}, '{}')).toMatchObject({ failure: null })
  expect(await sender.post(receiver.url, {}, '{}')).toMatchObject({ failure: null })
})

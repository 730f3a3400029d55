import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPostmarkMailer } from './postmark.ts'

let listed: unknown[] = []
let batch: unknown[] = []
const server = createServer(({ url }, response) => {
  response.setHeader('content-type', 'application/json')
  const answer = url === '/email/batch' ? batch : { TotalCount: listed.length, Messages: listed }
  response.end(JSON.stringify(answer))
})
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => void server.close())

function mailer() {
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return createPostmarkMailer({ apiUrl, serverToken: 'token', from: 'a@example.com', messageStream: 'out' })
}

const email = (id: string) => ({ MessageID: `pm-${id}`, Metadata: { message_id: id } })

it.each([null, 7, { MessageID: 7 }, { MessageID: 'pm-x', Metadata: null }])(
  'finds the other e-mails of a batch when Postmark lists %j',
  async (odd) => {
    listed = [email('a'), odd, email('b')]
    expect(await mailer().findBatch('batch')).toEqual(
      new Map([
        ['a', 'pm-a'],
        ['b', 'pm-b'],
      ]),
    )
    listed = [odd, email('a')]
    expect(await mailer().find('a')).toBe('pm-a')
  },
)

const message = (messageId: string) => ({
  messageId,
  fromName: 'Larkspur',
  replyTo: 'accounts@larkspur.example',
  to: { name: 'Ada', email: 'ada@customer.example' },
  subject: 'Invoice',
  text: 'Invoice',
  html: '<p>Invoice</p>',
})

it('returns the outcome of each e-mail of a batch in the order of the answers', async () => {
  batch = [{ ErrorCode: 0, MessageID: 'pm-a' }, { ErrorCode: 406 }, { ErrorCode: 405 }]
  const outcomes = await mailer().sendBatch(['a', 'b', 'c'].map(message), 'batch')
  expect([...outcomes]).toEqual([
    ['a', { outcome: 'accepted', providerMessageId: 'pm-a' }],
    ['b', { outcome: 'refused', reason: 'inactive_recipient' }],
    ['c', { outcome: 'not_taken' }],
  ])
})

it.each([
  ['answers fewer e-mails', [{ ErrorCode: 0, MessageID: 'pm-a' }]],
  ['accepts an e-mail without an id', [{ ErrorCode: 0, MessageID: 'pm-a' }, { ErrorCode: 0 }]],
])('leaves the outcome of a batch open when Postmark %s', async (_, answers) => {
  batch = answers
  await expect(mailer().sendBatch(['a', 'b'].map(message), 'batch')).rejects.toThrow(RangeError)
})

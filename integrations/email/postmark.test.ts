import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPostmarkMailer } from './postmark.ts'

let listed: unknown[] = []
let batch: unknown[] = []
let refusal: unknown
const server = createServer(({ url }, response) => {
  response.setHeader('content-type', 'application/json')
  if (url === '/email') {
    response.statusCode = 422
    response.end(JSON.stringify(refusal))
    return
  }
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
  ["Invalid 'To' address: 'ada@customer'.", 'invalid_recipient'],
  ["Error parsing 'To': Illegal email domain 'customer.' in address 'ada@customer.'.", 'invalid_recipient'],
  ["Invalid 'From' address: 'invoices@duewell.example'.", 'not_sent'],
  ["Error parsing 'ReplyTo': Illegal email address 'To'. It must contain the '@' symbol.", 'not_sent'],
  ['The Subject may have at most 2000 characters.', 'not_sent'],
])('names the recipient as invalid only when Postmark does: %s', async (Message, reason) => {
  batch = [{ ErrorCode: 300, Message }]
  const outcome = { outcome: 'refused', reason }
  expect([...(await mailer().sendBatch([message('a')], 'batch'))]).toEqual([['a', outcome]])
  refusal = { ErrorCode: 300, Message }
  expect(await mailer().send(message('a'))).toEqual(outcome)
})

it.each([
  ['answers fewer e-mails', [{ ErrorCode: 0, MessageID: 'pm-a' }]],
  ['accepts an e-mail without an id', [{ ErrorCode: 0, MessageID: 'pm-a' }, { ErrorCode: 0 }]],
])('leaves the outcome of a batch open when Postmark %s', async (_, answers) => {
  batch = answers
  await expect(mailer().sendBatch(['a', 'b'].map(message), 'batch')).rejects.toThrow(RangeError)
})

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createPostmarkMailer } from './postmark.ts'

let listed: unknown[] = []
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ TotalCount: listed.length, Messages: listed }))
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

import { expect, it } from 'vitest'
import type { BatchOutcome, Email } from '../../integrations/email/mailer.ts'
import { MessageNotTakenError } from '../../integrations/send-outcome.ts'
import { sendInParts } from './send-in-parts.ts'

const ACCEPTED = { outcome: 'accepted', providerMessageId: 'pm_1' } as const

function email(messageId: string, megabytes: number): Email {
  const bytes = new Uint8Array(megabytes * 1_000_000)
  const attachments = [{ name: 'invoice.pdf', contentType: 'application/pdf', bytes }]
  const to = { name: 'Ada', email: 'ada@customer.example' }
  return { messageId, fromName: '', replyTo: '', to, subject: '', text: '', html: '', attachments }
}

const EMAILS = [email('one', 6), email('two', 6), email('three', 6), email('four', 30)]

/** @param refused the request, from 1, that the provider does not take */
function mailer(refused?: number) {
  const requests: string[][] = []
  async function sendBatch(emails: readonly Email[]): Promise<Map<string, BatchOutcome>> {
    requests.push(emails.map(({ messageId }) => messageId))
    if (requests.length === refused) throw new MessageNotTakenError('refused')
    return new Map(emails.map(({ messageId }) => [messageId, ACCEPTED]))
  }
  return { requests, sendBatch }
}

it('sends what is larger than one request in several, in the given order', async () => {
  const { requests, sendBatch } = mailer()
  const outcomes = await sendInParts({ sendBatch }, EMAILS, 'batch')
  expect(requests).toEqual([['one', 'two'], ['three'], ['four']])
  expect([...outcomes.values()]).toEqual(EMAILS.map(() => ACCEPTED))
})

it('keeps what an earlier request sent when the provider refuses a later one', async () => {
  const outcomes = await sendInParts(mailer(2), EMAILS, 'batch')
  const found = Object.fromEntries([...outcomes].map(([id, { outcome }]) => [id, outcome]))
  expect(found).toEqual({ one: 'accepted', two: 'accepted', three: 'not_taken', four: 'not_taken' })
  await expect(sendInParts(mailer(1), EMAILS, 'batch')).rejects.toThrow(MessageNotTakenError)
})

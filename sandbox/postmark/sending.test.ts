import { Errors, type Message, type ServerClient } from 'postmark'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { startSandbox, type Sandbox } from '../sandbox.ts'
import { clientFor, eventually, mail, postJson, serverToken, testOptions } from '../testing.ts'

let sandbox: Sandbox
let client: ServerClient

beforeAll(async () => {
  sandbox = await startSandbox(testOptions())
  client = clientFor(sandbox)
})
afterEach(() => fetch(`${sandbox.postmarkUrl}/sandbox/reset`, { method: 'POST' }))
afterAll(() => sandbox.close())

describe('sending', () => {
  it('accepts a mail and finds it by its metadata', async () => {
    const sent = await client.sendEmail(
      mail({ Metadata: { event_id: 'evt_1' }, Tag: 'invoice', TrackOpens: true }),
    )
    expect(sent).toMatchObject({ ErrorCode: 0, Message: 'OK', To: 'Ann <ann@example.com>' })
    const found = await client.getOutboundMessages({ count: 10, offset: 0, metadata_event_id: 'evt_1' })
    expect(found.TotalCount).toBe(1)
    expect(found.Messages[0]).toMatchObject({
      MessageID: sent.MessageID,
      Metadata: { event_id: 'evt_1' },
      Recipients: ['ann@example.com'],
      Tag: 'invoice',
      TrackOpens: true,
      To: [{ Name: 'Ann', Email: 'ann@example.com' }],
    })
    const other = await client.getOutboundMessages({ metadata_event_id: 'evt_2' })
    expect(other.Messages).toEqual([])
  })

  it('returns details and events of a sent mail', async () => {
    const attachment = { Name: 'a.pdf', Content: 'JVBERi0=', ContentType: 'application/pdf', ContentID: null }
    const { MessageID } = await client.sendEmail(mail({ Attachments: [attachment] }))
    const details = await eventually(async () => {
      const known = await client.getOutboundMessageDetails(MessageID)
      return known.MessageEvents.length > 0 && known
    })
    expect(details).toMatchObject({ Status: 'Sent', HtmlBody: '<p>Hello</p>', Attachments: ['a.pdf'] })
    expect(details.MessageEvents[0]).toMatchObject({ Type: 'Delivered', Recipient: 'ann@example.com' })
  })

  it('answers a batch with one result per mail, also for failed ones', async () => {
    const results = await client.sendEmailBatch([
      mail(),
      mail({ To: 'not an address' }),
      mail({ To: 'inactive@example.com' }),
    ])
    expect(results.map(({ ErrorCode }) => ErrorCode)).toEqual([0, 300, 406])
  })
})

describe('refusals', () => {
  it('refuses a wrong token', async () => {
    await expect(clientFor(sandbox, 'wrong').sendEmail(mail())).rejects.toBeInstanceOf(
      Errors.InvalidAPIKeyError,
    )
    await expect(clientFor(sandbox, 'wrong').sendEmail(mail())).rejects.toMatchObject({
      code: 10,
      statusCode: 401,
    })
  })

  it.each<[string, Partial<Message>, number]>([
    ['no sender', { From: '' }, 300],
    ['an unconfirmed sender', { From: 'unconfirmed@example.com' }, 400],
    ['a bad recipient', { To: 'ann@' }, 300],
    ['no recipient', { To: '' }, 300],
    ['too many recipients', { To: Array.from({ length: 51 }, (_, n) => `a${n}@example.com`).join(',') }, 300],
    ['no body', { HtmlBody: '' }, 300],
    ['a forbidden attachment', { Attachments: [attachmentOf('run.exe', 'AAAA')] }, 411],
    [
      'too large attachments',
      { Attachments: [attachmentOf('big.pdf', 'A'.repeat(10.5 * 1024 * 1024))] },
      300,
    ],
    ['a long metadata name', { Metadata: { a_name_beyond_twenty_characters: 'x' } }, 300],
    ['a long metadata value', { Metadata: { a: 'x'.repeat(81) } }, 300],
    [
      'too many metadata',
      { Metadata: Object.fromEntries(Array.from('abcdefghijk', (key) => [key, ''])) },
      300,
    ],
  ])('refuses %s', async (_, change, code) => {
    const refused = client.sendEmail(mail(change))
    await expect(refused).rejects.toBeInstanceOf(Errors.ApiInputError)
    await expect(refused).rejects.toMatchObject({ code, statusCode: 422 })
  })

  it('refuses a batch that is too long', async () => {
    const refused = client.sendEmailBatch(Array.from({ length: 501 }, () => mail()))
    await expect(refused).rejects.toMatchObject({ code: 410, statusCode: 422 })
  })

  it('requires count and offset in a search', async () => {
    const answer = await fetch(`${sandbox.postmarkUrl}/messages/outbound`, {
      headers: { 'x-postmark-server-token': serverToken },
    })
    expect(answer.status).toBe(422)
  })
})

describe('planned failures', () => {
  const failNext = (fault: object): Promise<Response> =>
    postJson(`${sandbox.postmarkUrl}/sandbox/fail-next`, fault)
  const count = async (): Promise<number> => Number((await client.getOutboundMessages({})).TotalCount)

  it('answers with a status as often as planned', async () => {
    await failNext({ operation: 'email', status: 429, times: 2 })
    await expect(client.sendEmail(mail())).rejects.toBeInstanceOf(Errors.RateLimitExceededError)
    await expect(client.sendEmail(mail())).rejects.toMatchObject({ statusCode: 429 })
    await expect(client.sendEmail(mail())).resolves.toMatchObject({ ErrorCode: 0 })
  })

  it.each([
    ['reset_after_accept', 1],
    ['reset', 1],
    ['reset_before_accept', 0],
  ])('leaves the outcome unknown with %s', async (mode, kept) => {
    await failNext({ operation: 'email', mode })
    await expect(client.sendEmail(mail())).rejects.toMatchObject({ statusCode: 0 })
    expect(await count()).toBe(kept)
  })

  it.each([
    ['timeout_after_accept', 1],
    ['timeout_before_accept', 0],
  ])('gives no answer with %s', async (mode, kept) => {
    await failNext({ operation: 'email', mode })
    const answered = vi.fn<(answer: object) => void>()
    client.sendEmail(mail()).then(answered, () => undefined)
    await eventually(async () => {
      const planned = await fetch(`${sandbox.postmarkUrl}/sandbox/fail-next`)
      return ((await planned.json()) as { faults: object[] }).faults.length === 0
    })
    await eventually(async () => (await count()) === kept)
    expect(answered).not.toHaveBeenCalled()
  })

  it('hides a mail from the next search', async () => {
    await client.sendEmail(mail())
    await failNext({ operation: 'search', mode: 'not_indexed' })
    expect(await count()).toBe(0)
    expect(await count()).toBe(1)
  })

  it('explains the error in a plan', async () => {
    expect((await failNext({ operation: 'nonsense' })).status).toBe(400)
  })
})

function attachmentOf(Name: string, Content: string): NonNullable<Message['Attachments']>[number] {
  return { Name, Content, ContentType: 'application/octet-stream', ContentID: null }
}

describe('suppressions of a message stream', () => {
  const of = (EmailAddress: string) => ({ Suppressions: [{ EmailAddress }] })

  it('suppresses an address, lists it, and sends to it again after the deletion', async () => {
    const created = await client.createSuppressions('outbound', of('Ann@example.com'))
    expect(created.Suppressions).toMatchObject([{ EmailAddress: 'Ann@example.com', Status: 'Suppressed' }])
    expect((await client.getSuppressions('outbound')).Suppressions).toMatchObject([
      { EmailAddress: 'ann@example.com', SuppressionReason: 'ManualSuppression', Origin: 'Customer' },
    ])
    await expect(client.sendEmail(mail())).rejects.toMatchObject({ code: 406 })
    const deleted = await client.deleteSuppressions('outbound', of('ann@example.com'))
    expect(deleted.Suppressions).toMatchObject([{ Status: 'Deleted' }])
    expect(await client.sendEmail(mail())).toMatchObject({ ErrorCode: 0 })
  })

  it('keeps the suppression of an address that complained', async () => {
    const { MessageID } = await client.sendEmail(mail())
    const event = { type: 'bounce', bounce: 'SpamComplaint' }
    await postJson(`${sandbox.postmarkUrl}/sandbox/messages/${MessageID}/events`, event)
    const deleted = await client.deleteSuppressions('outbound', of('ann@example.com'))
    expect(deleted.Suppressions).toMatchObject([{ Status: 'Failed' }])
    await expect(client.sendEmail(mail())).rejects.toMatchObject({ code: 406 })
  })
})

import { Errors, ServerClient, type Message } from 'postmark'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../sandbox.ts'
import { eventually, postJson, serverToken, startReceiver, testOptions, type Receiver } from '../testing.ts'

let sandbox: Sandbox
let receiver: Receiver
let client: ServerClient

beforeAll(async () => {
  receiver = await startReceiver()
  const webhookUrl = `${receiver.url.replace('://', '://hook:s%40cret@')}/webhooks/postmark`
  sandbox = await startSandbox(testOptions({ postmark: { webhookUrl } }))
  client = clientFor()
})
afterEach(async () => {
  await eventually(async () => (await webhooks()).every(({ state }) => state !== 'pending'))
  await fetch(`${sandbox.postmarkUrl}/sandbox/reset`, { method: 'POST' })
  receiver.received.length = 0
  receiver.answers.length = 0
})
afterAll(async () => {
  await sandbox.close()
  await receiver.close()
})

describe('sending', () => {
  it('accepts a mail and finds it again by its metadata', async () => {
    const sent = await client.sendEmail(mail({ Metadata: { event_id: 'evt_1' }, Tag: 'invoice', TrackOpens: true }))
    expect(sent).toMatchObject({ ErrorCode: 0, Message: 'OK', To: 'Ann <ann@example.com>' })
    const found = await client.getOutboundMessages({ count: 10, offset: 0, metadata_event_id: 'evt_1' })
    expect(found.TotalCount).toBe(1)
    expect(found.Messages[0]).toMatchObject({
      MessageID: sent.MessageID, Metadata: { event_id: 'evt_1' }, Recipients: ['ann@example.com'], Tag: 'invoice',
      TrackOpens: true, To: [{ Name: 'Ann', Email: 'ann@example.com' }],
    })
    const other = await client.getOutboundMessages({ metadata_event_id: 'evt_2' })
    expect(other.Messages).toEqual([])
  })

  it('tells details, events and source of a sent mail', async () => {
    const attachment = { Name: 'a.pdf', Content: 'JVBERi0=', ContentType: 'application/pdf', ContentID: null }
    const { MessageID } = await client.sendEmail(mail({ Attachments: [attachment] }))
    const details = await eventually(async () => {
      const known = await client.getOutboundMessageDetails(MessageID)
      return known.MessageEvents.length > 0 && known
    })
    expect(details).toMatchObject({ Status: 'Sent', HtmlBody: '<p>Hello</p>', Attachments: ['a.pdf'] })
    expect(details.MessageEvents[0]).toMatchObject({ Type: 'Delivered', Recipient: 'ann@example.com' })
    expect((await client.getOutboundMessageDump(MessageID)).Body).toContain('Subject: Invoice 1')
  })

  it('answers a batch with one result each, failures among them', async () => {
    const results = await client.sendEmailBatch([
      mail(), mail({ To: 'not an address' }), mail({ To: 'inactive@example.com' }),
    ])
    expect(results.map(({ ErrorCode }) => ErrorCode)).toEqual([0, 300, 406])
  })

  it('renders templates and refuses an unknown one', async () => {
    await client.createTemplate({
      Name: 'Invoice', Alias: 'invoice', Subject: 'Invoice {{number}}',
      HtmlBody: '<b>{{ customer.name }}</b>{{#each lines}}<i>{{title}}</i>{{/each}}{{^paid}}due{{/paid}}',
    })
    const message = { From: 'a@b.example', To: 'ann@example.com', TemplateModel: {
      number: 7, customer: { name: 'A & B' }, lines: [{ title: 'x' }, { title: 'y' }], paid: false,
    } }
    const { MessageID } = await client.sendEmailWithTemplate({ ...message, TemplateAlias: 'invoice' })
    const details = await client.getOutboundMessageDetails(MessageID)
    expect(details).toMatchObject({ Subject: 'Invoice 7', HtmlBody: '<b>A &#38; B</b><i>x</i><i>y</i>due' })
    const batch = await client.sendEmailBatchWithTemplates([
      { ...message, TemplateAlias: 'invoice' }, { ...message, TemplateAlias: 'other' },
    ])
    expect(batch.map(({ ErrorCode }) => ErrorCode)).toEqual([0, 1101])
    await expect(client.sendEmailWithTemplate({ ...message, TemplateAlias: 'other' }))
      .rejects.toMatchObject({ code: 1101, statusCode: 422 })
  })
})

describe('refusals', () => {
  it('refuses a wrong token', async () => {
    await expect(clientFor('wrong').sendEmail(mail())).rejects.toBeInstanceOf(Errors.InvalidAPIKeyError)
    await expect(clientFor('wrong').sendEmail(mail())).rejects.toMatchObject({ code: 10, statusCode: 401 })
  })

  it.each<[string, Partial<Message>, number]>([
    ['no sender', { From: '' }, 300],
    ['an unconfirmed sender', { From: 'unconfirmed@example.com' }, 400],
    ['a bad recipient', { To: 'ann@' }, 300],
    ['no recipient', { To: '' }, 300],
    ['too many recipients', { To: Array.from({ length: 51 }, (_, n) => `a${n}@example.com`).join(',') }, 300],
    ['no body', { HtmlBody: '' }, 300],
    ['a forbidden attachment', { Attachments: [attachmentOf('run.exe', 'AAAA')] }, 411],
    ['too large attachments', { Attachments: [attachmentOf('big.pdf', 'A'.repeat(10.5 * 1024 * 1024))] }, 300],
    ['a long metadata name', { Metadata: { a_name_beyond_twenty_characters: 'x' } }, 300],
    ['a long metadata value', { Metadata: { a: 'x'.repeat(81) } }, 300],
    ['too many metadata', { Metadata: Object.fromEntries([...'abcdefghijk'].map((key) => [key, ''])) }, 300],
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

describe('outcomes', () => {
  it('reports a delivery with basic auth taken from the address', async () => {
    const { MessageID } = await client.sendEmail(mail({ Metadata: { event_id: 'evt_1' } }))
    const [webhook] = await received(1)
    expect(webhook?.request.path).toBe('/webhooks/postmark')
    expect(webhook?.request.headers.authorization).toBe(`Basic ${Buffer.from('hook:s@cret').toString('base64')}`)
    expect(webhook?.body).toMatchObject({
      RecordType: 'Delivery', MessageID, Recipient: 'ann@example.com', Metadata: { event_id: 'evt_1' },
      MessageStream: 'outbound',
    })
    expect((await webhooks())[0]?.url).toContain('//***@')
  })

  it('hard-bounces, deactivates the address, and lets it be reactivated', async () => {
    await client.sendEmail(mail({ To: 'bounce+7@example.com' }))
    const [webhook] = await received(1)
    expect(webhook?.body).toMatchObject({
      RecordType: 'Bounce', Type: 'HardBounce', TypeCode: 1, Inactive: true, CanActivate: true,
      Email: 'bounce+7@example.com',
    })
    const refused = client.sendEmail(mail({ To: 'bounce+7@example.com' }))
    await expect(refused).rejects.toBeInstanceOf(Errors.InactiveRecipientsError)
    await expect(refused).rejects.toMatchObject({ code: 406, recipients: ['bounce+7@example.com'] })
    const some = await client.sendEmail(mail({ To: 'bounce+7@example.com, ann@example.com' }))
    expect(some.Message).toContain('bounce+7@example.com')
    const { Bounces } = await client.getBounces({ emailFilter: 'bounce+7' })
    await client.activateBounce(Bounces[0]?.ID ?? 0)
    await expect(client.sendEmail(mail({ To: 'bounce+7@example.com' }))).resolves.toMatchObject({ ErrorCode: 0 })
  })

  it('keeps a softly bounced address active', async () => {
    await client.sendEmail(mail({ To: 'softbounce@example.com' }))
    const [webhook] = await received(1)
    expect(webhook?.body).toMatchObject({ RecordType: 'Bounce', Type: 'SoftBounce', TypeCode: 4096, Inactive: false })
    await expect(client.sendEmail(mail({ To: 'softbounce@example.com' }))).resolves.toMatchObject({ ErrorCode: 0 })
  })

  it('reports a complaint after the delivery and deactivates the address', async () => {
    await client.sendEmail(mail({ To: 'spam@example.com' }))
    const both = await received(2)
    expect(both.map(({ body }) => body['RecordType']).sort()).toEqual(['Delivery', 'SpamComplaint'])
    await expect(client.sendEmail(mail({ To: 'spam@example.com' }))).rejects.toMatchObject({ code: 406 })
  })

  it('reports an opening when the tracking pixel is loaded', async () => {
    const { MessageID } = await client.sendEmail(mail({ TrackOpens: true }))
    await received(1)
    const html = await (await fetch(`${sandbox.inboxUrl}/${MessageID}/html`)).text()
    const [pixelPath] = /\/inbox\/[^"]+\/open\.gif/.exec(html) ?? []
    await fetch(`${sandbox.postmarkUrl}${pixelPath}`)
    const open = (await received(2)).find(({ body }) => body['RecordType'] === 'Open')
    expect(open?.body).toMatchObject({ MessageID, FirstOpen: true, Recipient: 'ann@example.com' })
  })

  it('tries a refused webhook again, and repeats one on request', async () => {
    receiver.answers.push(500, 503)
    await client.sendEmail(mail())
    await received(3)
    const webhook = await eventually(async () => (await webhooks()).find(({ state }) => state === 'delivered'))
    expect(webhook).toMatchObject({ attempts: 3, last_status: 200, topic: 'Delivery' })
    await fetch(`${sandbox.postmarkUrl}/sandbox/webhooks/${webhook.id}/replay`, { method: 'POST' })
    const all = await received(4)
    expect(all[3]?.request.body).toBe(all[0]?.request.body)
  })

  it('stops at a 403', async () => {
    receiver.answers.push(403)
    await client.sendEmail(mail())
    const webhook = await eventually(async () => (await webhooks()).find(({ state }) => state === 'failed'))
    expect(webhook).toMatchObject({ attempts: 1, last_status: 403 })
  })

  it('causes a later event on request', async () => {
    const { MessageID } = await client.sendEmail(mail())
    await received(1)
    await postJson(`${sandbox.postmarkUrl}/sandbox/messages/${MessageID}/events`, { type: 'hard_bounce' })
    expect((await received(2))[1]?.body).toMatchObject({ RecordType: 'Bounce', Type: 'HardBounce', MessageID })
  })
})

describe('planned failures', () => {
  const failNext = (fault: object): Promise<Response> => postJson(`${sandbox.postmarkUrl}/sandbox/fail-next`, fault)
  const count = async (): Promise<number> => Number((await client.getOutboundMessages({})).TotalCount)

  it('answers a status as often as planned', async () => {
    await failNext({ operation: 'email', status: 429, times: 2 })
    await expect(client.sendEmail(mail())).rejects.toBeInstanceOf(Errors.RateLimitExceededError)
    await expect(client.sendEmail(mail())).rejects.toMatchObject({ statusCode: 429 })
    await expect(client.sendEmail(mail())).resolves.toMatchObject({ ErrorCode: 0 })
  })

  it.each([
    ['reset_after_accept', 1], ['reset', 1], ['timeout_after_accept', 1], ['reset_before_accept', 0],
    ['timeout_before_accept', 0],
  ])('leaves the outcome unknown with %s', async (mode, kept) => {
    const impatient = clientFor(serverToken, 0.2)
    await failNext({ operation: 'email', mode })
    await expect(impatient.sendEmail(mail())).rejects.toMatchObject({ statusCode: 0 })
    expect(await count()).toBe(kept)
  })

  it('can hide a mail from the next search', async () => {
    await client.sendEmail(mail())
    await failNext({ operation: 'search', mode: 'not_indexed' })
    expect(await count()).toBe(0)
    expect(await count()).toBe(1)
  })

  it('says what is wrong with a plan', async () => {
    expect((await failNext({ operation: 'nonsense' })).status).toBe(400)
  })
})

function clientFor(token = serverToken, timeoutSeconds = 30): ServerClient {
  const { host } = new URL(sandbox.postmarkUrl)
  return new ServerClient(token, { useHttps: false, requestHost: host, timeout: timeoutSeconds })
}

function mail(change: Partial<Message> = {}): Message {
  return {
    From: 'Billing <billing@merchant.example>', To: 'Ann <ann@example.com>', Subject: 'Invoice 1',
    HtmlBody: '<p>Hello</p>', ...change,
  }
}

function attachmentOf(Name: string, Content: string): NonNullable<Message['Attachments']>[number] {
  return { Name, Content, ContentType: 'application/octet-stream', ContentID: null }
}

async function received(least: number) {
  return await eventually(() => receiver.received.length >= least && receiver.received.map((request) => ({
    request, body: JSON.parse(request.body) as Record<string, unknown>,
  })))
}

interface ListedWebhook {
  id: number
  state: string
  attempts: number
  last_status: number
  topic: string
  url: string
}

async function webhooks(): Promise<ListedWebhook[]> {
  const answer = await fetch(`${sandbox.postmarkUrl}/sandbox/webhooks`)
  return ((await answer.json()) as { webhooks: ListedWebhook[] }).webhooks
}

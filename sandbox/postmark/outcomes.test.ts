import { Errors, type ServerClient } from 'postmark'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../sandbox.ts'
import {
  clientFor,
  eventually,
  mail,
  postJson,
  startReceiver,
  testOptions,
  type Receiver,
} from '../testing.ts'

let sandbox: Sandbox
let receiver: Receiver
let client: ServerClient

beforeAll(async () => {
  receiver = await startReceiver()
  const webhookUrl = `${receiver.url.replace('://', '://hook:s%40cret@')}/webhooks/postmark`
  sandbox = await startSandbox(testOptions({ postmark: { webhookUrl } }))
  client = clientFor(sandbox)
})
afterEach(async () => {
  await eventually(async () => (await statuses()).every((status) => status !== 'queued'))
  await eventually(async () => (await webhooks()).every(({ state }) => state !== 'pending'))
  await fetch(`${sandbox.postmarkUrl}/sandbox/reset`, { method: 'POST' })
  receiver.received.length = 0
  receiver.answers.length = 0
})
afterAll(async () => {
  await sandbox.close()
  await receiver.close()
})

describe('outcomes', () => {
  it('reports a delivery with basic auth taken from the address', async () => {
    const { MessageID } = await client.sendEmail(mail({ Metadata: { event_id: 'evt_1' } }))
    const [webhook] = await received(1)
    expect(webhook?.request.path).toBe('/webhooks/postmark')
    expect(webhook?.request.headers.authorization).toBe(
      `Basic ${Buffer.from('hook:s@cret').toString('base64')}`,
    )
    expect(webhook?.body).toMatchObject({
      RecordType: 'Delivery',
      MessageID,
      Recipient: 'ann@example.com',
      Metadata: { event_id: 'evt_1' },
      MessageStream: 'outbound',
    })
    expect((await webhooks())[0]?.url).toContain('//***@')
  })

  it('hard-bounces, deactivates the address, and lets it be reactivated', async () => {
    await client.sendEmail(mail({ To: 'bounce+7@example.com' }))
    const [webhook] = await received(1)
    expect(webhook?.body).toMatchObject({
      RecordType: 'Bounce',
      Type: 'HardBounce',
      TypeCode: 1,
      Inactive: true,
      CanActivate: true,
      Email: 'bounce+7@example.com',
    })
    const refused = client.sendEmail(mail({ To: 'bounce+7@example.com' }))
    await expect(refused).rejects.toBeInstanceOf(Errors.InactiveRecipientsError)
    await expect(refused).rejects.toMatchObject({ code: 406, recipients: ['bounce+7@example.com'] })
    const some = await client.sendEmail(mail({ To: 'bounce+7@example.com, ann@example.com' }))
    expect(some.Message).toContain('bounce+7@example.com')
    const { Bounces } = await client.getBounces({ emailFilter: 'bounce+7' })
    await client.activateBounce(Bounces[0]?.ID ?? 0)
    await expect(client.sendEmail(mail({ To: 'bounce+7@example.com' }))).resolves.toMatchObject({
      ErrorCode: 0,
    })
  })

  it('keeps a softly bounced address active', async () => {
    await client.sendEmail(mail({ To: 'softbounce@example.com' }))
    const [webhook] = await received(1)
    expect(webhook?.body).toMatchObject({
      RecordType: 'Bounce',
      Type: 'SoftBounce',
      TypeCode: 4096,
      Inactive: false,
    })
    await expect(client.sendEmail(mail({ To: 'softbounce@example.com' }))).resolves.toMatchObject({
      ErrorCode: 0,
    })
  })

  it('reports a complaint after the delivery and deactivates the address', async () => {
    await client.sendEmail(mail({ To: 'spam@example.com' }))
    const both = await received(2)
    expect(new Set(both.map(({ body }) => body['RecordType']))).toEqual(
      new Set(['Delivery', 'SpamComplaint']),
    )
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

  it('repeats a refused webhook by itself and a delivered one on request', async () => {
    receiver.answers.push(500, 503)
    await client.sendEmail(mail())
    await received(3)
    const webhook = await eventually(async () =>
      (await webhooks()).find(({ state }) => state === 'delivered'),
    )
    expect(webhook).toMatchObject({ attempts: 3, last_status: 200, topic: 'Delivery' })
    await fetch(`${sandbox.postmarkUrl}/sandbox/webhooks/${webhook.id}/replay`, { method: 'POST' })
    const all = await received(4)
    expect(all[3]?.request.body).toBe(all[0]?.request.body)
  })

  it('stops the attempts at a 403', async () => {
    receiver.answers.push(403)
    await client.sendEmail(mail())
    const webhook = await eventually(async () => (await webhooks()).find(({ state }) => state === 'failed'))
    expect(webhook).toMatchObject({ attempts: 1, last_status: 403 })
  })

  it('holds webhooks until they are released, or drops them', async () => {
    const control = (path: string, body = {}): Promise<Response> =>
      postJson(`${sandbox.postmarkUrl}/sandbox/webhooks/${path}`, body)
    await control('hold')
    await client.sendEmail(mail())
    await eventually(async () => (await webhooks())[0]?.state === 'pending')
    expect(receiver.received).toEqual([])
    await control('release')
    await received(1)
    await control('hold', { drop: true })
    await client.sendEmail(mail())
    await eventually(async () => (await statuses())[0] === 'delivered')
    expect(await webhooks()).toHaveLength(1)
  })

  it('sends a later event on request', async () => {
    const { MessageID } = await client.sendEmail(mail())
    await received(1)
    await postJson(`${sandbox.postmarkUrl}/sandbox/messages/${MessageID}/events`, { type: 'hard_bounce' })
    expect((await received(2))[1]?.body).toMatchObject({
      RecordType: 'Bounce',
      Type: 'HardBounce',
      MessageID,
    })
  })
})

async function received(least: number) {
  return await eventually(
    () =>
      receiver.received.length >= least &&
      receiver.received.map((request) => ({
        request,
        body: JSON.parse(request.body) as Record<string, unknown>,
      })),
  )
}

async function statuses(): Promise<string[]> {
  const mails = (await (await fetch(`${sandbox.postmarkUrl}/inbox.json`)).json()) as { status: string }[]
  return mails.map(({ status }) => status)
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

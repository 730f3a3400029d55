import { ServerClient } from 'postmark'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '../sandbox.ts'
import { accountSid, authToken, eventually, serverToken, testOptions } from '../testing.ts'
import type { InboxMessage } from './read-message.ts'

let sandbox: Sandbox
let mailId: string

beforeAll(async () => {
  sandbox = await startSandbox(testOptions())
  const client = new ServerClient(serverToken, {
    useHttps: false,
    requestHost: new URL(sandbox.postmarkUrl).host,
  })
  const sent = await client.sendEmail({
    From: 'billing@merchant.example',
    To: 'Ann <ann@example.com>',
    Subject: 'Invoice <7>',
    HtmlBody:
      '<html><head></head><body><img src="cid:logo"><a href="https://pay.example/7">Pay</a></body></html>',
    TextBody: 'Pay at https://pay.example/7',
    Metadata: { event_id: 'evt_7' },
    Attachments: [
      {
        Name: 'invoice 7.pdf',
        Content: Buffer.from('%PDF-').toString('base64'),
        ContentType: 'application/pdf',
        ContentID: null,
      },
      { Name: 'logo.png', Content: 'iVBORw==', ContentType: 'image/png', ContentID: 'cid:logo' },
      { Name: 'page.html', Content: 'PGI+', ContentType: 'text/html', ContentID: null },
    ],
  })
  mailId = sent.MessageID
  await fetch(`${sandbox.twilioUrl}/2010-04-01/Accounts/${accountSid}/Messages.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    body: new URLSearchParams({ To: '+447700900123', From: 'Merchant', Body: 'Invoice 7 is due' }),
  })
})
afterAll(() => sandbox.close())

describe('the inbox as JSON', () => {
  it('lists mails and texts, newest first', async () => {
    expect((await list('')).map(({ kind }) => kind)).toEqual(['sms', 'email'])
  })

  it('shows all parts of a mail', async () => {
    const [mail] = await eventually(async () => {
      const found = await list('?to=ann@example.com')
      return found[0]?.status === 'delivered' && found
    })
    expect(mail).toMatchObject({
      id: mailId,
      subject: 'Invoice <7>',
      to: 'ann@example.com',
      from: 'billing@merchant.example',
      metadata: { event_id: 'evt_7' },
      events: [{ type: 'delivered' }],
    })
    const [pdf] = mail?.attachments ?? []
    expect(pdf).toMatchObject({ name: 'invoice 7.pdf', content_type: 'application/pdf', length: 5 })
    expect(await (await fetch(pdf?.url ?? '')).text()).toBe('%PDF-')
    expect(await (await fetch(`${sandbox.inboxUrl}/${mailId}.json`)).json()).toEqual(mail)
  })

  it('searches by kind and by text', async () => {
    expect(await list('?kind=sms')).toHaveLength(1)
    expect((await list('?q=DUE')).map(({ kind }) => kind)).toEqual(['sms'])
    expect(await list('?q=nothing')).toEqual([])
    const [text] = await list('?kind=sms')
    expect((await list(`?since=${text?.received_at}`)).map(({ kind }) => kind)).toContain('sms')
    expect(await list('?since=2999-01-01T00:00:00.000Z')).toEqual([])
  })
})

describe('the inbox as pages', () => {
  it('lists received messages, with names escaped', async () => {
    const page = await (await fetch(sandbox.inboxUrl)).text()
    expect(page).toContain('Invoice &lt;7&gt;')
    expect(page).toContain('Text message')
  })

  it('shows a mail in a frame that runs no script', async () => {
    const page = await (await fetch(`${sandbox.inboxUrl}/${mailId}`)).text()
    expect(page).toContain('sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"')
    const html = await fetch(`${sandbox.inboxUrl}/${mailId}/html`)
    expect(html.headers.get('content-security-policy')).toContain(`default-src 'none'`)
    const body = await html.text()
    expect(body).toContain(`<img src="/inbox/${mailId}/attachments/1">`)
    expect(body).not.toContain('open.gif')
  })

  it('downloads an attached page instead of opening it in its own origin', async () => {
    const attached = await fetch(`${sandbox.inboxUrl}/${mailId}/attachments/2`)
    expect(attached.headers.get('content-disposition')).toContain('attachment')
  })

  it('answers 404 for an unknown message', async () => {
    expect((await fetch(`${sandbox.inboxUrl}/nothing`)).status).toBe(404)
    expect((await fetch(`${sandbox.inboxUrl}/nothing.json`)).status).toBe(404)
  })
})

async function list(query: string): Promise<InboxMessage[]> {
  return (await (await fetch(`${sandbox.postmarkUrl}/inbox.json${query}`)).json()) as InboxMessage[]
}

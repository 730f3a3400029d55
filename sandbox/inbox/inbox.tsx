import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { DatabaseSync } from 'node:sqlite'
import type { Outcomes } from '../postmark/outcomes.ts'
import { attachmentContent, attachmentsOf, findMessage, recipientsOf } from '../postmark/store.ts'
import { findEntries, type EntryFilter } from './entries.ts'
import { ListPage } from './list-page.tsx'
import { mailHtml, mailPolicy, pixel } from './mail-html.ts'
import { MessagePage } from './message-page.tsx'
import { readInboxMessage, type InboxMessage } from './read-message.ts'

export interface InboxDeps {
  database: DatabaseSync
  outcomes: Pick<Outcomes, 'opened'>
  publicUrl: string
}

const perPage = 50

export function createInbox({ database, outcomes, publicUrl }: InboxDeps): Hono {
  const app = new Hono()

  app.get('/', (c) => c.redirect('/inbox'))

  app.get('/inbox', (c) => {
    const { q = '', kind = '' } = c.req.query()
    const entries = findEntries(database, { ...filterOf(c.req.query()), limit: perPage + 1 })
    const last = entries[perPage - 1]
    const olderUrl =
      entries.length > perPage && last
        ? `/inbox?${new URLSearchParams({ q, kind, before: String(last.seq) }).toString()}`
        : undefined
    return c.html(
      <ListPage messages={readAll(entries.slice(0, perPage))} q={q} kind={kind} olderUrl={olderUrl} />,
    )
  })

  app.get('/inbox.json', (c) => {
    const limit = Math.min(Math.max(Number(c.req.query('limit')) || 100, 1), 1000)
    return c.json(readAll(findEntries(database, { ...filterOf(c.req.query()), limit })))
  })

  app.get('/inbox/:file{.+\\.json}', (c) => {
    const message = readInboxMessage(database, c.req.param('file').slice(0, -'.json'.length), publicUrl)
    return message ? c.json(message) : c.json({ error: 'no such message' }, 404)
  })

  app.get('/inbox/:id', (c) => {
    const message = readInboxMessage(database, c.req.param('id'), publicUrl)
    return message ? c.html(<MessagePage message={message} />) : c.notFound()
  })

  app.get('/inbox/:id/html', mailHeaders, (c) => {
    const mail = findMessage(database, c.req.param('id'))
    if (!mail) return c.notFound()
    const images = attachmentsOf(database, mail.id).flatMap(({ content_id, position }): [string, string][] =>
      content_id ? [[content_id, `/inbox/${mail.id}/attachments/${position}`]] : [],
    )
    return c.html(
      mailHtml(mail.html_body, new Map(images), mail.track_opens ? `/inbox/${mail.id}/open.gif` : undefined),
    )
  })

  app.get('/inbox/:id/open.gif', (c) => {
    const mail = findMessage(database, c.req.param('id'))
    const recipient = mail && recipientsOf(mail)[0]
    if (mail?.track_opens && recipient)
      outcomes.opened(mail, recipient, c.req.header('user-agent') ?? 'unknown')
    return c.body(pixel, 200, { 'content-type': 'image/gif', 'cache-control': 'no-store' })
  })

  app.get('/inbox/:id/attachments/:position', (c) => {
    const attachment = attachmentContent(database, c.req.param('id'), Number(c.req.param('position')))
    if (!attachment) return c.notFound()
    return c.body(attachment.content, 200, {
      'content-type': attachment.content_type,
      'content-disposition': `${disposition(attachment)}; ${filename(attachment.name)}`,
      'x-content-type-options': 'nosniff',
    })
  })

  function readAll(entries: { id: string }[]): InboxMessage[] {
    return entries
      .map(({ id }) => readInboxMessage(database, id, publicUrl))
      .filter((message) => message !== undefined)
  }
  return app
}

const mailHeaders = createMiddleware(async (c, next) => {
  await next()
  c.header('content-security-policy', mailPolicy)
})

// An attachment other than an image must not open in the inbox's origin.
function disposition({
  content_type,
  content_id,
}: {
  content_type: string
  content_id: string | null
}): string {
  return content_id && content_type.startsWith('image/') ? 'inline' : 'attachment'
}

function filename(name: string): string {
  return `filename*=UTF-8''${encodeURIComponent(name)}`
}

function filterOf(query: Record<string, string>): Omit<EntryFilter, 'limit'> {
  const { to, q, kind, before, since } = query
  return {
    to,
    q,
    kind: kind === 'email' || kind === 'sms' ? kind : undefined,
    before: before ? Number(before) : undefined,
    since,
  }
}

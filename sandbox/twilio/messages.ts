import { Hono } from 'hono'
import type { DatabaseSync } from 'node:sqlite'
import type { SandboxEnv } from '../faults/inject-fault.ts'
import { transact } from '../core/sqlite.ts'
import { answerRefusal, notFound } from './errors.ts'
import { presentText } from './present.ts'
import {
  findText,
  hasOptedOut,
  listTexts,
  removeText,
  storeText,
  type Text,
  type TextFilter,
} from './store.ts'
import { readText } from './validate.ts'

export interface MessageDeps {
  database: DatabaseSync
  accountSid: string
  begin: (text: Text) => void
}

/** @see https://www.twilio.com/docs/messaging/api/message-resource */
export function createMessageRoutes({ database, accountSid, begin }: MessageDeps): Hono<SandboxEnv> {
  const app = new Hono<SandboxEnv>()

  app.post('/Messages.json', async (c) => {
    const form = new URLSearchParams(await c.req.text())
    const read = readText(form, (to, sender) => hasOptedOut(database, to, sender))
    if ('code' in read) return answerRefusal(c, read)
    const text = transact(database, () => {
      const stored = storeText(database, read, accountSid)
      begin(stored)
      return stored
    })
    return c.json(presentText(text, accountSid), 201)
  })

  app.get('/Messages.json', (c) => {
    const query = new URL(c.req.url).searchParams
    const pageSize = Math.min(Math.max(Number(query.get('PageSize')) || 50, 1), 1000)
    const page = Math.max(Number(query.get('Page')) || 0, 0)
    const known = c.get('notIndexed')
      ? []
      : listTexts(database, { accountSid, ...filterOf(query) }, page, pageSize)
    const more =
      !c.get('notIndexed') &&
      listTexts(database, { accountSid, ...filterOf(query) }, page + 1, pageSize).length > 0
    const uri = (at: number): string => {
      const parameters = new URLSearchParams(query)
      parameters.set('Page', String(at))
      parameters.set('PageSize', String(pageSize))
      return `/2010-04-01/Accounts/${accountSid}/Messages.json?${parameters.toString()}`
    }
    return c.json({
      messages: known.map((text) => presentText(text, accountSid)),
      page,
      page_size: pageSize,
      start: page * pageSize,
      end: page * pageSize + Math.max(known.length - 1, 0),
      uri: uri(page),
      first_page_uri: uri(0),
      next_page_uri: more ? uri(page + 1) : null,
      previous_page_uri: page > 0 ? uri(page - 1) : null,
    })
  })

  app.get('/Messages/:file{SM[0-9a-f]+\\.json}', (c) => {
    const text = findOwn(c.req.param('file'))
    return text ? c.json(presentText(text, accountSid)) : answerRefusal(c, notFound(c.req.path))
  })
  app.delete('/Messages/:file{SM[0-9a-f]+\\.json}', (c) => {
    const text = findOwn(c.req.param('file'))
    if (!text) return answerRefusal(c, notFound(c.req.path))
    removeText(database, text.sid)
    return c.body(null, 204)
  })
  return app

  function findOwn(file: string): Text | undefined {
    const text = findText(database, sidOf(file))
    return text?.account_sid === accountSid ? text : undefined
  }
}

function sidOf(file: string): string {
  return file.slice(0, -'.json'.length)
}

function filterOf(query: URLSearchParams): Omit<TextFilter, 'accountSid'> {
  const day = query.get('DateSent')?.slice(0, 10)
  const dayAfter = day && new Date(Date.parse(day) + 24 * 3600 * 1000).toISOString()
  return {
    to: query.get('To') ?? undefined,
    from: query.get('From') ?? undefined,
    sentFrom: instant(query.get('DateSent>')) ?? day,
    sentUntil: instant(query.get('DateSent<')) ?? dayAfter,
  }
}

// Stored instants are compared as text, so each instant needs milliseconds.
function instant(text: string | null): string | undefined {
  return text && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : undefined
}

import { setTimeout as wait } from 'node:timers/promises'
import { Hono } from 'hono'
import { ImportRow } from '../../../db/entities/index.ts'
import { progressOf } from '../../../db/imports/batches.ts'
import { listRows } from '../../../db/imports/rows.ts'
import { pageOf } from '../../../db/page.ts'
import { columnGuide } from '../../../domain/import/index.ts'
import type { ApiDeps } from '../../deps.ts'
import type { EventStreams } from '../../events/event-streams.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { tagOfContent } from '../../http/entity-tag.ts'
import { wantsEventStream } from '../../http/response/event-stream.ts'
import { withIdempotency } from '../../http/idempotency/idempotency.ts'
import { parseQuery } from '../../http/request/list-query.ts'
import { ImportList, RowList } from './schemas.ts'
import { importCommandRoutes } from './command-routes.ts'
import { sendErrors, sendTemplate } from './downloads.ts'
import { findImport, listImports } from './find-import.ts'
import { importSummary, importView, progressView, rowView } from './import-view.ts'
import { settingsOfQuery } from './settings-body.ts'
import { keepUpload, startImport } from './start-import.ts'
import { deleteUpload, saveUpload } from './upload.ts'

const STREAM_EVERY_MS = 1_000
const STREAM_FOR_MS = 15 * 60_000

export function importRoutes(deps: ApiDeps, streams: EventStreams): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.post('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const settings = settingsOfQuery(c.req.query())
    const upload = await saveUpload(em, c, tenant, settings)
    const isNew = (id: string) => id === upload.id
    try {
      return await withIdempotency(c, JSON.stringify([upload.sha256, upload.fileName]), {
        create: (claim) => keepUpload(deps, em, tenant, upload, { settings, claim }),
        async respond(id) {
          const subject = await findImport(em, id, tenant)
          if (isNew(id)) await startImport(deps, subject)
          return { ...(await importView(em, subject)), already_uploaded: !isNew(id) }
        },
        statusOf: (id) => (isNew(id) ? 201 : 200),
        locationOf: (id) => `/v1/imports/${id}`,
      })
    } finally {
      await deleteUpload(em, upload.id).catch(() => undefined)
    }
  })

  routes.get('/', async (c) => {
    const { limit: size, cursor } = parseQuery(ImportList, c.req.query())
    const { rows, nextCursor } = await listImports(c.get('em'), c.get('tenant'), { limit: size, cursor })
    return c.json({ data: rows.map(importSummary), next_cursor: nextCursor })
  })

  routes.get('/template.csv', (c) => sendTemplate(c, c.get('em'), c.get('tenant')))

  routes.get('/columns', (c) => c.json({ data: columnGuide() }))

  routes.get('/:id', async (c) => {
    const em = c.get('em')
    const subject = await findImport(em, c.req.param('id'), c.get('tenant'))
    c.header('etag', tagOfContent(subject.requestedSettings))
    return c.json(await importView(em, subject))
  })

  routes.get('/:id/rows', async (c) => {
    const em = c.get('em')
    const subject = await findImport(em, c.req.param('id'), c.get('tenant'))
    const { which, limit: size, cursor } = parseQuery(RowList, c.req.query())
    const page = await listRows(em, subject, { which, after: cursor ?? 0, limit: size + 1 })
    const { rows, nextCursor } = pageOf(page, size, ({ rowNumber }) => String(rowNumber))
    return c.json({ data: rows.map(rowView), next_cursor: nextCursor })
  })

  routes.get('/:id/errors.csv', async (c) => {
    const em = c.get('em')
    const subject = await findImport(em, c.req.param('id'), c.get('tenant'))
    return sendErrors(deps, c, em, subject)
  })

  routes.get('/:id/progress', async (c) => {
    const { id } = await findImport(c.get('em'), c.req.param('id'), c.get('tenant'))
    c.header('vary', 'accept')
    if (!wantsEventStream(c)) return c.json(await readProgress(id))
    const holder = { kind: 'key', id: c.get('apiKey').id } as const
    return streams.openTexts(c, holder, (signal) => progressTexts(id, signal))
  })

  routes.route('/', importCommandRoutes(deps))

  return routes

  async function* progressTexts(id: string, signal: AbortSignal) {
    const endsAt = Date.now() + STREAM_FOR_MS
    for (let last = ''; !signal.aborted && Date.now() < endsAt; await pause(signal)) {
      const progress = await readProgress(id)
      const data = JSON.stringify(progress)
      if (data !== last) yield `event: progress\ndata: ${data}\n\n`
      if (progress.done) return
      last = data
    }
  }

  async function pause(signal: AbortSignal): Promise<void> {
    await wait(STREAM_EVERY_MS, undefined, { signal }).catch(() => undefined)
  }

  async function readProgress(id: string) {
    const em = deps.em.fork()
    const subject = await em.findOneOrFail(ImportRow, { id })
    return { status: subject.status, ...progressView(subject, await progressOf(em, id)) }
  }
}

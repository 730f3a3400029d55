import { Hono } from 'hono'
import { stream, streamSSE } from 'hono/streaming'
import { ImportRow, MerchantRow } from '../../../db/entities/index.ts'
import { progressOf } from '../../../db/imports/batches.ts'
import { listRows } from '../../../db/imports/rows.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { columnGuide, isOver, templateRows } from '../../../domain/import/index.ts'
import { lineOf } from '../../../integrations/csv/errors-file.ts'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import type { ApiDeps } from '../../deps.ts'
import { Problem } from '../../http/problem.ts'
import { type MerchantEnv, requireApiKey, type Tenant } from '../../http/api-key-auth.ts'
import { parseQuery } from '../../http/list-query.ts'
import { ImportList, RowList } from './schemas.ts'
import { findImport, importCommandRoutes, readAgainBy } from './commands.ts'
import { errorsCsv } from './errors-csv.ts'
import { importLine, importView, progressView, rowView } from './import-view.ts'
import { settingsOfQuery } from './settings-body.ts'
import { keepUpload } from './upload.ts'

/** How often a page that watches an import is told of its progress, in milliseconds. */
const WATCH_EVERY_MS = 1_000
/** Then it has to ask anew, with a key that still holds: browsers do so by themselves. */
const WATCH_FOR_MS = 15 * 60_000

/** `/v1/imports`. */
export function importRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { em, imports, log, stopping } = deps
  const routes = new Hono<MerchantEnv>()
  routes.use(requireApiKey(deps))

  routes.post('/', async (c) => {
    const given = settingsOfQuery(c.req.query())
    const { subject, isKnown } = await keepUpload(em, c, c.get('tenant'), given)
    if (isKnown) {
      await readAgainBy(deps, subject, given)
    } else {
      await imports.reload(subject).catch((error: unknown) => {
        if (!(error instanceof TemporalUnavailableError)) throw error
        log.warn({ import: subject.id }, 'Temporal is away; the sweep starts the import later')
      })
    }
    const body = await importView(em, await find(subject.id, c.get('tenant')))
    return c.json({ ...body, known: isKnown }, isKnown ? 200 : 201, { location: `/v1/imports/${subject.id}` })
  })

  routes.get('/', async (c) => {
    const { limit: size, cursor } = parseQuery(ImportList, c.req.query())
    const where = {
      ...c.get('tenant'),
      status: { $ne: 'uploading' as const },
      ...(cursor ? { id: { $lt: cursor } } : {}),
    }
    const rows = await em.fork().find(ImportRow, where, { orderBy: { id: 'desc' }, limit: size + 1 })
    const page = rows.slice(0, size)
    return c.json({
      data: page.map(importLine),
      next_cursor: rows.length > size ? (page.at(-1)?.id ?? null) : null,
    })
  })

  routes.get('/template.csv', async (c) => {
    const { timeZone } = await em.fork().findOneOrFail(MerchantRow, { id: c.get('tenant').merchantId })
    const lines = templateRows(dateInZone(Date.now(), timeZone)).map((cells) => lineOf(cells, ','))
    return c.body(`\uFEFF${lines.join('')}`, 200, csvHeaders('duewell-import-template.csv'))
  })

  routes.get('/columns', (c) => c.json({ data: columnGuide() }))

  routes.get('/:id', async (c) =>
    c.json(await importView(em, await find(c.req.param('id'), c.get('tenant')))),
  )

  routes.get('/:id/rows', async (c) => {
    const subject = await find(c.req.param('id'), c.get('tenant'))
    const { which, limit: size, cursor } = parseQuery(RowList, c.req.query())

    const rows = await listRows(em, subject, { which, after: cursor ?? 0, limit: size + 1 })
    const page = rows.slice(0, size)
    return c.json({
      data: page.map(rowView),
      next_cursor: rows.length > size ? String(page.at(-1)?.row) : null,
    })
  })

  routes.get('/:id/errors.csv', async (c) => {
    const subject = await find(c.req.param('id'), c.get('tenant'))
    if (!subject.readAt || subject.status === 'parsing') throw new Problem('import_not_ready')
    if (!subject.header) throw new Problem('import_unreadable')
    for (const [name, value] of Object.entries(csvHeaders(`errors-${subject.id}.csv`))) c.header(name, value)
    return stream(c, async (out) => {
      for await (const text of errorsCsv(em, subject)) await out.write(text)
    })
  })

  // As JSON once, or as server-sent events for as long as there is something to tell.
  routes.get('/:id/progress', async (c) => {
    const subject = await find(c.req.param('id'), c.get('tenant'))
    if (!/\btext\/event-stream\b/.test(c.req.header('accept') ?? ''))
      return c.json(await progress(subject.id))
    return streamSSE(c, async (out) => {
      const until = Date.now() + WATCH_FOR_MS
      const isOpen = () => !out.aborted && stopping?.aborted !== true && Date.now() < until
      for (let last = ''; isOpen(); await out.sleep(WATCH_EVERY_MS)) {
        const now = await progress(subject.id)
        const data = JSON.stringify(now)
        if (data !== last) await out.writeSSE({ event: 'progress', data })
        else await out.write(': nothing new\n\n')
        last = data
        if (now.done) return
      }
    })
  })

  routes.route('/', importCommandRoutes(deps))

  return routes

  function find(id: string, tenant: Tenant): Promise<ImportRow> {
    return findImport(em, id, tenant)
  }

  async function progress(id: string) {
    const subject = await em.fork().findOneOrFail(ImportRow, { id })
    return {
      status: subject.status,
      ...progressView(subject, await progressOf(em, id)),
      done: isOver(subject.status),
    }
  }
}

function csvHeaders(name: string): Record<string, string> {
  return {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  }
}

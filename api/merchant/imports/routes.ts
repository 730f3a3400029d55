import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { isApiKeyValid } from '../../../db/api-keys.ts'
import { ImportRow, MerchantRow } from '../../../db/entities/index.ts'
import { progressOf } from '../../../db/imports/batches.ts'
import { hasFile } from '../../../db/imports/file-chunks.ts'
import { listRows } from '../../../db/imports/rows.ts'
import { pageOf } from '../../../db/page.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { columnGuide, templateRows } from '../../../domain/import/index.ts'
import { csvLines } from '../../../integrations/csv/csv-lines.ts'
import { TemporalUnavailableError } from '../../../clients/call-with-retry.ts'
import { logFailure } from '../../../clients/outages.ts'
import type { ApiDeps } from '../../deps.ts'
import { csvHeaders, csvStream } from '../../http/csv-response.ts'
import { Problem } from '../../http/problem.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { parseQuery } from '../../http/list-query.ts'
import { ImportList, RowList } from './schemas.ts'
import { findImport, importCommandRoutes, readAgainWith } from './commands.ts'
import { errorsCsv } from './errors-csv.ts'
import { importSummary, importView, progressView, rowView } from './import-view.ts'
import { settingsOfQuery } from './settings-body.ts'
import { claimFile, deleteUpload, findEarlier, saveUpload } from './upload.ts'

const STREAM_EVERY_MS = 1_000
const STREAM_FOR_MS = 15 * 60_000

const FILE_ERASED = 'The file was deleted, because one of its customers was erased.'

export function importRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const { imports, stopping } = deps
  const routes = new Hono<MerchantEnv>()

  routes.post('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const settings = settingsOfQuery(c.req.query())
    const upload = await saveUpload(em, c, tenant, settings)
    const isNew = (id: string) => id === upload.id
    try {
      return await withIdempotency(c, JSON.stringify([upload.sha256, upload.fileName]), {
        async create(claim) {
          if (await claimFile(em, upload, claim)) return upload.id
          const earlier = await findEarlier(em, upload, tenant)
          await readAgainWith(deps, em, earlier, settings)
          await claim?.(em, earlier.id)
          return earlier.id
        },
        async respond(id) {
          const subject = await findImport(em, id, tenant)
          if (isNew(id)) await tryStart(subject)
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
    const where = {
      ...c.get('tenant'),
      status: { $ne: 'uploading' as const },
      ...(cursor ? { id: { $lt: cursor } } : {}),
    }
    const subjects = await c.get('em').find(ImportRow, where, { orderBy: { id: 'desc' }, limit: size + 1 })
    const { rows, nextCursor } = pageOf(subjects, size, ({ id }) => id)
    return c.json({ data: rows.map(importSummary), next_cursor: nextCursor })
  })

  routes.get('/template.csv', async (c) => {
    const { timeZone } = await c.get('em').findOneOrFail(MerchantRow, { id: c.get('tenant').merchantId })
    const lines = csvLines(templateRows(dateInZone(Date.now(), timeZone)), ',')
    return c.body(`\uFEFF${lines}`, 200, csvHeaders('duewell-import-template.csv'))
  })

  routes.get('/columns', (c) => c.json({ data: columnGuide() }))

  routes.get('/:id', async (c) => {
    const em = c.get('em')
    return c.json(await importView(em, await findImport(em, c.req.param('id'), c.get('tenant'))))
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
    if (!subject.readAt || subject.status === 'parsing') throw new Problem('import_not_ready')
    if (!subject.header) throw new Problem('import_unreadable')
    if (!(await hasFile(em, subject.id))) throw new Problem('not_found', FILE_ERASED)
    return csvStream(c, `errors-${subject.id}.csv`, errorsCsv(em, subject), (error) =>
      logFailure(deps, 'error', { import: subject.id, err: error }, 'import.errors_csv_failed'),
    )
  })

  routes.get('/:id/progress', async (c) => {
    const { id } = await findImport(c.get('em'), c.req.param('id'), c.get('tenant'))
    const { id: keyId } = c.get('apiKey')
    if (!/\btext\/event-stream\b/.test(c.req.header('accept') ?? '')) return c.json(await readProgress(id))
    return streamSSE(c, async (out) => {
      const endsAt = Date.now() + STREAM_FOR_MS
      const isOpen = () => !out.aborted && stopping?.aborted !== true && Date.now() < endsAt
      try {
        for (let last = ''; isOpen(); await out.sleep(STREAM_EVERY_MS)) {
          if (!(await isApiKeyValid(deps.em.fork(), keyId))) return
          const progress = await readProgress(id)
          const data = JSON.stringify(progress)
          if (data !== last) await out.writeSSE({ event: 'progress', data })
          else await out.write(': unchanged\n\n')
          last = data
          if (progress.done) return
        }
      } catch (error) {
        logFailure(deps, 'warn', { import: id, err: error }, 'import.progress_failed')
      }
    })
  })

  routes.route('/', importCommandRoutes(deps))

  return routes

  async function tryStart(subject: ImportRow): Promise<void> {
    try {
      await imports.reload(subject)
    } catch (error) {
      if (!(error instanceof TemporalUnavailableError)) throw error
      logFailure(deps, 'warn', { import: subject.id, err: error }, 'import.start_deferred')
    }
  }

  async function readProgress(id: string) {
    const em = deps.em.fork()
    const subject = await em.findOneOrFail(ImportRow, { id })
    return { status: subject.status, ...progressView(subject, await progressOf(em, id)) }
  }
}

import { type Context, Hono } from 'hono'
import { ImportRow } from '../../../db/entities/index.ts'
import { progressOf } from '../../../db/imports/batches.ts'
import { readFileChunks } from '../../../db/imports/file-chunks.ts'
import { listRows } from '../../../db/imports/rows.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { pageOf } from '../../../db/page.ts'
import { FileProblem } from '../../../integrations/csv/file-problem.ts'
import { readStart } from '../../../integrations/csv/read-file.ts'
import type { ApiDeps } from '../../deps.ts'
import { parseQuery } from '../../http/request/list-query.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { Problem, type ProblemCode, problemStatus } from '../../http/errors/problem.ts'
import { type Fields, type Mistakes, readForm } from '../../identity/form.ts'
import { type ImportCommandName, runImportCommand } from '../../merchant/imports/commands.ts'
import { sendErrors, sendTemplate } from '../../merchant/imports/downloads.ts'
import { findImport, listImports } from '../../merchant/imports/find-import.ts'
import { ImportList, RowList as RowQuery } from '../../merchant/imports/schemas.ts'
import { keepUpload, startImport } from '../../merchant/imports/start-import.ts'
import { deleteUpload, saveUpload } from '../../merchant/imports/upload.ts'
import type { Attempt } from '../command-form.tsx'
import { commandIdOf, formIdOf } from '../command-id.ts'
import { requireWriter } from '../guards.tsx'
import { noticeOf } from '../notice.ts'
import { mistakesOf, problemWords } from '../problem-words.ts'
import { enteredForm, refusedForm, unlessStale } from '../shown-fields.ts'
import type { DashboardEnv } from '../viewer.ts'
import { ConfirmImportPage, confirmOptionsOf, readAgainWords } from './confirm-page.tsx'
import { ImportPage, type ImportView } from './import-page.tsx'
import { DONE } from './import-words.ts'
import { ImportListPage } from './list-page.tsx'
import { stateOf } from './progress-card.tsx'
import {
  leavesOutUnread,
  readingFields,
  readingOf,
  readingParts,
  settingsBodyOf,
  unreadFields,
} from './reading-form.ts'
import { RowsPage } from './rows-page.tsx'
import type { RowList } from './rows-tables.tsx'

const SHOWN_ROWS = 10
const EXAMPLE_ROWS = 5

const COMMANDS = {
  settings: 'change_settings',
  pause: 'pause',
  resume: 'resume',
  cancel: 'cancel',
} as const satisfies Record<string, ImportCommandName>

export function importPageRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => c.html(await listPage(c)))

  routes.post('/', async (c) => {
    const em = c.get('em')
    const { base } = c.get('viewer')
    try {
      const { id, isNew } = await upload(c)
      if (isNew) await startImport(deps, { id, merchantId: c.get('tenant').merchantId })
      return c.redirect(`${base}/imports/${id}${isNew ? '' : '?done=earlier'}`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const mistakes = { form: UPLOAD_WORDS[error.code] ?? problemWords(error) }
      return c.html(await listPage(c, em, mistakes), problemStatus(error))
    }
  })

  routes.get('/template.csv', (c) => sendTemplate(c, c.get('em'), c.get('tenant')))

  routes.get('/:id', async (c) => {
    const subject = await found(c)
    const seen = c.req.query('seen')
    if (seen !== undefined && seen !== stateOf(subject)) c.header('hx-refresh', 'true')
    return c.html(await page(c, subject, { notice: noticeOf(c, DONE) }))
  })

  routes.get('/:id/errors.csv', async (c) => sendErrors(deps, c, c.get('em'), await found(c)))

  routes.get('/:id/rows', async (c) => {
    const subject = await found(c)
    const { which, limit, cursor } = parseQuery(RowQuery, c.req.query())
    const rows = await listRows(c.get('em'), subject, { which, after: cursor ?? 0, limit: limit + 1 })
    const viewer = c.get('viewer')
    const shown = pageOf(rows, limit, ({ rowNumber }) => String(rowNumber))
    return c.html(RowsPage({ viewer, subject, which, isFirst: cursor === undefined, ...shown }))
  })

  routes.use('/:id/confirm', requireWriter('invoice'))

  routes.get('/:id/confirm', async (c) => {
    const subject = await found(c)
    const viewer = c.get('viewer')
    if (subject.status !== 'review') return c.redirect(`${viewer.base}/imports/${subject.id}`, 303)
    const query = c.req.query()
    const { version = String(subject.parseVersion) } = query
    if (version !== String(subject.parseVersion))
      return notConfirmed(c, query, new Problem('import_read_again'))
    return c.html(ConfirmImportPage({ viewer, subject, options: confirmOptionsOf(query) }))
  })

  routes.post('/:id/confirm', async (c) => {
    const subject = await found(c)
    const viewer = c.get('viewer')
    const fields = await readForm(c)
    try {
      const json = { ...confirmOptionsOf(fields), parse_version: Number(fields['version']) || 0 }
      await run(c, subject, 'confirm', formIdOf(fields), json)
      return c.redirect(`${viewer.base}/imports/${subject.id}?done=confirm`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return await notConfirmed(c, fields, error)
    }
  })

  routes.post('/:id/:command', async (c) => {
    const command = c.req.param('command')
    if (!isCommand(command)) throw new Problem('not_found')
    const subject = await found(c)
    const fields = await readForm(c)
    try {
      if (command === 'settings') await changeReading(c, subject, fields)
      else await run(c, subject, COMMANDS[command], formIdOf(fields), {})
      return c.redirect(`${c.get('viewer').base}/imports/${subject.id}?done=${command}`, 303)
    } catch (error) {
      if (error instanceof Problem && error.code === 'not_found') throw error
      const { status, ...refused } = refusedForm(error, fields)
      return c.html(await page(c, await found(c), { attempt: { command, ...refused } }), status)
    }
  })

  return routes

  function run(
    c: Context<DashboardEnv>,
    subject: ImportRow,
    name: ImportCommandName,
    formId: string,
    json: object,
    claim?: ClaimKey,
  ): Promise<void> {
    const request = { json, commandId: commandIdOf(subject, formId), actor: c.get('actor'), claim }
    return runImportCommand(deps, c.get('em'), subject, name, request)
  }

  async function changeReading(c: Context<DashboardEnv>, subject: ImportRow, fields: Fields) {
    const form = enteredForm(fields, readingParts(fields))
    const claim = unlessStale(form, async (tx) => {
      const present = await tx.findOneOrFail(ImportRow, { id: subject.id }, { refresh: true })
      const reading = readingOf(present, await startOf(tx, present))
      return leavesOutUnread(fields) ? unreadFields(reading) : readingFields(reading, present)
    })
    await run(c, subject, 'change_settings', formIdOf(fields), settingsBodyOf(fields, form), claim)
  }

  /** Only an import in review has the sums of its present parse. */
  async function notConfirmed(c: Context<DashboardEnv>, fields: Fields, problem: Problem) {
    const subject = await found(c)
    const options = confirmOptionsOf(fields)
    const isOther = problem.code === 'import_read_again'
    const mistakes = mistakesOf(problem)
    if (subject.status !== 'review' || (isOther && fields['sums'] === undefined)) {
      const attempt = { command: 'confirm', fields, mistakes }
      return c.html(await page(c, subject, { attempt }), problemStatus(problem))
    }
    const words = isOther ? { form: readAgainWords(fields['sums'], subject, options) } : mistakes
    const viewer = c.get('viewer')
    return c.html(ConfirmImportPage({ viewer, subject, options, mistakes: words }), problemStatus(problem))
  }

  async function upload(c: Context<DashboardEnv>): Promise<{ id: string; isNew: boolean }> {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const saved = await saveUpload(em, c, tenant, {})
    try {
      // A browser sends an empty file if none is chosen.
      if (saved.bytes === 0) throw new Problem('file_missing')
      const id = await keepUpload(deps, em, tenant, saved)
      return { id, isNew: id === saved.id }
    } finally {
      await deleteUpload(em, saved.id).catch(() => undefined)
    }
  }

  async function listPage(c: Context<DashboardEnv>, em = c.get('em'), mistakes?: Mistakes) {
    const { cursor } = mistakes ? {} : parseQuery(ImportList, c.req.query())
    const list = await listImports(em, c.get('tenant'), { limit: 25, cursor })
    return ImportListPage({ viewer: c.get('viewer'), ...list, isFirst: cursor === undefined, mistakes })
  }

  async function page(
    c: Context<DashboardEnv>,
    subject: ImportRow,
    { attempt, notice }: { attempt?: Attempt; notice?: string | undefined },
  ) {
    const viewer = c.get('viewer')
    const view = await loadView(c.get('em'), subject, attempt?.command === 'settings')
    return ImportPage({ viewer, view, channels: deps.channels[viewer.mode], attempt, notice })
  }
}

function isCommand(text: string): text is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, text)
}

const UPLOAD_WORDS: Partial<Record<ProblemCode, string>> = {
  file_missing: 'Choose a file first. If you did, it did not arrive to its end: upload it again.',
  file_too_large: 'The file is larger than 100 MB. Split it into several.',
  unsupported_media_type: 'This is no CSV file.',
  invalid_form: 'The file did not arrive. Upload it again.',
}

function found(c: Context<DashboardEnv>): Promise<ImportRow> {
  return findImport(c.get('em'), c.req.param('id') ?? '', c.get('tenant'))
}

async function loadView(em: EntityManager, subject: ImportRow, isRefusedForm: boolean): Promise<ImportView> {
  const { status } = subject
  const isRead = status !== 'parsing' && status !== 'issuing' && status !== 'refused'
  const list = async (which: RowList) =>
    isRead && (which === 'invalid' || status === 'review')
      ? listRows(em, subject, { which, after: 0, limit: SHOWN_ROWS })
      : []
  const [invalid, valid, duplicate] = [await list('invalid'), await list('valid'), await list('duplicate')]
  const isChangeable = status === 'review' || status === 'refused' || (status === 'parsing' && isRefusedForm)
  return {
    subject,
    progress: await progressOf(em, subject.id),
    rows: { invalid, valid, duplicate },
    reading: isChangeable ? readingOf(subject, await startOf(em, subject)) : undefined,
  }
}

/** A file that is not text has no cells. */
async function startOf(em: EntityManager, { id, requestedSettings }: ImportRow): Promise<string[][]> {
  try {
    return await readStart(readFileChunks(em, id), requestedSettings, EXAMPLE_ROWS)
  } catch (error) {
    if (error instanceof FileProblem) return []
    throw error
  }
}

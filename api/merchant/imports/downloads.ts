import type { Context } from 'hono'
import { type ImportRow, MerchantRow } from '../../../db/entities/index.ts'
import { hasFile } from '../../../db/imports/file-chunks.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { templateRows } from '../../../domain/import/index.ts'
import { dateInZone } from '../../../domain/shared/calendar.ts'
import { csvLines } from '../../../integrations/csv/csv-lines.ts'
import { logFailure } from '../../../clients/outages.ts'
import type { ApiDeps } from '../../deps.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { csvHeaders, csvStream } from '../../http/response/csv-response.ts'
import { Problem } from '../../http/errors/problem.ts'
import { errorsCsv } from './errors-csv.ts'

const FILE_ERASED = 'The file was deleted, because one of its customers was erased.'

export async function sendTemplate(c: Context, em: EntityManager, { merchantId }: Tenant): Promise<Response> {
  const { timeZone } = await em.findOneOrFail(MerchantRow, { id: merchantId })
  const lines = csvLines(templateRows(dateInZone(Date.now(), timeZone)), ',')
  return c.body(`\uFEFF${lines}`, 200, csvHeaders('duewell-import-template.csv'))
}

/** @throws Problem `import_not_ready` or `import_unreadable`, or `not_found` once the file was erased */
export async function sendErrors(
  deps: Pick<ApiDeps, 'database' | 'log'>,
  c: Context,
  em: EntityManager,
  subject: ImportRow,
): Promise<Response> {
  const { id, readAt, status, header } = subject
  if (!readAt || status === 'parsing') throw new Problem('import_not_ready')
  if (!header) throw new Problem('import_unreadable')
  if (!(await hasFile(em, id))) throw new Problem('not_found', FILE_ERASED)
  return csvStream(c, `errors-${id}.csv`, errorsCsv(em, subject), (error) =>
    logFailure(deps, 'error', { import: id, err: error }, 'import.errors_csv_failed'),
  )
}

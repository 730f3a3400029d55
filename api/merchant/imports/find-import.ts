import { ImportRow } from '../../../db/entities/index.ts'
import { isId } from '../../../db/ids.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { pageOf } from '../../../db/page.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { notFound } from '../../http/errors/problem.ts'

/** @throws Problem `not_found`, also for an unfinished upload and for another merchant or mode */
export async function findImport(em: EntityManager, id: string, tenant: Tenant): Promise<ImportRow> {
  const subject = isId('imp', id) ? await em.findOne(ImportRow, { id, ...tenant }, { refresh: true }) : null
  if (!subject || subject.status === 'uploading') throw notFound('Import')
  return subject
}

export async function listImports(
  em: EntityManager,
  tenant: Tenant,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<{ rows: ImportRow[]; nextCursor: string | null }> {
  const where = {
    ...tenant,
    status: { $ne: 'uploading' as const },
    ...(cursor ? { id: { $lt: cursor } } : {}),
  }
  const found = await em.find(ImportRow, where, { orderBy: { id: 'desc' }, limit: limit + 1 })
  return pageOf(found, limit, ({ id }) => id)
}

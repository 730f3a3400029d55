import { CommandPayloadRow } from '../../../db/entities/index.ts'
import type { VersionedInvoice } from '../../../db/invoices/read-invoice.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { fold } from '../../../domain/invoice/index.ts'
import type { ApiDeps } from '../../deps.ts'
import { tagOf } from '../../http/entity-tag.ts'
import { Problem } from '../../http/errors/problem.ts'
import { amendInvoice } from './amend-invoice.ts'
import type { ChangeRequest } from './request/change-request.ts'
import { editDraft } from './edit-draft.ts'
import { loadAtOnce, loadInvoice } from './find-invoice.ts'

export async function changeInvoice(
  deps: Pick<ApiDeps, 'channels' | 'invoices' | 'rails'>,
  em: EntityManager,
  found: VersionedInvoice,
  json: unknown,
  request: ChangeRequest,
): Promise<void> {
  const { ifMatch } = request
  if (ifMatch && !ifMatch.matches(tagOf(found))) {
    // An earlier try with the same idempotency key may have made the change.
    if (await isDone(em, found, request)) return
    throw new Problem('precondition_failed')
  }
  const { row } = found
  if (row.status !== 'draft') return amendInvoice(deps, em, row, json, request)
  if (await editDraft(deps, em, found, json, request)) return
  const { id, merchantId, mode } = row
  const changed = await loadInvoice(em, id, { merchantId, mode })
  if (changed.row.status !== 'draft') throw new Problem(ifMatch ? 'precondition_failed' : 'not_a_draft')
  return changeInvoice(deps, em, changed, json, request)
}

async function isDone(
  em: EntityManager,
  { row }: VersionedInvoice,
  { commandId }: ChangeRequest,
): Promise<boolean> {
  const { id, merchantId, mode } = row
  if (row.status === 'draft') return (await em.count(CommandPayloadRow, { id: commandId, invoiceId: id })) > 0
  const { events } = await loadAtOnce(em, id, { merchantId, mode })
  return fold(events).commandIds.includes(commandId)
}

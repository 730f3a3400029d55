import { raw } from '@mikro-orm/core'
import type * as v from 'valibot'
import { CommandPayloadRow, InvoiceRow } from '../../../db/entities/index.ts'
import { contentColumns } from '../../../db/invoices/new-invoice.ts'
import type { VersionedInvoice } from '../../../db/invoices/read-invoice.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { ApiDeps } from '../../deps.ts'
import { isoOrNull } from '../../http/iso.ts'
import { isObject, mergeChanges, withoutNulls } from '../../http/merge-changes.ts'
import { invalidFields } from '../../http/problem.ts'
import { assertMayIssue } from '../trust/live-standing.ts'
import type { ChangeRequest } from './change-request.ts'
import { refuseTakenNumber, requestedContent, volumeOf } from './create-draft.ts'
import type { InvoiceBody } from './invoice-body.ts'
import { customerView, lineView } from './invoice-view.ts'
import { loadRequestContext } from './load-request-context.ts'
import { parseInvoiceRequest } from './parse-request.ts'

/** @returns false if another write came after the read */
export async function editDraft(
  deps: Pick<ApiDeps, 'channels'>,
  em: EntityManager,
  { row: draft, version }: VersionedInvoice,
  json: unknown,
  { actor, commandId, ifMatch }: ChangeRequest,
): Promise<boolean> {
  const now = Date.now() + draft.testClockOffsetMs
  const context = await loadRequestContext(deps, em, draft, now)
  const parsed = parseInvoiceRequest(merged(draft, json), context)
  if ('errors' in parsed) throw invalidFields(parsed.errors)
  const { sendAt } = parsed.request
  const isDue = sendAt !== null && sendAt.getTime() <= now
  const isKept = sendAt?.getTime() === draft.sendAt?.getTime()
  const sendRequestedBy = isKept ? (draft.sendRequestedBy ?? null) : isDue ? actor : null
  const content = { ...requestedContent(parsed.request), sendRequestedBy }
  if (sendAt !== null && !isKept) await assertMayIssue(em, draft, volumeOf(parsed.request), { isLater: true })
  const updatedAt = new Date()
  const { id } = draft
  const saving = em.transactional(async (tx) => {
    const isUnchanged = { id, status: 'draft', [raw('xmin::text')]: version } as const
    const changed = await tx.nativeUpdate(InvoiceRow, isUnchanged, { ...contentColumns(content), updatedAt })
    if (changed === 1 && ifMatch) {
      await tx.insert(CommandPayloadRow, { id: commandId, invoiceId: id, body: {}, createdAt: updatedAt })
    }
    return changed === 1
  })
  return refuseTakenNumber(saving)
}

function merged(draft: InvoiceRow, json: unknown): unknown {
  if (!isObject(json)) return json
  const given = mergeChanges(asRequest(draft), json, ['customer'])
  if (json['amount'] !== undefined) delete given['lines']
  return withoutNulls(given)
}

function asRequest(draft: InvoiceRow) {
  const request: Record<Exclude<keyof v.InferInput<typeof InvoiceBody>, 'amount'>, unknown> = {
    customer: customerView(draft),
    currency: draft.currency,
    due_date: draft.dueDate,
    description: draft.description,
    lines: draft.lines.map(lineView),
    number: draft.number ?? null,
    instructions: draft.instructions ?? null,
    language: draft.language ?? null,
    deliver: draft.channels,
    deposit: draft.deposit ? { amount: draft.deposit } : null,
    reminders: draft.reminders ?? null,
    link_expires_at: isoOrNull(draft.linkExpiresAt),
    metadata: draft.metadata,
    send: draft.sendAt?.toISOString() ?? 'draft',
  }
  return request
}

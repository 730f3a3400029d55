import { LockMode } from '@mikro-orm/core'
import { CommandPayloadRow, InvoiceRow } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { notFound, Problem } from '../../http/errors/problem.ts'

/** @throws Problem `not_found`, `not_a_draft` or `request_in_progress` */
export async function deleteDraft(
  em: EntityManager,
  id: string,
  tenant: Tenant,
  claim: ClaimKey | undefined,
): Promise<void> {
  await em.transactional(async (tx) => {
    await claim?.(tx, id)
    const lockMode = LockMode.PESSIMISTIC_WRITE
    const draft = await tx.findOne(InvoiceRow, { id, ...tenant }, { lockMode })
    if (!draft) throw notFound('Invoice')
    if (draft.status !== 'draft') {
      throw new Problem('not_a_draft', 'An issued invoice is voided instead: POST /v1/invoices/{id}/void.')
    }
    await tx.nativeDelete(CommandPayloadRow, { invoiceId: id })
    await tx.nativeDelete(InvoiceRow, { id })
  })
}

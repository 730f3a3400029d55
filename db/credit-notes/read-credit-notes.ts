import { CreditNoteRow, InvoiceRow, type Mode } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'

interface Tenant {
  merchantId: string
  mode: Mode
}

export interface FoundCreditNote {
  note: CreditNoteRow
  invoice: InvoiceRow
}

/** Oldest first. */
export async function readCreditNotes(
  em: EntityManager,
  invoice: Pick<InvoiceRow, 'id' | 'merchantId' | 'mode'>,
): Promise<CreditNoteRow[]> {
  const { id: invoiceId, merchantId, mode } = invoice
  return em.find(
    CreditNoteRow,
    { invoiceId, merchantId, mode },
    { orderBy: { createdAt: 'asc' }, refresh: true },
  )
}

export async function readCreditNote(
  em: EntityManager,
  id: string,
  tenant: Tenant,
): Promise<FoundCreditNote | undefined> {
  const note = await em.findOne(CreditNoteRow, { id, ...tenant }, { refresh: true })
  if (!note) return undefined
  const invoice = await em.findOneOrFail(InvoiceRow, { id: note.invoiceId, ...tenant }, { refresh: true })
  return { note, invoice }
}

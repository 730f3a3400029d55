import { loadDocument } from '../../db/invoices/document.ts'
import type { EntityManager } from '../../db/orm.ts'
import type { OpenedLink } from './open-link.ts'
import type { VoidedInvoice } from './pages/problem-pages.tsx'

/** A replaced link must not show the invoice. */
export async function voidedInvoice(
  em: EntityManager,
  { problem, invoice, linkId }: Extract<OpenedLink, { linkId: string }>,
): Promise<VoidedInvoice | undefined> {
  if (problem !== 'void' || invoice.status !== 'void' || linkId !== invoice.linkId) return undefined
  const { document } = await loadDocument(em, invoice.id)
  return { document, creditNotes: invoice.money?.creditNotes ?? [] }
}

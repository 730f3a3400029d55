import { type InvoiceRow, MerchantRow } from '../../../../db/entities/index.ts'
import { draftDocument, loadDocument } from '../../../../db/invoices/document.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import type { InvoiceDocument } from '../../../../domain/invoice/document.ts'
import { localeOf } from '../../../../domain/texts/locale.ts'

/** Returns the document also of a draft, which has no log to load. */
export async function shownDocument(em: EntityManager, invoice: InvoiceRow): Promise<InvoiceDocument> {
  const { id, status, merchantId, amountDue, language } = invoice
  if (status !== 'draft') return (await loadDocument(em, id)).document
  const merchant = await em.findOneOrFail(MerchantRow, { id: merchantId })
  return draftDocument(invoice, merchant, amountDue, localeOf(language).t('invoice.draft'))
}

import type { CreditNoteDocument } from '../../domain/credit-note/document.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import { type CreditNoteRow, MerchantProfileRow } from '../entities/index.ts'
import { type LoadedDocument, loadDocument, profileOf } from '../invoices/document.ts'
import type { EntityManager } from '../orm.ts'

/** @param loaded the invoice of the credit note, if the caller has it */
export async function loadCreditNoteDocument(
  em: EntityManager,
  note: CreditNoteRow,
  loaded?: Pick<LoadedDocument, 'document' | 'zone'>,
): Promise<CreditNoteDocument> {
  const { merchantId, profileVersion: version, invoiceId } = note
  const { document, zone } = loaded ?? (await loadDocument(em, invoiceId))
  const profile = await em.findOneOrFail(MerchantProfileRow, { merchantId, version })
  const { number, issuedAt, reason, lines, groups, net, tax, amount } = note
  return {
    id: note.id,
    number,
    issuedOn: dateInZone(issuedAt.getTime(), zone),
    ...(reason ? { reason } : {}),
    lines,
    groups,
    net,
    tax,
    amount,
    invoice: { ...document, merchant: profileOf(profile) },
  }
}

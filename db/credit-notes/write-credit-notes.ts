import { creditBasis } from '../../domain/credit-note/basis.ts'
import { type CreditOutcome, creditOf } from '../../domain/credit-note/credit-of.ts'
import { CREDIT_NOTE_PREFIX, type WantedCredit } from '../../domain/credit-note/types.ts'
import { commandIdOf, type InvoiceEvent } from '../../domain/invoice/index.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import { CommandPayloadRow, CreditNoteRow, type InvoiceRow, MerchantRow } from '../entities/index.ts'
import { pricedOf } from '../invoices/document.ts'
import { nextInvoiceNumber } from '../invoices/number-sequence.ts'
import type { EntityManager } from '../orm.ts'

/** Computes a credit note after those that the invoice has. The caller holds the lock of the invoice. */
export async function computeCredit(
  em: EntityManager,
  invoice: InvoiceRow,
  wanted: WantedCredit,
): Promise<CreditOutcome> {
  const earlier = await em.find(CreditNoteRow, { invoiceId: invoice.id }, { refresh: true })
  const { t } = localeOf(invoice.language ?? undefined)
  const words = { reduction: t('credit.reduction'), adjustment: t('credit.adjustment') }
  return creditOf(creditBasis(pricedOf(invoice), invoice.taxes), earlier, wanted, words)
}

/** Gives each new credit note its number and row. The caller holds the lock of the invoice. */
export async function writeCreditNotes(
  tx: EntityManager,
  invoice: InvoiceRow,
  events: readonly InvoiceEvent[],
  recorded: readonly InvoiceEvent[],
): Promise<InvoiceEvent[]> {
  const keys = new Set(recorded.map(({ key }) => key))
  const complete: InvoiceEvent[] = []
  for (const event of events) {
    const isNew = event.type === 'credited' && !keys.has(event.key)
    complete.push(isNew ? { ...event, number: await writeCreditNote(tx, invoice, event) } : event)
  }
  return complete
}

async function writeCreditNote(
  tx: EntityManager,
  invoice: InvoiceRow,
  event: Extract<InvoiceEvent, { type: 'credited' }>,
): Promise<string> {
  const { id: invoiceId, merchantId, mode } = invoice
  const { creditNoteId: id, amount, reason: origin, at } = event
  const { wanted, reason } = await wantedBy(tx, event)
  const content = await computeCredit(tx, invoice, wanted)
  if ('refused' in content || content.amount !== amount) {
    throw new RangeError(`credit note ${id} of ${invoiceId} has another amount than its event`)
  }
  const merchant = await tx.findOneOrFail(MerchantRow, { id: merchantId })
  const year = Number(dateInZone(at, merchant.timeZone).slice(0, 4))
  const number = await nextInvoiceNumber(tx, merchantId, mode, CREDIT_NOTE_PREFIX, year)
  tx.create(CreditNoteRow, {
    id,
    merchantId,
    mode,
    invoiceId,
    number,
    origin,
    reason: reason ?? null,
    ...content,
    profileVersion: merchant.profileVersion,
    issuedAt: new Date(at),
    createdAt: new Date(),
  })
  return number
}

async function wantedBy(
  tx: EntityManager,
  { reason, amount, cause }: Extract<InvoiceEvent, { type: 'credited' }>,
): Promise<{ wanted: WantedCredit; reason?: string }> {
  switch (reason) {
    case 'void':
      return { wanted: { rest: true } }
    case 'refund':
      return { wanted: { amount } }
    case 'merchant': {
      const { body } = await tx.findOneOrFail(CommandPayloadRow, { id: commandIdOf(cause) ?? '' })
      // An erasure empties the payload.
      if (!body.credit) throw new RangeError('the contents of a credit note are erased')
      return body.credit
    }
  }
}

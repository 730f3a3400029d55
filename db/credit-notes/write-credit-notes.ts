import { creditBasis } from '../../domain/credit-note/basis.ts'
import { type CreditOutcome, creditOf } from '../../domain/credit-note/credit-of.ts'
import {
  CREDIT_NOTE_PREFIX,
  type CreditNoteContent,
  type WantedCredit,
} from '../../domain/credit-note/types.ts'
import type { InvoiceEvent } from '../../domain/invoice/index.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import { pricingOf } from '../../domain/tax/pricing.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import { CreditNoteRow, type InvoiceRow, MerchantRow } from '../entities/index.ts'
import { nextNumber } from '../invoices/issue/number-sequence.ts'
import { zoneOf } from '../invoices/schedule.ts'
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
  return creditOf(creditBasis(pricingOf(invoice), invoice.taxes), earlier, wanted, words)
}

type CreditContents = CreditNoteContent & { reason?: string | undefined }

/**
 * Gives each new credit note its number and row. The caller holds the lock of the invoice.
 *
 * @param own the contents of the merchant's credit note; others are computed here
 */
export async function writeCreditNotes(
  tx: EntityManager,
  invoice: InvoiceRow,
  events: readonly InvoiceEvent[],
  recorded: readonly InvoiceEvent[],
  own?: CreditContents,
): Promise<InvoiceEvent[]> {
  const keys = new Set(recorded.map(({ key }) => key))
  const complete: InvoiceEvent[] = []
  for (const event of events) {
    if (event.type === 'credited' && !keys.has(event.key)) {
      const contents = own ?? (await automaticCredit(tx, invoice, event))
      complete.push({ ...event, number: await writeCreditNote(tx, invoice, event, contents) })
    } else {
      complete.push(event)
    }
  }
  return complete
}

type CreditedEvent = Extract<InvoiceEvent, { type: 'credited' }>

async function automaticCredit(
  tx: EntityManager,
  invoice: InvoiceRow,
  { creditNoteId: id, amount, reason }: CreditedEvent,
): Promise<CreditNoteContent> {
  if (reason === 'merchant') throw new RangeError(`credit note ${id} has no contents`)
  const content = await computeCredit(tx, invoice, reason === 'void' ? { rest: true } : { amount })
  if ('refused' in content || content.amount !== amount) {
    throw new RangeError(`credit note ${id} of ${invoice.id} has another amount than its event`)
  }
  return content
}

async function writeCreditNote(
  tx: EntityManager,
  invoice: InvoiceRow,
  { creditNoteId: id, reason: origin, at }: CreditedEvent,
  { reason, ...content }: CreditContents,
): Promise<string> {
  const { id: invoiceId, merchantId, mode } = invoice
  const merchant = await tx.findOneOrFail(MerchantRow, { id: merchantId })
  const year = Number(dateInZone(at, zoneOf(invoice, merchant)).slice(0, 4))
  const number = await nextNumber(tx, merchantId, mode, CREDIT_NOTE_PREFIX, year)
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

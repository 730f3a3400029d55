import { CreditNoteRow, InvoiceRow } from '../entities/index.ts'
import type { EntityManager } from '../orm.ts'
import type { Mode } from '../../domain/shared/mode.ts'

interface Tenant {
  merchantId: string
  mode: Mode
}

export type CreditedInvoice = Pick<
  InvoiceRow,
  'id' | 'number' | 'currency' | 'nationalCurrency' | 'taxExchangeRate' | 'nationalTax'
>

/** Returns the oldest first. */
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
): Promise<CreditNoteRow | undefined> {
  return (await em.findOne(CreditNoteRow, { id, ...tenant }, { refresh: true })) ?? undefined
}

export async function readCreditedInvoice(
  em: EntityManager,
  { invoiceId, merchantId, mode }: CreditNoteRow,
): Promise<CreditedInvoice> {
  return em.findOneOrFail(
    InvoiceRow,
    { id: invoiceId, merchantId, mode },
    {
      fields: ['number', 'currency', 'nationalCurrency', 'taxExchangeRate', 'nationalTax'],
      disableIdentityMap: true,
    },
  )
}

import type { Context } from 'hono'
import * as v from 'valibot'
import type { InvoiceRow } from '../../../../db/entities/index.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import type { CreditNoteDocument } from '../../../../domain/credit-note/document.ts'
import { type Clearance, clearanceOf, isReplacedBy } from '../../../../domain/einvoice/clearance.ts'
import { EINVOICE_FILES, type EInvoiceFormat } from '../../../../domain/einvoice/format.ts'
import { countryOf } from '../../../../domain/einvoice/parties.ts'
import type { Missing } from '../../../../domain/einvoice/requirements.ts'
import type { InvoiceDocument } from '../../../../domain/invoice/document.ts'
import type { EInvoiceFile } from '../../../../integrations/einvoice/einvoices.ts'
import type { ApiDeps } from '../../../deps.ts'
import { fileName, pdfResponse } from '../../../http/response/pdf-response.ts'
import { Problem } from '../../../http/errors/problem.ts'
import { shownDocument } from './shown-document.ts'

const chosen = v.picklist(EINVOICE_FILES, `invalid_choice|must be one of ${EINVOICE_FILES.join(', ')}`)
export const EInvoiceQuery = v.strictObject({ format: v.optional(chosen) })

export const CreditNoteFileQuery = v.strictObject({ format: chosen })

export interface EInvoiceOverview {
  object: 'einvoice'
  formats: { format: EInvoiceFormat; missing: Missing[] }[]
  clearance: ClearanceView | null
}

type ClearanceView = Clearance & { replaces_pdf: boolean }

/** Says what each format lacks, also of a draft. */
export async function einvoiceOverview(
  { eInvoices }: Pick<ApiDeps, 'eInvoices'>,
  document: InvoiceDocument,
): Promise<EInvoiceOverview> {
  const formats = EINVOICE_FILES.map(async (format) => {
    return { format, missing: await eInvoices.missingOf(document, format) }
  })
  return {
    object: 'einvoice',
    formats: await Promise.all(formats),
    clearance: clearanceView(document),
  }
}

function clearanceView({ merchant, customer, issuedOn }: InvoiceDocument): ClearanceView | null {
  const buyer = countryOf(customer.billingAddress)
  const clearance = clearanceOf(countryOf(merchant.address), buyer === '' ? undefined : buyer, issuedOn)
  return clearance ? { ...clearance, replaces_pdf: isReplacedBy(clearance) } : null
}

/** @throws Problem `not_issued`, `einvoice_incomplete` */
export async function einvoiceFile(
  c: Context,
  { eInvoices, pdfs }: Pick<ApiDeps, 'eInvoices' | 'pdfs'>,
  em: EntityManager,
  invoice: InvoiceRow,
  format: EInvoiceFormat,
): Promise<Response> {
  if (invoice.status === 'draft') throw new Problem('not_issued')
  const document = await shownDocument(em, invoice)
  const file = await eInvoices.ofInvoice(document, format)
  return fileResponse(c, file, { format, number: document.number, pdf: () => pdfs.invoice(document) })
}

/** @throws Problem `einvoice_incomplete` */
export async function creditNoteFile(
  c: Context,
  { eInvoices, pdfs }: Pick<ApiDeps, 'eInvoices' | 'pdfs'>,
  note: CreditNoteDocument,
  format: EInvoiceFormat,
): Promise<Response> {
  const file = await eInvoices.ofCreditNote(note, format)
  return fileResponse(c, file, { format, number: note.number, pdf: () => pdfs.creditNote(note) })
}

interface Named {
  format: EInvoiceFormat
  number: string
  pdf: () => Promise<Uint8Array>
}

async function fileResponse(
  c: Context,
  file: EInvoiceFile,
  { format, number, pdf }: Named,
): Promise<Response> {
  if ('missing' in file) throw incomplete(file.missing)
  const name = `${format.replace('_', '-')}-${number}`
  if (format === 'factur_x') return pdfResponse(c, await pdf(), name)
  c.header('content-type', 'application/xml')
  c.header('content-disposition', `attachment; filename="${fileName(name)}.xml"`)
  return c.body(file.xml, 200)
}

function incomplete(missing: readonly Missing[]): Problem {
  const errors = missing.map(({ field, detail }) => ({
    pointer: `/${field.replaceAll('.', '/')}`,
    code: 'required' as const,
    detail: `must have ${detail}`,
  }))
  return new Problem('einvoice_incomplete', undefined, errors)
}

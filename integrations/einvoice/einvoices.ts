import type { CreditNoteDocument } from '../../domain/credit-note/document.ts'
import type { EInvoiceFormat } from '../../domain/einvoice/format.ts'
import {
  creditNoteToEInvoice,
  type EInvoiceOrMissing,
  invoiceToEInvoice,
} from '../../domain/einvoice/from-invoice.ts'
import type { EInvoice } from '../../domain/einvoice/model.ts'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import type { Missing } from '../../domain/einvoice/requirements.ts'
import { writeCii } from './cii.ts'
import { writeUbl } from './ubl.ts'

export type EInvoiceFile = { xml: string } | { missing: Missing[] }

export interface EInvoices {
  /** @throws RangeError for an invoice that is not issued */
  ofInvoice(document: InvoiceDocument, format: EInvoiceFormat): Promise<EInvoiceFile>
  ofCreditNote(note: CreditNoteDocument, format: EInvoiceFormat): Promise<EInvoiceFile>
  /** Returns the XML of the PDF, or undefined if the document is incomplete. */
  embeddedInInvoice(document: InvoiceDocument): Promise<string | undefined>
  embeddedInCreditNote(note: CreditNoteDocument): Promise<string | undefined>
}

/** Returns the text that was first given out for the document and format. */
export type Keep = (
  key: { documentId: string; invoiceId: string; format: EInvoiceFormat },
  make: () => string,
) => Promise<string>

export function createEInvoices(keep: Keep = async (_, make) => make()): EInvoices {
  return {
    ofInvoice,
    ofCreditNote,
    embeddedInInvoice: async (document) => xmlOf(await ofInvoice(document, 'factur_x')),
    embeddedInCreditNote: async (note) => xmlOf(await ofCreditNote(note, 'factur_x')),
  }

  async function ofInvoice(document: InvoiceDocument, format: EInvoiceFormat): Promise<EInvoiceFile> {
    const { id } = issueOf(document)
    return kept({ documentId: id, invoiceId: id, format }, invoiceToEInvoice(document, format))
  }

  async function ofCreditNote(note: CreditNoteDocument, format: EInvoiceFormat): Promise<EInvoiceFile> {
    const key = { documentId: note.id, invoiceId: issueOf(note.invoice).id, format }
    return kept(key, creditNoteToEInvoice(note, format))
  }

  async function kept(key: Parameters<Keep>[0], found: EInvoiceOrMissing): Promise<EInvoiceFile> {
    if ('missing' in found) return found
    return { xml: await keep(key, () => write(found.eInvoice, key.format)) }
  }
}

function xmlOf(file: EInvoiceFile): string | undefined {
  return 'xml' in file ? file.xml : undefined
}

function issueOf({ issue, number }: InvoiceDocument): NonNullable<InvoiceDocument['issue']> {
  if (!issue) throw new RangeError(`invoice ${number} is not issued`)
  return issue
}

/**
 * Factur-X embeds CII. XRechnung and Peppol are UBL.
 *
 * @internal
 */
export function write(invoice: EInvoice, format: EInvoiceFormat): string {
  return format === 'factur_x' ? writeCii(invoice) : writeUbl(invoice, format)
}

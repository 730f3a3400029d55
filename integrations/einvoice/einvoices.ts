import type { EInvoiceFormat } from '../../domain/einvoice/format.ts'
import {
  type CreditNoteSource,
  creditNoteToEInvoice,
  type EInvoiceOrMissing,
  invoiceToEInvoice,
} from '../../domain/einvoice/from-invoice.ts'
import type { EInvoice } from '../../domain/einvoice/model.ts'
import type { Missing } from '../../domain/einvoice/requirements.ts'
import type { EInvoiceSource } from '../../domain/einvoice/source.ts'
import { writeCii } from './cii.ts'
import { writeUbl } from './ubl.ts'

export type EInvoiceFile = { xml: string } | { missing: Missing[] }

export interface EInvoices {
  /** Returns the XML that a PDF embeds, or nothing if the invoice lacks what the standard demands. */
  embedded(document: EInvoiceSource): Promise<string | undefined>
  /** @throws RangeError for an invoice that is not issued */
  ofInvoice(document: EInvoiceSource, format: EInvoiceFormat): Promise<EInvoiceFile>
  ofCreditNote(
    document: EInvoiceSource,
    creditNote: CreditNoteSource & { id: string },
    format: EInvoiceFormat,
  ): Promise<EInvoiceFile>
}

/** Returns the text that was first given out for the document and format. */
export type Keep = (
  key: { documentId: string; invoiceId: string; format: EInvoiceFormat },
  make: () => string,
) => Promise<string>

export function createEInvoices(keep: Keep = async (_, make) => make()): EInvoices {
  return {
    ofInvoice,
    async embedded(document) {
      const file = await ofInvoice(document, 'factur_x')
      return 'xml' in file ? file.xml : undefined
    },
    async ofCreditNote(document, creditNote, format) {
      const key = { documentId: creditNote.id, invoiceId: issueOf(document).id, format }
      return kept(key, creditNoteToEInvoice(document, creditNote, format))
    },
  }

  async function ofInvoice(document: EInvoiceSource, format: EInvoiceFormat): Promise<EInvoiceFile> {
    const { id } = issueOf(document)
    return kept({ documentId: id, invoiceId: id, format }, invoiceToEInvoice(document, format))
  }

  async function kept(key: Parameters<Keep>[0], found: EInvoiceOrMissing): Promise<EInvoiceFile> {
    if ('missing' in found) return found
    return { xml: await keep(key, () => write(found.eInvoice, key.format)) }
  }
}

function issueOf({ issue, number }: EInvoiceSource): NonNullable<EInvoiceSource['issue']> {
  if (!issue) throw new RangeError(`invoice ${number} is not issued`)
  return issue
}

/** Factur-X embeds CII. XRechnung and Peppol are UBL. */
export function write(invoice: EInvoice, format: EInvoiceFormat): string {
  return format === 'factur_x' ? writeCii(invoice) : writeUbl(invoice, format)
}

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
  /** Makes no file. Returns nothing for a file that was given out, and also answers for a draft. */
  missingOf(document: InvoiceDocument, format: EInvoiceFormat): Promise<Missing[]>
  /** Returns the XML of the PDF, or undefined if the document is incomplete. */
  embeddedInInvoice(document: InvoiceDocument): Promise<string | undefined>
  embeddedInCreditNote(note: CreditNoteDocument): Promise<string | undefined>
}

interface FileKey {
  documentId: string
  invoiceId: string
  format: EInvoiceFormat
}

interface IssuedFiles {
  /** Returns the text that was first given out. */
  read(key: FileKey): Promise<string | undefined>
  /** Returns the text that was first given out, or keeps this one. */
  keep(key: FileKey, text: string): Promise<string>
}

const NO_FILES: IssuedFiles = { read: async () => undefined, keep: async (_, text) => text }

export function createEInvoices(files: IssuedFiles = NO_FILES): EInvoices {
  return {
    ofInvoice,
    ofCreditNote,
    async missingOf(document, format) {
      const found = invoiceToEInvoice(document, format)
      if (!('missing' in found)) return []
      const isGivenOut = document.issue && (await files.read(keyOf(document, format))) !== undefined
      return isGivenOut ? [] : found.missing
    },
    embeddedInInvoice: async (document) => xmlOf(await ofInvoice(document, 'factur_x')),
    embeddedInCreditNote: async (note) => xmlOf(await ofCreditNote(note, 'factur_x')),
  }

  async function ofInvoice(document: InvoiceDocument, format: EInvoiceFormat): Promise<EInvoiceFile> {
    return fileOf(keyOf(document, format), () => invoiceToEInvoice(document, format))
  }

  async function ofCreditNote(note: CreditNoteDocument, format: EInvoiceFormat): Promise<EInvoiceFile> {
    const key = { ...keyOf(note.invoice, format), documentId: note.id }
    return fileOf(key, () => creditNoteToEInvoice(note, format))
  }

  /** An erasure can take from the document what the file states. */
  async function fileOf(key: FileKey, find: () => EInvoiceOrMissing): Promise<EInvoiceFile> {
    const givenOut = await files.read(key)
    if (givenOut !== undefined) return { xml: givenOut }
    const found = find()
    if ('missing' in found) return found
    return { xml: await files.keep(key, write(found.eInvoice, key.format)) }
  }
}

function xmlOf(file: EInvoiceFile): string | undefined {
  return 'xml' in file ? file.xml : undefined
}

function keyOf({ issue, number }: InvoiceDocument, format: EInvoiceFormat): FileKey {
  if (!issue) throw new RangeError(`invoice ${number} is not issued`)
  return { documentId: issue.id, invoiceId: issue.id, format }
}

/**
 * Factur-X embeds CII. XRechnung and Peppol are UBL.
 *
 * @internal
 */
export function write(invoice: EInvoice, format: EInvoiceFormat): string {
  return format === 'factur_x' ? writeCii(invoice) : writeUbl(invoice, format)
}

import type { Context } from 'hono'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import type { Pdfs } from '../../integrations/pdf/pdfs.ts'
import { pdfResponse } from '../http/response/pdf-response.ts'

export async function documentPdf(
  c: Context,
  pdfs: Pdfs,
  document: InvoiceDocument,
  kind: 'invoice' | 'receipt',
  payPath: string,
): Promise<Response> {
  if (kind === 'receipt' && !document.payment) return c.redirect(payPath, 303)
  const bytes = await pdfs[kind](document)
  const file = localeOf(document.language).t(`pdf.file.${kind}`)
  return pdfResponse(c, bytes, document.preview ? `preview-${file}` : `${file}-${document.number}`)
}

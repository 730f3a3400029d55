import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { invoiceContent, receiptContent } from './contents.ts'
import type { PageContent } from './page-content.ts'
import { createRenderPool } from './render-pool.ts'

/** The documents of an invoice as A4 pages, PDF/A-3a and PDF/UA-1. Equal documents give equal bytes. */
export interface Pdfs {
  /** @throws PdfRenderError */
  invoice(document: InvoiceDocument): Promise<Uint8Array>
  /** @throws PdfRenderError, and RangeError if the invoice is not paid */
  receipt(document: InvoiceDocument): Promise<Uint8Array>
  /** Ends the processes that render. */
  close(): Promise<void>
}

export interface PdfsOptions {
  /** The folder of the fonts for Chinese, Japanese and Korean; absent or incomplete means none. */
  cjkFolder?: string
  /** Called once for each script with letters that no font has. Each such letter becomes U+FFFD. */
  warn?: (facts: { scripts: string[] }, event: string) => void
}

const MAX_KEPT = 100

/**
 * Renders in child processes and keeps the PDFs used last. Simultaneous requests for equal documents share
 * one rendering. No caller changes the returned bytes.
 */
export function createPdfs({ cjkFolder, warn }: PdfsOptions = {}): Pdfs {
  const pool = createRenderPool(cjkFolder === undefined ? {} : { cjkFolder })
  const reported = new Set<string>()
  const cache = new LRUCache<string, Uint8Array, PageContent>({
    max: MAX_KEPT,
    fetchMethod: async (_key, _stale, { context: content }) => {
      const { pdf, missingScripts } = await pool.render(content)
      report(missingScripts)
      return pdf
    },
    // An entry that is evicted while rendering still answers all waiting requests.
    ignoreFetchAbort: true,
  })
  return {
    invoice: async (document) => render(invoiceContent(document)),
    receipt: async (document) => render(receiptContent(document)),
    close: () => pool.close(),
  }

  async function render(content: PageContent): Promise<Uint8Array> {
    const key = createHash('sha256').update(JSON.stringify(content)).digest('base64')
    return cache.forceFetch(key, { context: content })
  }

  function report(missing: readonly string[]): void {
    const scripts = missing.filter((script) => !reported.has(script))
    for (const script of scripts) reported.add(script)
    if (scripts.length > 0) warn?.({ scripts }, 'pdf.characters_missing')
  }
}

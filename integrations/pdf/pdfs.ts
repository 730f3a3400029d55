import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import { invoiceContent, receiptContent } from './contents.ts'
import type { PageContent } from './page-content.ts'
import { createRenderPool } from './render-pool.ts'

export interface Pdfs {
  invoice(document: InvoiceDocument): Promise<Uint8Array>
  receipt(document: InvoiceDocument): Promise<Uint8Array>
  close(): Promise<void>
}

export interface PdfsOptions {
  cjkFolder?: string
  warn?: (facts: { scripts: string[] }, event: string) => void
}

const MAX_KEPT = 100

/** Callers must not change the returned bytes, because equal documents share the bytes. */
export function createPdfs({ cjkFolder, warn }: PdfsOptions = {}): Pdfs {
  const pool = createRenderPool({ cjkFolder })
  const reported = new Set<string>()
  const cache = new LRUCache<string, Uint8Array, PageContent>({
    max: MAX_KEPT,
    fetchMethod: async (_key, _stale, { context: content }) => {
      const { pdf, missingScripts } = await pool.render(content)
      report(missingScripts)
      return pdf
    },
    // A rendering answers its waiting requests even after the cache drops the entry.
    ignoreFetchAbort: true,
  })
  return {
    invoice: async (document) => render(invoiceContent(document, localeOf(document.language))),
    receipt: async (document) => render(receiptContent(document, localeOf(document.language))),
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

import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { CreditNoteDocument } from '../../domain/credit-note/document.ts'
import type { InvoiceDocument } from '../../domain/invoice/document.ts'
import type { Logo } from '../../domain/merchant/brand.ts'
import { localeOf } from '../../domain/texts/locale.ts'
import { creditNoteContent, invoiceContent, receiptContent } from './contents.ts'
import type { EInvoices } from '../einvoice/einvoices.ts'
import type { PageContent } from './page-content.ts'
import { createRenderPool, type RenderPool } from './render-pool.ts'

export interface Pdfs {
  invoice(document: InvoiceDocument): Promise<Uint8Array>
  receipt(document: InvoiceDocument): Promise<Uint8Array>
  creditNote(document: CreditNoteDocument): Promise<Uint8Array>
  close(): Promise<void>
}

export interface PdfsOptions {
  cjkFolder?: string
  /** Without the function the pages have no logo. */
  readLogo?: ((merchantId: string) => Promise<LogoPng | undefined>) | undefined
  /** Without it, or where it returns nothing, no Factur-X is embedded. */
  eInvoices?: Pick<EInvoices, 'embeddedInInvoice' | 'embeddedInCreditNote'> | undefined
  pool?: RenderPool
  warn?: (facts: { scripts: string[] }, event: string) => void
}

interface LogoPng {
  version: string
  png: Uint8Array
}

const MAX_KEPT = 100
/** Millimetres. */
const LOGO = { width: 60, height: 14 }

/** Callers must not change the returned bytes, because equal documents share the bytes. */
export function createPdfs({
  cjkFolder,
  readLogo,
  eInvoices,
  pool = createRenderPool({ cjkFolder }),
  warn,
}: PdfsOptions = {}): Pdfs {
  const reported = new Set<string>()
  const cache = new LRUCache<string, Uint8Array, { content: PageContent; png: Uint8Array | undefined }>({
    max: MAX_KEPT,
    fetchMethod: async (_key, _stale, { context: { content, png } }) => {
      const { pdf, missingScripts } = await pool.render(content, png)
      report(missingScripts)
      return pdf
    },
    // A rendering answers its waiting requests even after the cache drops the entry.
    ignoreFetchAbort: true,
  })
  return {
    async invoice(document) {
      const content = invoiceContent(document, localeOf(document.language))
      return render(document, content, document.issue && (await eInvoices?.embeddedInInvoice(document)))
    },
    receipt: async (document) => render(document, receiptContent(document, localeOf(document.language))),
    async creditNote(note) {
      const content = creditNoteContent(note, localeOf(note.invoice.language))
      return render(note.invoice, content, await eInvoices?.embeddedInCreditNote(note))
    },
    close: () => pool.close(),
  }

  async function render({ brand }: InvoiceDocument, page: PageContent, xml?: string): Promise<Uint8Array> {
    const { logo: size, merchantId = '' } = brand ?? {}
    const stored = size && (await readLogo?.(merchantId))
    const logo = stored && { version: stored.version, height: heightOf(size) }
    const content = { ...page, ...(logo ? { logo } : {}), ...(xml === undefined ? {} : { xml }) }
    const key = createHash('sha256').update(JSON.stringify(content)).digest('base64')
    return cache.forceFetch(key, { context: { content, png: stored?.png } })
  }

  function report(missing: readonly string[]): void {
    const scripts = missing.filter((script) => !reported.has(script))
    for (const script of scripts) reported.add(script)
    if (scripts.length > 0) warn?.({ scripts }, 'pdf.characters_missing')
  }
}

function heightOf({ width, height }: Logo): number {
  return Math.min(LOGO.height, (LOGO.width * height) / width)
}

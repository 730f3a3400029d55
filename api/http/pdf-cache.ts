import { LRUCache } from 'lru-cache'

/** Renders a PDF, or returns the bytes rendered before under the same key. Never change the returned bytes. */
export type PdfCache = (key: string, render: () => Promise<Uint8Array>) => Promise<Uint8Array>

/**
 * Keeps the most recently used PDFs. Rendering a long one blocks the process for a second. Simultaneous requests
 * for a key share one rendering. A failure is not cached.
 *
 * @param max the number of PDFs to keep
 */
export function createPdfCache(max = 100): PdfCache {
  const cache = new LRUCache<string, Uint8Array, () => Promise<Uint8Array>>({
    max,
    fetchMethod: (_key, _stale, { context: render }) => render(),
    // An entry evicted during its rendering still answers the requests that wait for it.
    ignoreFetchAbort: true,
  })
  return (key, render) => cache.forceFetch(key, { context: render })
}

/** Names the PDF of an invoice as it was last changed. */
export function pdfKey(
  kind: 'invoice' | 'receipt',
  { id, updatedAt }: { id: string; updatedAt: Date },
): string {
  return `${kind}:${id}:${updatedAt.getTime()}`
}

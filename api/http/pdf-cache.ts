/** Renders a PDF, or hands out the one that was rendered before under the same key. */
export type PdfCache = (key: string, render: () => Promise<Uint8Array>) => Promise<Uint8Array>

/**
 * A long PDF takes a second of the process's only thread. The same document gives the same bytes, so the last ones
 * are kept, and those who ask at the same time share one rendering.
 *
 * @param most how many are kept; the one asked for longest ago goes first
 */
export function createPdfCache(most = 100): PdfCache {
  const kept = new Map<string, Promise<Uint8Array>>()
  return (key, render) => {
    const pdf = kept.get(key) ?? render()
    kept.delete(key)
    kept.set(key, pdf)
    pdf.catch(() => kept.delete(key))
    const [oldest] = kept.keys()
    if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    return pdf
  }
}

/** Names what a PDF shows: an invoice as it was last changed. */
export function pdfKey(
  kind: 'invoice' | 'receipt',
  { id, updatedAt }: { id: string; updatedAt: Date },
): string {
  return `${kind}:${id}:${updatedAt.getTime()}`
}

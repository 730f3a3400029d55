import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

export interface FileKey {
  /** The id of an issued invoice, or of a credit note. */
  documentId: string
  invoiceId: string
  format: string
}

/**
 * Returns the text that was first given out for the key. The first call keeps the made text.
 * A later version of the writers must not change an issued document.
 */
export async function keepFile(
  em: EntityManager,
  { documentId, invoiceId, format }: FileKey,
  make: () => string,
): Promise<string> {
  const kept = await readFile(em, documentId, format)
  if (kept !== undefined) return kept
  const text = make()
  const inserted = await executePrepared(
    em,
    `insert into issued_file (document_id, invoice_id, format, content) values (?, ?, ?, ?)
     on conflict do nothing returning document_id`,
    [documentId, invoiceId, format, deflateRawSync(text)],
  )
  if (inserted.length > 0) return text
  return (await readFile(em, documentId, format)) ?? text
}

async function readFile(em: EntityManager, documentId: string, format: string): Promise<string | undefined> {
  const [row] = await executePrepared<{ content: Uint8Array }>(
    em,
    'select content from issued_file where document_id = ? and format = ?',
    [documentId, format],
  )
  return row && inflateRawSync(row.content).toString()
}

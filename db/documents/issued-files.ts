import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { EntityManager } from '../orm.ts'
import { executePrepared } from '../prepared.ts'

interface FileKey {
  /** A document is an issued invoice or a credit note. */
  documentId: string
  invoiceId: string
  format: string
}

/** A later version of the writers, and an erasure, must not change an issued document. */
export function issuedFiles(shared: EntityManager) {
  return { read, keep }

  async function read({ documentId, format }: FileKey): Promise<string | undefined> {
    const [row] = await executePrepared<{ content: Uint8Array }>(
      shared.fork(),
      'select content from issued_file where document_id = ? and format = ?',
      [documentId, format],
    )
    return row && inflateRawSync(row.content).toString()
  }

  async function keep(key: FileKey, text: string): Promise<string> {
    const inserted = await executePrepared(
      shared.fork(),
      `insert into issued_file (document_id, invoice_id, format, content) values (?, ?, ?, ?)
       on conflict do nothing returning document_id`,
      [key.documentId, key.invoiceId, key.format, deflateRawSync(text)],
    )
    return inserted.length > 0 ? text : ((await read(key)) ?? text)
  }
}

import type { EntityManager } from '../orm.ts'

// The file of an import, kept in chunks of a moderate size: it can be read again with other settings.

export async function addFileChunk(
  em: EntityManager,
  importId: string,
  chunk: number,
  bytes: Uint8Array,
): Promise<void> {
  await em
    .fork()
    .execute('insert into import_file_chunk (import_id, chunk, bytes) values (?, ?, ?)', [
      importId,
      chunk,
      Buffer.from(bytes),
    ])
}

/** The file from its beginning, chunk by chunk. */
export async function* readFileChunks(em: EntityManager, importId: string): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; ; chunk++) {
    const [row] = await em
      .fork()
      .execute<{ bytes: Buffer }[]>('select bytes from import_file_chunk where import_id = ? and chunk = ?', [
        importId,
        chunk,
      ])
    if (!row) return
    yield row.bytes
  }
}

import type { EntityManager } from '../orm.ts'

export async function addFileChunk(
  em: EntityManager,
  importId: string,
  chunk: number,
  bytes: Uint8Array,
): Promise<void> {
  await em.execute('insert into import_file_chunk (import_id, chunk, bytes) values (?, ?, ?)', [
    importId,
    chunk,
    Buffer.from(bytes),
  ])
}

export async function hasFile(em: EntityManager, importId: string): Promise<boolean> {
  const found = await em.execute<object[]>('select 1 from import_file_chunk where import_id = ? limit 1', [
    importId,
  ])
  return found.length > 0
}

export async function* readFileChunks(em: EntityManager, importId: string): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; ; chunk++) {
    const [row] = await em.execute<{ bytes: Buffer }[]>(
      'select bytes from import_file_chunk where import_id = ? and chunk = ?',
      [importId, chunk],
    )
    if (!row) return
    yield row.bytes
  }
}

import type { EntityManager } from '../orm.ts'

// The file of an import, kept in parts of a moderate size: it can be read again with other settings.

export async function addPart(
  em: EntityManager,
  importId: string,
  part: number,
  bytes: Uint8Array,
): Promise<void> {
  await em
    .fork()
    .execute('insert into import_part (import_id, part, bytes) values (?, ?, ?)', [
      importId,
      part,
      Buffer.from(bytes),
    ])
}

/** The file from its beginning, part by part. */
export async function* readParts(em: EntityManager, importId: string): AsyncGenerator<Uint8Array> {
  for (let part = 0; ; part++) {
    const [row] = await em
      .fork()
      .execute<{ bytes: Buffer }[]>('select bytes from import_part where import_id = ? and part = ?', [
        importId,
        part,
      ])
    if (!row) return
    yield row.bytes
  }
}

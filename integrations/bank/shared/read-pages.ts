import { RailUnavailableError } from '../rail.ts'

/** @throws RailUnavailableError if a cursor repeats */
export async function readPages(
  readPage: (cursor: string | undefined) => Promise<string | undefined>,
): Promise<void> {
  const cursors = new Set<string>()
  let cursor = await readPage(undefined)
  while (cursor !== undefined) {
    if (cursors.has(cursor)) throw new RailUnavailableError('the transaction pages form a circle')
    cursors.add(cursor)
    cursor = await readPage(cursor)
  }
}

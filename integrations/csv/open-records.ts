import type { Delimiter, RequestedSettings } from '../../domain/import/index.ts'
import { sniff } from './delimiter.ts'
import { parseRecords } from './records.ts'
import { toUtf8 } from './utf8.ts'

const SNIFFED_BYTES = 256 * 1024

/** Takes the delimiter of the settings, else that of the first bytes. The batches throw FileProblem. */
export async function openRecords(
  bytes: AsyncIterable<Uint8Array>,
  { encoding = 'utf-8', delimiter: requested }: Pick<RequestedSettings, 'encoding' | 'delimiter'>,
): Promise<{ delimiter: Delimiter; batches: ReturnType<typeof parseRecords> }> {
  const [start, text] = await lookAhead(toUtf8(bytes, encoding))
  const { delimiter: sniffed, skip } = sniff(start.toString('utf8'))
  const delimiter = requested ?? sniffed
  return { delimiter, batches: parseRecords(skipping(text, skip), delimiter, skip > 0 ? 2 : 1) }
}

async function lookAhead(text: AsyncGenerator<Buffer>): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const pieces: Buffer[] = []
  let length = 0
  while (length < SNIFFED_BYTES) {
    const { value, done } = await text.next()
    if (done) break
    pieces.push(value)
    length += value.length
  }
  return [
    Buffer.concat(pieces),
    (async function* () {
      for (let piece = pieces.shift(); piece; piece = pieces.shift()) yield piece
      yield* text
    })(),
  ]
}

async function* skipping(text: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count
  for await (const piece of text) {
    const rest = piece.subarray(left)
    left -= piece.length - rest.length
    if (rest.length > 0) yield rest
  }
}

import { isUtf8 } from 'node:buffer'
import type { Encoding } from '../../domain/import/index.ts'
import { FileProblem } from './file-problem.ts'

const SAVE_AS_UTF8 = 'Save it as “CSV UTF-8 (comma delimited)”, or export it as CSV with the encoding UTF-8.'

const SIGNATURES: [bytes: string, ...problem: ConstructorParameters<typeof FileProblem>][] = [
  ['504b0304', 'spreadsheet_file', `This is a workbook or an archive, not a CSV file. ${SAVE_AS_UTF8}`],
  ['d0cf11e0', 'spreadsheet_file', `This is an old workbook, not a CSV file. ${SAVE_AS_UTF8}`],
  ['1f8b', 'compressed_file', 'This file is compressed. Unpack it and upload the CSV file inside.'],
  ['25504446', 'not_csv', `This is a PDF, not a CSV file. ${SAVE_AS_UTF8}`],
  ['fffe', 'utf16', `This file is encoded as UTF-16 (“Unicode text”). ${SAVE_AS_UTF8}`],
  ['feff', 'utf16', `This file is encoded as UTF-16 (“Unicode text”). ${SAVE_AS_UTF8}`],
]

/** @throws FileProblem for a known signature of another format, NUL bytes, or invalid UTF-8 */
export async function* toUtf8(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<Buffer> {
  const windows1252 = encoding === 'windows-1252' ? new TextDecoder('windows-1252') : undefined
  let rest: Buffer = Buffer.alloc(0)
  let isFirst = true
  let start: Buffer = Buffer.alloc(0)
  for await (const piece of bytes) {
    let chunk: Buffer = Buffer.concat([rest, piece])
    rest = Buffer.alloc(0)
    if (isFirst && chunk.length < 4) {
      rest = chunk
      continue
    }
    if (isFirst) refuseOtherKinds(chunk)
    isFirst = false
    if (start.length < SAMPLE_BYTES) start = Buffer.concat([start, chunk]).subarray(0, SAMPLE_BYTES)
    if (chunk.includes(0)) throw nulProblem(start)
    if (windows1252) {
      yield Buffer.from(windows1252.decode(chunk, { stream: true }))
      continue
    }
    const whole = chunk.length - incompleteTail(chunk)
    rest = chunk.subarray(whole)
    chunk = chunk.subarray(0, whole)
    if (!isUtf8(chunk)) throw notUtf8(chunk)
    yield chunk
  }
  if (rest.length === 0) return
  if (isFirst) refuseOtherKinds(rest)
  if (rest.includes(0)) throw nulProblem(Buffer.concat([start, rest]))
  if (windows1252) yield Buffer.from(windows1252.decode(rest))
  else if (isUtf8(rest)) yield rest
  else throw notUtf8(rest)
}

function refuseOtherKinds(start: Buffer): void {
  const hex = start.subarray(0, 4).toString('hex')
  const found = SIGNATURES.find(([bytes]) => hex.startsWith(bytes))
  if (found) throw new FileProblem(found[1], found[2])
}

const SAMPLE_BYTES = 4_000

function nulProblem(sample: Buffer): FileProblem {
  const nuls = sample.reduce((count, byte) => count + (byte === 0 ? 1 : 0), 0)
  if (nuls * 4 > sample.length) {
    return new FileProblem('utf16', `This file is encoded as UTF-16 (“Unicode text”). ${SAVE_AS_UTF8}`)
  }
  return new FileProblem(
    'nul_bytes',
    `This file contains NUL bytes, so it is not a text file. ${SAVE_AS_UTF8}`,
  )
}

function incompleteTail(chunk: Buffer): number {
  for (let back = 1; back <= Math.min(3, chunk.length); back++) {
    const byte = chunk[chunk.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < lengthOf(byte) ? back : 0
  }
  return 0
}

function lengthOf(lead: number): number {
  if (lead >= 0xf0) return 4
  return lead >= 0xe0 ? 3 : 2
}

const PREVIEW_LINES = 5

function notUtf8(chunk: Buffer): FileProblem {
  const lines = new TextDecoder('windows-1252').decode(chunk).split(/\r\n|\r|\n/)
  const preview = lines.filter((line) => /[^\0-\x7f]/.test(line)).slice(0, PREVIEW_LINES)
  return new FileProblem(
    'not_utf8',
    `This file is not UTF-8. If the preview is correct, confirm the encoding Windows-1252. If not: ${SAVE_AS_UTF8}`,
    preview.map((line) => line.slice(0, 200)),
  )
}

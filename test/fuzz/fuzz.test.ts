import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../dev/stack/paths.ts'
import { CORPUS } from './corpus.ts'
import { randomFrom, SEED } from '../support/seed.ts'
import { errorsOf, invoiceOf, type Read, readPieces } from './read.ts'

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 500)
const LONGEST = 600

const files = CORPUS.map(({ file, problem }) => ({
  bytes: readFileSync(path.join(ROOT, 'test/fuzz/corpus', `${file}.csv`)),
  problem,
})).filter(({ bytes }) => bytes.length > 0 && bytes.length < 1_500)
const seeds = files.map(({ bytes }) => bytes)
const readable = files.filter(({ problem }) => !problem).map(({ bytes }) => bytes)

const PIECES = [
  '"',
  '""',
  ',',
  ';',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\n\n',
  "'",
  '=',
  '\\',
  ' ',
  '\0',
  '\uFEFF',
  '\u2028',
  'é',
  '🚀',
  '"\n',
  '",',
  '\n"',
  '1.234,50',
  '12/31/2026',
].map((text) => Buffer.from(text))

function mutate(random: (below: number) => number): Buffer {
  const pick = () => (random(10) === 0 ? seeds : readable)[random(readable.length)] ?? Buffer.alloc(0)
  let bytes = Buffer.from(pick())
  const first = random(10) === 0 ? 0 : bytes.indexOf('\n') + 1
  for (let times = 1 + random(6); times > 0; times--) {
    const at = Math.min(bytes.length, first + random(Math.max(1, bytes.length + 1 - first)))
    const length = random(20)
    const [before, cut, after] = [
      bytes.subarray(0, at),
      bytes.subarray(at, at + length),
      bytes.subarray(at + length),
    ]
    switch (random(7)) {
      case 0:
      case 1:
        bytes = Buffer.concat([before, PIECES[random(PIECES.length)] ?? cut, bytes.subarray(at)])
        break
      case 2:
        bytes = Buffer.concat([before, after])
        break
      case 3:
        bytes = Buffer.concat([before, cut, cut, after])
        break
      case 4:
        if (at < bytes.length) bytes[at] = random(random(20) === 0 ? 256 : 128)
        break
      case 5:
        bytes = before
        break
      case 6: {
        const other = pick()
        bytes = Buffer.concat([before, other.subarray(random(other.length + 1))])
        break
      }
    }
  }
  return bytes.subarray(0, LONGEST * 4)
}

function lost(bytes: Buffer, read: Exclude<Read, { problem: unknown }>): string[] {
  const cells = [...read.head.header.names, ...read.rows.flatMap((row) => row.cells)].join('\n')
  const text = bytes.toString('utf8').replace(/^\uFEFF?sep=.\r?\n/i, '')
  return (text.match(/[A-Za-z0-9]{4,}/g) ?? []).filter((word) => !cells.includes(word))
}

function faultOf(bytes: Buffer, read: Read): string | undefined {
  if ('problem' in read) return read.problem.message.length < 20 ? 'a problem without help' : undefined
  const missing = lost(bytes, read)
  if (missing.length > 0) return `lost: ${missing.join(' ')}`
  const { rows, end } = read
  if (rows.length !== end.rowCount) return 'rows that are not counted'
  if (rows.some((row, index) => row.rowNumber <= (rows[index - 1]?.rowNumber ?? 1)))
    return 'rows out of order'
  for (const row of rows) {
    const invoice = invoiceOf(row)
    if (!invoice && errorsOf(row).length === 0) return `row ${row.rowNumber} is neither good nor bad`
    if (invoice && invoice.amount <= 0) return `row ${row.rowNumber} asks for ${invoice.amount}`
  }
  return undefined
}

const COLUMN_VALUES: [header: string, value: (tag: number) => string][] = [
  ['customer_name', (tag) => `Ada ${tag}`],
  ['customer_email', (tag) => `a${tag}@customer.example`],
  ['amount', (tag) => `${tag}.50`],
  ['currency', () => 'GBP'],
  ['due_date', () => '2026-12-31'],
  ['description', (tag) => `Work of ${tag}`],
  ['customer_phone', () => ''],
  ['billing_address', (tag) => `"${tag} High Street, London"`],
  ['invoice_number', (tag) => `A-${tag}`],
  ['instructions', () => '"Thank you, Ada"'],
  ['language', () => ''],
  ['tax_rate', () => ''],
  ['metadata.order', () => ''],
]

function strayQuotes(random: (below: number) => number): { text: string; emails: string[] } {
  const columns = COLUMN_VALUES.slice(0, 6 + random(COLUMN_VALUES.length - 5)).toSorted(() => random(3) - 1)
  const rows = Array.from({ length: 2 + random(5) }, (_, tag) => columns.map(([, value]) => value(100 + tag)))
  for (let times = 1 + random(3); times > 0; times--) {
    const row = rows[random(rows.length)] ?? []
    const at = random(columns.length)
    row[at] = random(2) === 0 ? `"${row[at] ?? ''}` : `${row[at] ?? ''}"`
  }
  return {
    text: [columns.map(([header]) => header), ...rows].map((cells) => cells.join(',')).join('\n'),
    emails: rows.map((_, tag) => `a${100 + tag}@customer.example`),
  }
}

describe('the reader', () => {
  it(`never merges a damaged row into a valid one, seed ${SEED}`, async () => {
    const random = randomFrom(SEED + 1)
    const faults: string[] = []
    for (let run = 0; run < RUNS / 5 && faults.length < 3; run++) {
      const { text, emails } = strayQuotes(random)
      const read = await readPieces([Buffer.from(text)])
      if ('problem' in read) continue
      const good = read.rows.filter((row) => invoiceOf(row))
      for (const email of emails) {
        const inGood = good.filter(({ cells }) => cells.join('\n').includes(email))
        if (inGood.some((row) => !invoiceOf(row)?.customerEmail.includes(email)))
          faults.push(`${email} in\n${text}`)
      }
    }
    expect(faults).toEqual([])
  })

  it(`parses ${RUNS} damaged files without a crash, seed ${SEED}`, { timeout: 1_800_000 }, async () => {
    const random = randomFrom(SEED)
    const faults: string[] = []
    for (let run = 0; run < RUNS && faults.length < 3; run++) {
      const bytes = mutate(random)
      const cut = random(bytes.length + 1)
      try {
        const read = await readPieces([bytes.subarray(0, cut), bytes.subarray(cut)])
        const fault = faultOf(bytes, read)
        if (fault) faults.push(`${fault}\n${JSON.stringify(bytes.toString('latin1'))}`)
      } catch (error) {
        faults.push(`${String(error)}\n${JSON.stringify(bytes.toString('latin1'))}`)
      }
    }
    expect(faults).toEqual([])
  })
})

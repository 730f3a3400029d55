import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse'
import { ImportRow } from '../../db/entities/index.ts'
import { newId } from '../../db/ids.ts'
import { markDuplicates } from '../../db/imports/validate.ts'
import { saveRows } from '../../db/imports/rows.ts'
import { createOrm } from '../../db/orm.ts'
import { readImportFile } from '../../integrations/csv/read-file.ts'

/** `grown` is in bytes; `parseAlone`, `read` and `save` are in milliseconds. */
export interface ReadingReport {
  parseAlone: number
  read: number
  save: number
  rows: number
  grown: number
}

const [file = '', databaseUrl = '', merchantId = ''] = process.argv.slice(2)
const rules = {
  today: new Date().toISOString().slice(0, 10),
  lastDay: '2099-01-01',
  firstDay: '2016-01-01',
  sellerCountry: 'GB',
  isOffered: () => true,
  currencies: new Set(['GBP', 'EUR']),
  taxRounding: 'group' as const,
}

const parseAlone = async () => {
  let count = 0
  for await (const record of createReadStream(file).pipe(parse())) if (record) count += 1
  return count
}
const read = async () => {
  let count = 0
  for await (const part of readImportFile(createReadStream(file), {}, rules)) {
    if (part.part === 'rows') count += part.rows.length
  }
  return count
}

const orm = await createOrm(databaseUrl, 2)
let peak = 0
const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
await saveAll({ end: 400_000 })
globalThis.gc?.()
const before = process.memoryUsage.rss()
peak = before
const rows = await read()
const save = await saveAll({})
const grown = peak - before
clearInterval(watch)
const times = { parseAlone: Number.POSITIVE_INFINITY, read: Number.POSITIVE_INFINITY }
for (let round = 0; round < 3; round++) {
  times.parseAlone = Math.min(times.parseAlone, await timed(parseAlone))
  times.read = Math.min(times.read, await timed(read))
}
await orm.close()
const report: ReadingReport = { ...times, save, rows, grown }
process.stdout.write(`${JSON.stringify(report)}\n`)

async function saveAll(range: { end?: number }): Promise<number> {
  const id = newId('imp')
  const now = new Date()
  const blank = {
    status: 'parsing' as const,
    requestedSettings: {},
    parseVersion: 1,
    questions: [],
    totals: [],
  }
  await orm.em
    .fork()
    .insert(ImportRow, { id, merchantId, mode: 'test', ...blank, createdAt: now, updatedAt: now })
  const subject = await orm.em.fork().findOneOrFail(ImportRow, { id })
  let spent = 0
  for await (const part of readImportFile(createReadStream(file, range), {}, rules)) {
    if (part.part === 'head') subject.header = part.header
    if (part.part === 'rows') spent += await timed(() => saveRows(orm.em, subject, part.rows))
  }
  spent += await timed(() => markDuplicates(orm.em, subject))
  await orm.em.fork().nativeDelete(ImportRow, { id })
  return spent
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

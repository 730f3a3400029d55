import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../db/entities/index.ts'
import { call, inboxFor, readEvents, readInvoice, until } from '../client.ts'
import { confirm, csvOf, dayFromNow, readImport, review, untilImport, upload } from '../import-client.ts'
import { createTestWorld } from '../test-world.ts'
import type { World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(async () => world.close())

const invoicesOf = (importId: string) =>
  world.em.fork().find(InvoiceRow, { importId }, { orderBy: { number: 'asc' } })

describe('an import', () => {
  it('is reviewed, confirmed, issued and mailed: each row one invoice, one number, one e-mail', async () => {
    const tag = 'whole'
    const seen = await review(world, csvOf(3, tag))
    expect(seen).toMatchObject({
      state: 'review',
      settings: { encoding: 'utf-8', delimiter: 'comma', decimal: 'point', date_format: 'YYYY-MM-DD' },
      rows: { total: 3, good: 3, failed: 0, duplicates: 0 },
      sums: [{ currency: 'GBP', count: 3, amount: 1_050 + 1_150 + 1_250 }],
    })
    expect(seen.first_rows[0]).toMatchObject({ row: 2, invoice: { amount: 1_050, due_date: dayFromNow(14) } })
    expect(await invoicesOf(seen.id)).toEqual([])
    expect((await confirm(world, seen.id)).status).toBe(202)
    const done = await untilImport(world, seen.id, 'completed')
    expect(done.progress).toMatchObject({ to_issue: 3, issued: 3, mailed: 3, failed: 0, done: true })
    const invoices = await invoicesOf(seen.id)
    expect(new Set(invoices.map(({ number }) => number)).size).toBe(3)
    for (const [index, { id }] of invoices.entries()) {
      const mails = await inboxFor(world, `c${index}.${tag}@customer.example`)
      expect(mails).toHaveLength(1)
      expect(mails[0]?.text).toContain('/invoice.pdf')
      await until(async () => (await readInvoice(world, id)).status === 'sent')
      const [issued, sent] = await readEvents(world, id)
      expect(issued).toMatchObject({ type: 'invoice.issued', cause: { by: 'import' } })
      expect(sent).toMatchObject({ type: 'invoice.sent' })
    }
  })

  it('of the same file is the same import', async () => {
    const csv = csvOf(2, 'same')
    const first = await review(world, csv)
    const again = await upload(world, csv)
    expect(again).toMatchObject({ status: 200, id: first.id, known: true })
    await confirm(world, first.id)
    await untilImport(world, first.id, 'completed')
    expect(await upload(world, csv)).toMatchObject({ status: 200, id: first.id, state: 'completed' })
    expect(await confirm(world, first.id)).toMatchObject({ status: 409, json: { code: 'import_ended' } })
    expect(await invoicesOf(first.id)).toHaveLength(2)
  })
})

void call
void readImport

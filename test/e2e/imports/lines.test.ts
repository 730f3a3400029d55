import { describe, expect, it } from 'vitest'
import { InvoiceRow } from '../../../db/entities/index.ts'
import { call, createInvoice, inboxFor } from '../../clients/client.ts'
import { confirm, dayFromNow, type ImportJson, review, untilImport } from '../../clients/import-client.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()

const due = dayFromNow(14)
const invoicesOf = (importId: string) =>
  world.em.fork().find(InvoiceRow, { importId }, { orderBy: { number: 'asc' } })
const linesOf = ({ lines }: InvoiceRow) =>
  lines.map(({ description, quantity, unitAmount }) => [description, quantity, unitAmount])
const errorsCsv = async (id: string) => {
  const headers = { authorization: `Bearer ${world.apiKey}` }
  return (await fetch(`${world.publicUrl}/v1/imports/${id}/errors.csv`, { headers })).text()
}
const codes = ({ first_invalid_rows: rows }: ImportJson) =>
  rows.map(({ row_number: row, errors }) => [row, ...errors.map(({ code }) => code)])
const patch = async (id: string, body: object): Promise<ImportJson> => {
  await call(world, 'PATCH', `/v1/imports/${id}`, body)
  return untilImport(world, id, 'review', 'refused')
}

describe('a column that is not read', () => {
  const header = 'Customer,Email,Amount,Currency,Due,Item,Shipping,CC'
  const row = (tag: string, more: string) => `Ada,${tag}@customer.example,10.00,GBP,${due},Work,${more}`

  it('stops the confirmation until the merchant maps or ignores the column', async () => {
    const seen = await review(
      world,
      [header, row('ask1', '5.00,'), row('ask2', ',eve@x.example'), ''].join('\n'),
    )
    expect(seen.questions).toEqual([{ setting: 'columns', headers: ['Shipping', 'CC'] }])
    expect(seen.rows).toMatchObject({ valid: 2, invalid: 0 })
    const refused = await confirm(world, seen.id)
    expect(refused).toMatchObject({ status: 409, json: { code: 'import_has_questions' } })
    expect(refused.json['detail']).toContain('"Shipping", "CC"')
    const half = await patch(seen.id, { columns: { Shipping: null } })
    expect(half.questions).toEqual([{ setting: 'columns', headers: ['CC'] }])
    const decided = await patch(seen.id, { columns: { Shipping: 'metadata.shipping', CC: null } })
    expect(decided.questions).toEqual([])
    expect((await confirm(world, seen.id)).status).toBe(202)
    await untilImport(world, seen.id, 'completed')
    const [first] = await invoicesOf(seen.id)
    expect(first).toMatchObject({ amount: 1_000, metadata: { shipping: '5.00' } })
  })

  it('asks no question when an unread column is empty or the merchant ignores unread columns', async () => {
    const empty = await review(world, [header, row('empty', ' ,'), ''].join('\n'))
    expect(empty).toMatchObject({ questions: [], unknown_columns: ['Shipping', 'CC'] })
    const csv = [header, row('ignored', '5.00,'), ''].join('\n')
    const ignored = await review(world, csv, '?unread_columns=ignore')
    expect(ignored).toMatchObject({ questions: [], unknown_columns: ['Shipping', 'CC'] })
    expect((await confirm(world, ignored.id)).status).toBe(202)
  })
})

describe('quantities and discounts', () => {
  it('charges quantity times price, less the discount of the line', async () => {
    const csv = `Customer,Email,Item,Quantity,Price,Discount,Currency,Due
Ada,lines@customer.example,Chairs,3,100.00,30.00,GBP,${due}
`
    const seen = await review(world, csv)
    expect(seen.totals).toMatchObject([{ currency: 'GBP', count: 1, amount: 27_000 }])
    await confirm(world, seen.id)
    await untilImport(world, seen.id, 'completed')
    const [invoice, ...others] = await invoicesOf(seen.id)
    if (!invoice) throw new RangeError('no invoice')
    expect(others).toEqual([])
    expect(invoice.amount).toBe(27_000)
    expect(linesOf(invoice)).toEqual([['Chairs', '3', '10000']])
    expect(invoice.lines[0]?.discounts).toEqual([{ amount: 3_000 }])
  })
})

describe('rows with one invoice number', () => {
  const header =
    'customer_name,customer_email,currency,due_date,description,amount,invoice_number,instructions'
  const row = (tag: string, what: string, amount: string, number: string, more = '') =>
    `Ada,${tag}@customer.example,GBP,${due},${what},${amount},${number},${more}`
  const file = (...rows: string[]) => [header, ...rows, ''].join('\n')

  it('makes one invoice with one number, e-mail and total from rows with the same invoice number', async () => {
    const seen = await review(
      world,
      file(
        row('j1', 'Chairs', '300.00', 'J-1', 'Thanks'),
        row('j2', 'Other', '1.00', ''),
        row('j1', 'Table', '200.00', 'J-1'),
        row('j1', 'Lamp', '50.00', 'J-1'),
      ),
    )
    expect(seen).toMatchObject({
      rows: { total: 4, valid: 4, invalid: 0, duplicates: 0 },
      invoices: { valid: 2, duplicates: 0 },
      totals: [{ currency: 'GBP', count: 2, amount: 55_100 }],
    })
    expect(seen.first_valid_rows.map(({ row_number: at, first_row: of }) => [at, of])).toEqual([
      [2, null],
      [3, null],
      [4, 2],
      [5, 2],
    ])
    await confirm(world, seen.id)
    const done = await untilImport(world, seen.id, 'completed')
    expect(done.progress).toMatchObject({ invoices_to_issue: 2, issued: 2, mailed: 2, failed: 0 })
    const joined = (await invoicesOf(seen.id)).find(({ number }) => number === 'J-1')
    if (!joined) throw new RangeError('no invoice')
    expect(joined).toMatchObject({
      amount: 55_000,
      instructions: 'Thanks',
      description: 'Chairs, and 2 more',
    })
    expect(linesOf(joined)).toEqual([
      ['Chairs', '1', '30000'],
      ['Table', '1', '20000'],
      ['Lamp', '1', '5000'],
    ])
    const { json } = await call(world, 'GET', `/v1/imports/${seen.id}/rows?which=valid`)
    const ids = (json['data'] as { invoice_id: string }[]).map(({ invoice_id: id }) => id)
    expect([ids[0], ids[2], ids[3]]).toEqual([joined.id, joined.id, joined.id])
    await waitFor(async () => (await inboxFor(world, 'j1@customer.example')).length === 1)
  })

  it('fails all rows of an invoice when one has an error, and accepts their correction together', async () => {
    const rows = [
      row('f1', 'Chairs', '300.00', 'F-1'),
      row('f1', 'Table', 'much', 'F-1'),
      row('f2', 'Chairs', '1.00', 'F-2'),
      row('other', 'Table', '2.00', 'F-2'),
      row('f3', 'Same', '3.00', 'F-3'),
      row('f3', 'Same', '3.00', 'F-3'),
      row('f4', 'Fine', '4.00', 'F-4'),
    ]
    const seen = await review(world, file(...rows))
    expect(seen).toMatchObject({ rows: { total: 7, valid: 1, invalid: 6 }, invoices: { valid: 1 } })
    expect(codes(seen)).toEqual([
      [2, 'invoice_incomplete'],
      [3, 'invalid_amount'],
      [4, 'lines_disagree'],
      [5, 'lines_disagree'],
      [6, 'repeated_line'],
      [7, 'repeated_line'],
    ])
    const errors = await errorsCsv(seen.id)
    expect(errors.split('\r\n').filter(Boolean)).toHaveLength(7)
    const corrected = errors
      .replace('much', '20.00')
      .replace('other@', 'f2@')
      .replace('Same', 'Same, but not quite'.replace(',', ''))
    const again = await review(world, corrected)
    expect(again).toMatchObject({ rows: { valid: 6, invalid: 0 }, invoices: { valid: 3 } })
  })

  it('sends no row of an invoice when their total makes them duplicates', async () => {
    const customer = { name: 'Ada', email: 'd1@customer.example' }
    const known = await createInvoice(world, { customer, amount: 50_000, due_date: due, send: 'draft' })
    const seen = await review(
      world,
      file(
        row('d1', 'Chairs', '300.00', 'D-1'),
        row('d1', 'Table', '200.00', 'D-1'),
        row('d2', 'x', '1.00', ''),
      ),
    )
    expect(seen.rows).toEqual({ total: 3, blank: 0, valid: 3, invalid: 0, duplicates: 2 })
    expect(seen).toMatchObject({ invoices: { valid: 2, duplicates: 1 } })
    await confirm(world, seen.id)
    const done = await untilImport(world, seen.id, 'completed')
    expect(done.progress).toMatchObject({ invoices_to_issue: 1, issued: 1 })
    const errors = (await errorsCsv(seen.id)).split('\r\n').filter(Boolean)
    expect(errors).toHaveLength(3)
    expect(errors[1]).toContain(`as invoice ${known.id};`)
  })

  it('sends all rows of a duplicate as one invoice when duplicates are sent', async () => {
    const rows = (number: string) => [row('s1', 'A', '1.00', number), row('s1', 'B', '2.00', number)]
    const seen = await review(world, file(...rows('S-1'), ...rows('S-2')))
    expect(seen).toMatchObject({ rows: { duplicates: 2 }, invoices: { valid: 2, duplicates: 1 } })
    await confirm(world, seen.id, { duplicates: 'send' })
    expect((await untilImport(world, seen.id, 'completed')).progress).toMatchObject({ issued: 2 })
    expect((await invoicesOf(seen.id)).map(({ amount }) => amount)).toEqual([300, 300])
    expect((await errorsCsv(seen.id)).split('\r\n').filter(Boolean)).toHaveLength(1)
  })

  it('fails all rows of an invoice when their number is taken after the review', async () => {
    const seen = await review(
      world,
      file(row('t1', 'A', '1.00', 'T-1'), row('t1', 'B', '2.00', 'T-1'), row('t2', 'C', '3.00', 'T-2')),
    )
    await createInvoice(world, { number: 'T-1' })
    await confirm(world, seen.id)
    const done = await untilImport(world, seen.id, 'completed')
    expect(done).toMatchObject({ rows: { valid: 1, invalid: 2 }, progress: { issued: 1 } })
    expect(codes(done)).toEqual([
      [2, 'number_taken'],
      [3, 'number_taken'],
    ])
  })
})

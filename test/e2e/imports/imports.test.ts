import { describe, expect, it } from 'vitest'
import { ImportRow, InvoiceRow } from '../../../db/entities/index.ts'
import { seed } from '../../../dev/stack/demo/seed.ts'
import { call, createInvoice, inboxFor, readEvents, readInvoice } from '../../clients/client.ts'
import {
  confirm,
  confirmQuietly,
  csvOf,
  dayFromNow,
  type ImportJson,
  readImport,
  review,
  untilImport,
  upload,
} from '../../clients/import-client.ts'
import { replaceForTest } from '../../support/replace.ts'
import { someOf } from '../../support/some-of.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()

const UPLOADS = someOf([...Array(12).keys()], 6).length

const invoicesOf = (importId: string) =>
  world.em.fork().find(InvoiceRow, { importId }, { orderBy: { number: 'asc' } })
const header = 'customer_name,customer_email,amount,currency,due_date,description'
const file = (...rows: string[]) => [header, ...rows, ''].join('\r\n')
const good = (tag: string, more = '') => `Ada,${tag}@customer.example,10.50,GBP,${dayFromNow(14)},Work${more}`
const patch = async (id: string, body: object): Promise<ImportJson> => {
  const { status, json } = await call(world, 'PATCH', `/v1/imports/${id}`, body)
  if (status !== 200) throw new Error(`not changed: ${status} ${JSON.stringify(json)}`)
  return untilImport(world, id, 'review', 'refused')
}
const errorsCsv = async (id: string) => {
  const headers = { authorization: `Bearer ${world.apiKey}` }
  return (await fetch(`${world.publicUrl}/v1/imports/${id}/errors.csv`, { headers })).text()
}

describe('an import', () => {
  it('states a total above the safe integers exactly, as text', async () => {
    const due = dayFromNow(14)
    const rows = ['90071992547409.91', '90071992547409.91', '0.01'].map(
      (amount, row) => `Ada,large${row}@customer.example,${amount},GBP,${due},Work`,
    )
    const { totals } = await review(world, file(...rows))
    expect(totals).toEqual([
      {
        currency: 'GBP',
        count: 3,
        amount: '18014398509481983',
        duplicates: { count: 0, amount: 0 },
      },
    ])
  })

  it('is not confirmed when it was read in another way after it was read for review', async () => {
    const due = dayFromNow(14)
    const rows = file(`Ada,another@customer.example,"1.500",GBP,${due},Work`)
    const { id, parse_version: seen } = await review(world, rows, '?decimal=comma')
    const { imports } = world.deps
    replaceForTest(world.deps, {
      imports: {
        ...imports,
        async command(ref, command) {
          if (command.type === 'confirm') await patch(id, { decimal: 'point' })
          return imports.command(ref, command)
        },
      },
    })
    expect(await confirm(world, id, { parse_version: seen })).toMatchObject({
      status: 409,
      json: { code: 'import_read_again' },
    })
    expect(await invoicesOf(id)).toEqual([])
    const { parse_version: next, totals, status } = await readImport(world, id)
    expect([status, totals]).toEqual(['review', [expect.objectContaining({ amount: 150 })]])
    replaceForTest(world.deps, { imports })
    expect((await confirm(world, id, { parse_version: next })).status).toBe(202)
    await untilImport(world, id, 'completed')
    expect(await invoicesOf(id)).toMatchObject([{ amount: 150 }])
  })

  it('is not confirmed without the version of the reading that was reviewed', async () => {
    const { id } = await review(world, csvOf(1, 'unseen'))
    const answer = await call(world, 'POST', `/v1/imports/${id}/confirm`, { rows: 'valid' })
    expect(answer).toMatchObject({
      status: 422,
      json: { code: 'invalid_fields', errors: [{ pointer: '/parse_version', code: 'required' }] },
    })
    expect(await readImport(world, id)).toMatchObject({ status: 'review' })
  })

  it('issues each valid row of a confirmed import as one invoice with one number and one e-mail', async () => {
    const tag = 'whole'
    const seen = await review(world, csvOf(3, tag))
    expect(seen).toMatchObject({
      status: 'review',
      settings: { encoding: 'utf-8', delimiter: 'comma', decimal: 'point', date_format: 'YYYY-MM-DD' },
      rows: { total: 3, valid: 3, invalid: 0, duplicates: 0 },
      totals: [{ currency: 'GBP', count: 3, amount: 1_050 + 1_150 + 1_250 }],
    })
    expect(seen.first_valid_rows[0]).toMatchObject({
      row_number: 2,
      invoice: { amount: 1_050, due_date: dayFromNow(14) },
    })
    expect(await invoicesOf(seen.id)).toEqual([])
    expect((await confirm(world, seen.id)).status).toBe(202)
    const done = await untilImport(world, seen.id, 'completed')
    expect(done.progress).toMatchObject({ invoices_to_issue: 3, issued: 3, mailed: 3, failed: 0, done: true })
    const invoices = await invoicesOf(seen.id)
    expect(new Set(invoices.map(({ number }) => number)).size).toBe(3)
    for (const [index, { id }] of invoices.entries()) {
      const mails = await inboxFor(world, `c${index}.${tag}@customer.example`)
      expect(mails).toHaveLength(1)
      expect(mails[0]?.text).toContain('/invoice.pdf')
      const [issued, ...others] = await readEvents(world, id)
      const actor = { type: 'api_key', id: expect.stringMatching(/^key_/) }
      expect(issued).toMatchObject({ type: 'invoice.issued', cause: 'import', actor })
      expect(others.map(({ type }) => type)).toContain('invoice.sent')
    }
    await waitFor(async () => (await readImport(world, seen.id)).progress['delivered'] === 3)
  })

  it('answers with the existing import when the same file is uploaded again', async () => {
    const csv = csvOf(2, 'same')
    const [one, other] = await Promise.all([upload(world, csv), upload(world, csv)])
    expect(one.id).toBe(other.id)
    expect(new Set([one.httpStatus, other.httpStatus])).toEqual(new Set([200, 201]))
    const first = await untilImport(world, one.id, 'review')
    expect(await upload(world, csv)).toMatchObject({
      httpStatus: 200,
      id: first.id,
      already_uploaded: true,
    })
    await confirm(world, first.id)
    await untilImport(world, first.id, 'completed')
    expect(await upload(world, csv)).toMatchObject({ httpStatus: 200, id: first.id, status: 'completed' })
    expect(await confirm(world, first.id)).toMatchObject({ status: 409, json: { code: 'import_ended' } })
    expect(await invoicesOf(first.id)).toHaveLength(2)
  })

  it('imports every column that a row can have', async () => {
    const columns = `${header},phone,address,Invoice No,notes,lang,VAT %,metadata.order`
    const cells = `${good('all')},+44 7700 900123,"1 High Street\nLondon",A-77,"Thank you, Ada",da-dk,25,PO-9`
    const seen = await review(world, [columns, cells, ''].join('\n'))
    expect(seen.rows).toMatchObject({ valid: 1, invalid: 0 })
    await confirm(world, seen.id, { deliver: ['email', 'sms'] })
    await untilImport(world, seen.id, 'completed')
    const [row] = await invoicesOf(seen.id)
    const { json } = await call(world, 'GET', `/v1/invoices/${row?.id}`)
    expect(json).toMatchObject({
      number: 'A-77',
      amount: 1_313,
      tax: 263,
      language: 'da-DK',
      import: seen.id,
      instructions: 'Thank you, Ada',
      metadata: { order: 'PO-9' },
      customer: { phone: '+447700900123', billing_address: { text: '1 High Street\nLondon' } },
      delivery: { channels: ['email', 'sms'] },
    })
    await waitFor(async () =>
      (await readEvents(world, row?.id ?? '')).some(
        ({ type, data }) => type === 'invoice.sent' && data['channel'] === 'sms',
      ),
    )
    const pdf = await call(world, 'GET', `/v1/invoices/${row?.id}/pdf`)
    expect(pdf.status).toBe(200)
  })

  it('parses the same file again with other settings, until it is confirmed', async () => {
    const csv = [`${header},,`, `${good('again').replace('10.50', '10.500')},x,`, ''].join('\n')
    const seen = await review(world, csv)
    expect(seen).toMatchObject({
      questions: [{ setting: 'decimal' }, { setting: 'columns', headers: ['column G'] }],
      unknown_columns: ['column G'],
    })
    const stated = '?decimal=comma&unread_columns=ignore'
    expect(await upload(world, csv, stated)).toMatchObject({
      httpStatus: 200,
      id: seen.id,
      already_uploaded: true,
    })
    const read = await untilImport(world, seen.id, 'review')
    expect(read).toMatchObject({
      settings: { decimal: 'comma' },
      questions: [],
      totals: [{ amount: 1_050_000 }],
    })
    expect(await upload(world, csv, stated)).toMatchObject({ httpStatus: 200, status: 'review' })
    await confirm(world, seen.id)
    const late = await upload(world, csv, '?decimal=point')
    expect(late.status).toBe(409)
    expect(JSON.stringify(late)).toContain(seen.id)
    await untilImport(world, seen.id, 'completed')
    expect(await upload(world, csv, stated)).toMatchObject({ httpStatus: 200, status: 'completed' })
  })

  it('parses a file by its saved settings when their request was cut off and is repeated', async () => {
    const csv = [header, good('cut').replace('10.50', '10.500')].join('\n')
    const { id } = await review(world, csv, '?decimal=point')
    await world.em.fork().nativeUpdate(ImportRow, { id }, { requestedSettings: { decimal: 'comma' } })
    await upload(world, csv, '?decimal=comma')
    const read = await untilImport(world, id, 'review')
    expect(read).toMatchObject({ settings: { decimal: 'comma' }, totals: [{ amount: 1_050_000 }] })
    await call(world, 'POST', `/v1/imports/${id}/cancel`)
    expect(await call(world, 'PATCH', `/v1/imports/${id}`, { decimal: 'point' })).toMatchObject({
      status: 409,
      json: { code: 'import_ended' },
    })
    const { requestedSettings } = await world.em.fork().findOneOrFail(ImportRow, { id })
    expect(requestedSettings).toEqual({ decimal: 'comma' })
  })

  it('streams the progress of an import until it is completed', async () => {
    const { id } = await review(world, csvOf(6, 'watched'))
    const watching = fetch(`${world.publicUrl}/v1/imports/${id}/progress`, {
      headers: { authorization: `Bearer ${world.apiKey}`, accept: 'text/event-stream' },
    }).then((response) => response.text())
    await confirm(world, id)
    const progress = (await watching)
      .split('\n')
      .filter((line) => line.startsWith('data: '))
      .map((line) => JSON.parse(line.slice(6)) as Record<string, unknown>)
    expect(progress[0]).toMatchObject({ parsed: 6, validated: 6 })
    expect(progress.at(-1)).toMatchObject({ status: 'completed', issued: 6, mailed: 6, done: true })
  })

  it('accepts the file in a multipart form', async () => {
    const form = new FormData()
    form.set('file', new File([csvOf(1, 'form')], 'june.csv', { type: 'text/csv' }))
    const headers = { authorization: `Bearer ${world.apiKey}` }
    const sent = await fetch(`${world.publicUrl}/v1/imports`, { method: 'POST', headers, body: form })
    expect(sent.status).toBe(201)
    expect(await sent.json()).toMatchObject({ file: { name: 'june.csv' } })
  })

  it('imports the template file without errors', async () => {
    const headers = { authorization: `Bearer ${world.apiKey}` }
    const template = await (await fetch(`${world.publicUrl}/v1/imports/template.csv`, { headers })).text()
    const seen = await review(world, template)
    expect(seen).toMatchObject({ rows: { total: 2, valid: 2, invalid: 0 }, unknown_columns: [] })
    const { json } = await call(world, 'GET', '/v1/imports/columns')
    expect((json['data'] as unknown[]).length).toBe(36)
  })
})

describe('a file with errors', () => {
  it('lists errors row by row and imports the corrected errors.csv', async () => {
    const seen = await review(
      world,
      file(good('fine'), `Bob,not an address,=1+1,GBX,31/12/2026,`, good('fine2', '')),
    )
    expect(seen.rows).toMatchObject({ total: 3, valid: 2, invalid: 1 })
    const [failed] = seen.first_invalid_rows
    expect(failed?.row_number).toBe(3)
    expect(failed?.errors.map(({ column, code }) => [column, code])).toEqual([
      ['customer_email', 'invalid_email'],
      ['currency', 'unknown_currency'],
      ['amount', 'invalid_amount'],
      ['due_date', 'date_format_unknown'],
      ['description', 'required'],
    ])
    const csv = await errorsCsv(seen.id)
    expect(csv).toContain(`'=1+1`)
    expect(csv.split('\r\n').filter(Boolean)).toHaveLength(2)
    const mended = csv.replace(/\r\n.*\r\n/, `\r\n${good('mended')},3,,\r\n`)
    const again = await review(world, mended)
    expect(again).toMatchObject({ rows: { total: 1, valid: 1, invalid: 0 }, unknown_columns: [] })
    expect(again.id).not.toBe(seen.id)
  })

  it('asks how to read dates and numbers, and parses the file again with the answer', async () => {
    const seen = await review(
      world,
      [header.replaceAll(',', ';'), `Ada;a@b.example;1.234,50;EUR;03/12/2030;Work`, ''].join('\n'),
    )
    expect(seen).toMatchObject({
      settings: { delimiter: 'semicolon', decimal: 'comma' },
      rows: { valid: 0, invalid: 1 },
      questions: [
        {
          setting: 'date_format',
          of: 1,
          options: [
            { value: 'DD/MM/YYYY', fits: 1 },
            { value: 'MM/DD/YYYY', fits: 1 },
          ],
        },
      ],
    })
    expect(await confirm(world, seen.id)).toMatchObject({ status: 409, json: { code: 'nothing_to_send' } })
    const read = await patch(seen.id, { date_format: 'DD/MM/YYYY' })
    expect(read.first_valid_rows[0]?.invoice).toMatchObject({ amount: 123_450, due_date: '2030-12-03' })
    const other = await patch(seen.id, { date_format: 'MM/DD/YYYY', decimal: 'point' })
    expect(other.first_invalid_rows[0]?.errors).toMatchObject([{ code: 'other_decimal_mark' }])
  })

  it('refuses a file of unknown encoding with a preview', async () => {
    const bytes = Buffer.from(file(good('latin').replace('Ada', 'Zoë')), 'latin1')
    const seen = await review(world, bytes)
    expect(seen).toMatchObject({ status: 'refused', problem: { code: 'not_utf8' } })
    expect(seen.problem?.preview[0]).toContain('Zoë')
    expect(await confirm(world, seen.id)).toMatchObject({ status: 409, json: { code: 'import_unreadable' } })
    const read = await patch(seen.id, { encoding: 'windows-1252' })
    expect(read.first_valid_rows[0]?.invoice).toMatchObject({ customer: { name: 'Zoë' } })
  })

  it('saves an error value that is cut within a character', async () => {
    const long = `${'x'.repeat(199)}🚀${'y'.repeat(100)}`
    const seen = await review(world, file(good('cut').replace('Ada', long)))
    expect(seen.first_invalid_rows[0]?.errors).toMatchObject([{ code: 'too_long' }])
    expect(seen.first_invalid_rows[0]?.errors[0]?.value).toBe(`${'x'.repeat(199)}…`)
    expect((await review(world, `${header},${long}\n`)).problem?.code).toBe('header_too_long')
  })

  it('refuses an unreadable file and states the next step', async () => {
    const sixteen = Buffer.from(`\uFEFF${file(good('wide'))}`, 'utf16le')
    expect((await review(world, sixteen)).problem).toMatchObject({ code: 'utf16' })
    expect((await review(world, Buffer.from('504b03040000', 'hex'))).problem?.code).toBe('spreadsheet_file')
    expect((await review(world, 'a,b\n1,2\n')).problem).toMatchObject({ code: 'missing_columns' })
    expect((await review(world, `${header},Amount\n`)).problem?.code).toBe('duplicate_headers')
  })

  it('rejects wrong settings in the request at once', async () => {
    const bad = await upload(world, 'x', '?decimal=dot')
    expect(bad).toMatchObject({ status: 422, code: 'invalid_query' })
    const json = await call(world, 'POST', '/v1/imports', { rows: [] })
    expect(json).toMatchObject({ status: 415, json: { code: 'unsupported_media_type' } })
    expect((await call(world, 'GET', '/v1/imports/imp_00000000000000000000000000')).status).toBe(404)
    const seen = await review(world, csvOf(1, 'theirs'))
    const { api_key: stranger } = await seed(world.em.fork())
    const headers = { authorization: `Bearer ${stranger}` }
    for (const path of ['', '/rows', '/errors.csv', '/progress']) {
      const { status } = await call(world, 'GET', `/v1/imports/${seen.id}${path}`, undefined, headers)
      expect(status).toBe(404)
    }
    for (const command of ['confirm', 'pause', 'resume', 'cancel']) {
      const { status } = await call(world, 'POST', `/v1/imports/${seen.id}/${command}`, {}, headers)
      expect(status).toBe(404)
    }
  })
})

describe('duplicates', () => {
  it('marks duplicates of rows and invoices and leaves them out by default', async () => {
    const customer = { name: 'Ada', email: 'known@customer.example' }
    const due = dayFromNow(14)
    const known = await createInvoice(world, { customer, amount: 1_050, due_date: due, number: 'OWN-1' })
    const numbered = `${header},number`
    const rows = [
      `${good('twin')},`,
      `${good('TWIN')},`,
      `${good('known')},`,
      `${good('a1')},OWN-1`,
      `${good('a2')},OWN-2`,
      `${good('a3')},OWN-2`,
    ]
    const seen = await review(world, [numbered, ...rows, ''].join('\n'))
    expect(seen.rows).toEqual({ total: 6, blank: 0, valid: 3, invalid: 3, duplicates: 2 })
    expect(seen.first_invalid_rows.map(({ row_number: row, errors }) => [row, errors[0]?.code])).toEqual([
      [5, 'number_taken'],
      [6, 'lines_disagree'],
      [7, 'lines_disagree'],
    ])
    expect(seen.first_duplicate_rows.map(({ row_number: row, duplicate_of: of }) => [row, of])).toEqual([
      [3, { row_number: 2 }],
      [4, { invoice_id: known.id, invoice_number: 'OWN-1' }],
    ])
    const refused = await confirm(world, seen.id, { rows: 'all' })
    expect(refused).toMatchObject({ status: 409, json: { code: 'import_has_errors' } })
    await confirm(world, seen.id)
    const done = await untilImport(world, seen.id, 'completed')
    expect(done.progress).toMatchObject({ invoices_to_issue: 1, issued: 1 })
    expect((await errorsCsv(seen.id)).split('\r\n').filter(Boolean)).toHaveLength(6)
  })

  it('sends duplicates when the confirmation includes them', async () => {
    const seen = await review(world, file(good('two'), good('two')))
    await confirm(world, seen.id, { duplicates: 'send', rows: 'all' })
    expect((await untilImport(world, seen.id, 'completed')).progress).toMatchObject({ issued: 2, mailed: 2 })
    const invoices = await invoicesOf(seen.id)
    for (const { id } of invoices) expect((await readInvoice(world, id)).status).toBe('sent')
  })
})

describe('an import after its review', () => {
  const numbered = (...rows: string[]) => [`${header},Invoice #`, ...rows, ''].join('\n')
  const seriesFrom = (number: string | null | undefined) => {
    const [, series = '', last = ''] = /^(.*-)(\d+)$/.exec(number ?? '') ?? []
    return (ahead: number) => `${series}${String(Number(last) + ahead).padStart(last.length, '0')}`
  }

  it('skips numbers of the file when it allocates numbers of the same series', async () => {
    const ahead = seriesFrom((await createInvoice(world)).number)
    const rows = [
      `${good('n1')},`,
      `${good('n2')},`,
      `${good('n3')},${ahead(2)}`,
      `${good('n4')},${ahead(1)}`,
    ]
    const seen = await review(world, numbered(...rows))
    expect(seen.rows).toMatchObject({ valid: 4, invalid: 0 })
    await confirm(world, seen.id)
    await untilImport(world, seen.id, 'completed')
    const numbers = (await invoicesOf(seen.id)).map(({ number }) => number)
    expect(numbers).toEqual([ahead(1), ahead(2), ahead(3), ahead(4)])
  })

  it('reserves the numbers of valid rows against single invoices', async () => {
    const ahead = seriesFrom((await createInvoice(world)).number)
    const { id } = await review(world, numbered(`${good('k1')},${ahead(1)}`, `${good('k2')},${ahead(2)}`))
    await confirmQuietly(world, id)
    expect((await createInvoice(world)).number).toBe(ahead(3))
    await call(world, 'POST', `/v1/imports/${id}/cancel`)
    const late = numbered(`${good('k3')},${ahead(5)}`, `${good('k4')},`, `${good('k5')},`)
    const mixed = await review(world, late.replace(/(k3.*?)\d{4}-\d\d-\d\d/, '$12020-01-01'))
    expect(mixed.rows).toMatchObject({ valid: 2, invalid: 1 })
    await confirm(world, mixed.id)
    await untilImport(world, mixed.id, 'completed')
    expect((await invoicesOf(mixed.id)).map(({ number }) => number)).toEqual([ahead(4), ahead(5)])
  })

  it('finds the next free number among thousands of used ones', async () => {
    const { id, number } = await createInvoice(world)
    const ahead = seriesFrom(number)
    const [columns] = await world.em.fork().execute<{ names: string }[]>(
      `select string_agg(quote_ident(column_name), ', ') as names from information_schema.columns
       where table_name = 'invoice' and column_name not in ('id', 'number', 'payment_reference')`,
    )
    await world.em.fork().execute(
      `insert into invoice (id, payment_reference, number, ${columns?.names})
       select 'inv_used_' || n, 'used ' || n, regexp_replace(number, '\\d+$', '') || lpad((right(number, 4)::int + n)::text, 4, '0'),
         ${columns?.names} from invoice, generate_series(1, 2000) n where id = ?`,
      [id],
    )
    expect((await createInvoice(world)).number).toBe(ahead(2_001))
  })

  it('validates all rows again at the confirmation and sends nothing if one became invalid', async () => {
    const seen = await review(world, numbered(`${good('all1')},OWN-71`, `${good('all2')},`))
    await createInvoice(world, { number: 'OWN-71' })
    const refused = await confirm(world, seen.id, { rows: 'all' })
    expect(refused).toMatchObject({ status: 409, json: { code: 'import_has_errors' } })
    const again = await readImport(world, seen.id)
    expect(again.rows).toMatchObject({ valid: 1, invalid: 1 })
    expect(again.first_invalid_rows[0]?.errors[0]).toMatchObject({
      column: 'Invoice #',
      code: 'number_taken',
    })
    await confirm(world, seen.id)
    expect((await untilImport(world, seen.id, 'completed')).progress).toMatchObject({
      invoices_to_issue: 1,
      issued: 1,
    })
  })

  it('marks rows as duplicates when another import sent the same invoices after the review', async () => {
    const rows = [good('same1'), good('same2')]
    const one = await review(world, file(...rows))
    const other = await review(world, file(...rows.toReversed()))
    expect(other.rows.duplicates).toBe(0)
    const answers = await Promise.all([confirm(world, one.id), confirm(world, other.id)])
    const begun = [one, other].filter((_, index) => answers[index]?.status === 202)
    await Promise.all(begun.map(({ id }) => untilImport(world, id, 'completed')))
    const invoices = [...(await invoicesOf(one.id)), ...(await invoicesOf(other.id))]
    expect(invoices.map(({ customerEmail }) => customerEmail).toSorted()).toEqual([
      'same1@customer.example',
      'same2@customer.example',
    ])
    const late = await review(world, file(...rows, good('same3')))
    expect(late).toMatchObject({
      rows: { valid: 3, duplicates: 2 },
      totals: [{ currency: 'GBP', count: 3, amount: 3_150, duplicates: { count: 2, amount: 2_100 } }],
    })
  })

  it('accepts the confirmation as soon as the review is visible', async () => {
    await Promise.all(
      Array.from({ length: UPLOADS }, async (_, index) => {
        const { id } = await upload(world, csvOf(2, `soon${index}`))
        for (;;) if ((await confirm(world, id)).status === 202) break
        expect((await untilImport(world, id, 'completed')).progress).toMatchObject({ issued: 2 })
      }),
    )
  })
})

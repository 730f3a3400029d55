import { beforeAll, describe, expect, it } from 'vitest'
import { ImportRow } from '../../../db/entities/index.ts'
import { call, inboxFor } from '../../clients/client.ts'
import { fieldsOf, submit, textOf } from '../../clients/dashboard-client.ts'
import { type Browser, memberOf } from '../../clients/identity-client.ts'
import { confirmQuietly, csvOf, dayFromNow, untilImport } from '../../clients/import-client.ts'
import { replaceForTest } from '../../support/replace.ts'
import { useWorld } from '../../support/test-harness.ts'
import { waitFor } from '../../support/wait.ts'

const world = useWorld()
let owner: Browser
beforeAll(async () => {
  owner = await memberOf(world, 'owner@imports.example', 'owner')
})

const BASE = '/dashboard/test/imports'
const uploadPath = () => `${BASE}?merchant=${world.merchantId}`
const idOf = (page: string) => page.replace(/.*\//, '')
const saved = () => world.em.fork().count(ImportRow, { merchantId: world.merchantId })

async function seen(path: string): Promise<string> {
  const { status, text } = await owner.get(path)
  expect(status).toBe(200)
  return textOf(text)
}

async function untilShown(path: string, words: string): Promise<string> {
  return waitFor(async () => {
    const text = await seen(path)
    return text.includes(words) && text
  })
}

function formWith(file: string): FormData {
  const form = new FormData()
  form.set('file', new Blob([file], { type: 'text/csv' }), 'invoices.csv')
  return form
}

async function uploaded(file: string, status = 'To be reviewed'): Promise<string> {
  const { status: answer, location } = await owner.upload(uploadPath(), formWith(file))
  expect([answer, location]).toEqual([303, expect.stringMatching(/\/imports\/imp_\w+$/)])
  await untilShown(location, status)
  return location
}

const british = (days: number) => dayFromNow(days).split('-').toReversed().join('/')
const evil = '<script>alert(1)</script>'
const FILE = [
  'Client,E-mail,Total,Currency,Due on,Details,Status',
  `Ada Byron,ada@imports.example,1.500,GBP,${british(20)},Engine,open`,
  `${evil},evil@imports.example,2.500,EUR,${british(21)},${evil},`,
  `Nobody,nobody,3.500,PLN,${british(22)},Lost,`,
  `Ada Byron,ada@imports.example,1.500,GBP,${british(20)},Engine again,`,
].join('\n')

describe('an import', () => {
  it('is read as the person says, reviewed, confirmed once and sent, without JavaScript', async () => {
    expect(await seen(BASE)).toContain('No imports yet')
    const template = await owner.get(`${BASE}/template.csv`)
    expect(template.text).toMatch(/^\uFEFF?customer_name,customer_email,amount/)

    const page = await uploaded(FILE)
    const asked = await seen(page)
    expect(asked).toContain('Please choose 1,234.50 (fits')
    expect(asked).toContain('DD/MM/YYYY or DD.MM.YYYY (fits')
    expect(asked).toContain('what is in “Status”?')
    const answers = { decimal: 'comma', date_format: 'DD/MM/YYYY', 'column.6': 'none' }
    const settings = await submit(owner, page, `${page}/settings`, answers)
    expect(settings.location).toBe(`${page}?done=settings`)
    const review = await untilShown(page, 'Rows with errors: 1')
    expect(review).toMatch(/4 4 E-mail nobody .*Must be (one|an) e-mail address/)
    expect(review).toContain('Has no payout account: set one for PLN first. Payout accounts')
    expect(review).toContain('EUR 2,500.00 EUR in 1 invoice GBP 3,000.00 GBP in 2 invoices')
    expect(review).toContain('Duplicates: 1')
    const { text } = await owner.get(page)
    expect(text).not.toContain('<script>alert')
    expect(await seen(`${page}/rows?which=valid`)).toContain('Engine again')
    expect((await owner.get(`${page}/errors.csv`)).text).toContain('nobody')
    expect((await owner.upload(uploadPath(), formWith(FILE))).location).toBe(`${page}?done=earlier`)

    const confirm = `${page}/confirm`
    const consequence = await seen(`${confirm}?duplicates=skip`)
    expect(consequence).toContain('Send 2 invoices')
    expect(consequence).toContain('2 invoices over 2,500.00 EUR and 1,500.00 GBP. Each gets its number')
    expect(consequence).toContain('E-mails: 2, one for each')
    expect(consequence).toContain('Not sent: 1 row with errors')
    const fields = fieldsOf((await owner.get(confirm)).text, confirm)
    const stale = await owner.post(confirm, { ...fields, version: '1' })
    expect([stale.status, textOf(stale.text)]).toEqual([409, expect.stringContaining('was read again')])
    const pressed = await Promise.all([1, 2].map(() => owner.post(confirm, fields)))
    expect(pressed.map(({ location }) => location)).toEqual([1, 2].map(() => `${page}?done=confirm`))

    const done = await untilShown(page, '2 of 2 invoices')
    expect(done).toContain('Download what was left out')
    await untilShown(page, 'E-mailed 2')
    const { json } = await call(world, 'GET', `/v1/invoices?import=${idOf(page)}`)
    expect(json['data']).toHaveLength(2)
    expect(await seen(`/dashboard/test/invoices?import=${idOf(page)}`)).toContain('Ada Byron')
    await waitFor(async () => (await inboxFor(world, 'ada@imports.example')).length === 1)
    expect(await seen(BASE)).toContain('invoices.csv')
    await untilImport(world, idOf(page), 'completed')
    expect((await owner.post(`${page}/cancel`)).status).toBe(409)
  })

  it('sends only what the person saw, when another reads the file in another way meanwhile', async () => {
    const amount = '"1.500"'
    const file = csvOf(1, 'race').replace('10.50', amount)
    const page = await uploaded(file)
    const confirm = `${page}/confirm`
    const readAs = async (decimal: string, words: string) => {
      await submit(owner, page, `${page}/settings`, { decimal })
      await untilShown(page, words)
    }
    await readAs('comma', '1,500.00 GBP in 1 invoice')
    const review = fieldsOf((await owner.get(page)).text, confirm)
    const fields = fieldsOf(
      (await owner.get(`${confirm}?${new URLSearchParams(review).toString()}`)).text,
      confirm,
    )
    const { imports } = world.deps
    const restore = replaceForTest(world.deps, {
      imports: {
        ...imports,
        async command(ref, command) {
          if (command.type === 'confirm') await readAs('point', '1.50 GBP in 1 invoice')
          return imports.command(ref, command)
        },
      },
    })
    const stale = await owner.post(confirm, fields)
    restore()
    expect([stale.status, textOf(stale.text)]).toEqual([
      409,
      expect.stringContaining('You saw 1 invoice over 1,500.00 GBP. Now it is 1 invoice over 1.50 GBP.'),
    ])
    const unseen = await owner.get(`${confirm}?${new URLSearchParams(review).toString()}`)
    expect([unseen.status, textOf(unseen.text)]).toEqual([409, expect.stringContaining('was read again')])
    await untilImport(world, idOf(page), 'review')
    expect((await owner.post(confirm, fieldsOf(stale.text, confirm))).location).toBe(`${page}?done=confirm`)
    await untilImport(world, idOf(page), 'completed')
    const { json } = await call(world, 'GET', `/v1/invoices?import=${idOf(page)}`)
    expect(json['data']).toMatchObject([{ amount: 150 }])
  })

  it('keeps what another person said about its reading, and shows it to the one who said otherwise', async () => {
    const due = dayFromNow(20)
    const page = await uploaded(
      [
        'Client,E-mail,Total,Currency,Due on,Details,Status,Shipping',
        `Ada,reading@imports.example,1.500,GBP,${due},Engine,open,urgent`,
      ].join('\n'),
    )
    const path = `${page}/settings`
    const { text } = await owner.get(page)
    const opened = fieldsOf(text, path)
    const [, , button = ''] = text.split(`action="${path}"`)
    const unread = fieldsOf(`<form action="${path}"${button}`, path)
    expect(unread).toMatchObject({ unread_columns: 'ignore' })

    const { imports } = world.deps
    // The settings are saved, and their parse has not begun.
    const restore = replaceForTest(world.deps, {
      imports: { ...imports, command: async () => ({ outcome: 'done' }) },
    })
    await owner.post(path, { ...opened, decimal: 'comma', 'column.6': 'none' })
    const other = { ...opened, decimal: 'point', 'column.6': 'instructions' }
    const early = await owner.post(path, other)
    expect(early.status).toBe(409)
    restore()

    await submit(owner, page, path)
    await untilShown(page, '1,500.00 GBP')
    const stale = await owner.post(path, other)
    expect(stale.status).toBe(409)
    const words = textOf(stale.text)
    expect(words).toContain('Somebody else changed this after you opened the page')
    expect(words).toContain('This was changed meanwhile to “1.234,50”')
    expect(words).toContain('This was changed meanwhile to “Leave it out”')
    expect(fieldsOf(stale.text, path)).toMatchObject({ decimal: 'point', 'column.6': 'instructions' })
    const leftOut = await owner.post(path, unread)
    expect([leftOut.status, textOf(leftOut.text)]).toEqual([
      409,
      expect.stringContaining('You saw “Status”, “Shipping” as not read. Now it is “Shipping”.'),
    ])
    expect(await seen(page)).toContain('1,500.00 GBP')

    expect((await owner.post(path, { ...opened, date_format: 'DD/MM/YYYY' })).status).toBe(303)
    await untilImport(world, idOf(page), 'review')
    const both = { date_format: 'DD/MM/YYYY', decimal: 'comma', 'column.6': 'none' }
    expect(fieldsOf((await owner.get(page)).text, path)).toMatchObject(both)
    await owner.post(path, { ...fieldsOf(stale.text, path), 'column.7': 'none' })
    await untilShown(page, '1.50 GBP in 1 invoice')
    const chosen = { ...both, decimal: 'point', 'column.6': 'instructions', 'column.7': 'none' }
    expect(fieldsOf((await owner.get(page)).text, path)).toMatchObject(chosen)
    const split = await owner.post(path, {
      ...fieldsOf((await owner.get(page)).text, path),
      delimiter: 'tab',
    })
    expect(split.status).toBe(303)
    await untilShown(page, 'cannot be read')
    const moved = await owner.post(path, { ...opened, 'column.7': 'none' })
    expect([moved.status, textOf(moved.text)]).toEqual([409, expect.stringContaining('into other columns')])
    expect(fieldsOf(moved.text, path)).not.toHaveProperty('column.1')
  })

  it('asks for a column that is not clear, and can be cancelled', async () => {
    const file = csvOf(1)
      .replaceAll(/,"Work/g, ',20,"Work')
      .replace(',description', ',Tax,description')
    const page = await uploaded(file, 'This file cannot be read')
    expect(await seen(page)).not.toContain('{"columns"')
    expect((await submit(owner, page, `${page}/settings`, { 'column.5': 'tax_rate' })).status).toBe(303)
    await untilShown(page, '12.60 GBP in 1 invoice')
    expect((await submit(owner, page, `${page}/cancel`)).location).toBe(`${page}?done=cancel`)
    expect(await seen(page)).toContain('Cancelled')
    expect((await owner.get(`${page}/confirm`)).location).toBe(page)
  })

  it('asks whether amounts include the tax next to their rate, and reads the file by the answer', async () => {
    const file = [
      'Kunde,E-Mail,Betrag,MwSt %,Währung,Fällig am,Beschreibung,Rechnungsnr.',
      `Grün,gruen@imports.example,119.00,19,EUR,${dayFromNow(20)},Beratung,G-1`,
    ].join('\n')
    const page = await uploaded(file, 'This file cannot be read')
    const asked = await seen(page)
    expect(asked).toContain('Is the tax of “MwSt %” in “Betrag”? Say yes, or no if it comes on top.')
    expect(asked).toContain('Amounts include their tax Please choose No, it comes on top Yes')
    expect(asked).toContain('By its name: Amount')
    const path = `${page}/settings`
    expect((await submit(owner, page, path, { prices_include_tax: 'yes' })).status).toBe(303)
    await untilShown(page, '119.00 EUR in 1 invoice')
    expect(fieldsOf((await owner.get(page)).text, path)).toMatchObject({ prices_include_tax: 'yes' })
    expect((await submit(owner, page, path, { prices_include_tax: 'no' })).status).toBe(303)
    await untilShown(page, '141.61 EUR in 1 invoice')
  })

  it('is paused and resumed, and its open page is loaded again when its state changes', async () => {
    const page = await uploaded(csvOf(3))
    const changed = await owner.get(`${page}?seen=parsing`)
    expect(changed.headers.get('hx-refresh')).toBe('true')
    expect((await owner.get(`${page}?seen=review`)).headers.get('hx-refresh')).toBeNull()
    await confirmQuietly(world, idOf(page))
    expect((await submit(owner, page, `${page}/pause`)).location).toBe(`${page}?done=pause`)
    expect(await seen(page)).toContain('Paused')
    expect(textOf((await owner.post(`${page}/pause`)).text)).toContain('It is paused already.')
    expect((await submit(owner, page, `${page}/resume`)).location).toBe(`${page}?done=resume`)
    await untilShown(page, '3 of 3 invoices')
  })
})

describe('an upload', () => {
  it('streams past the limit of forms, and is refused with words and without a trace', async () => {
    const before = await saved()
    const large = `${csvOf(1)}${' '.repeat(1_200_000)}`
    expect((await owner.upload(uploadPath(), formWith(large))).status).toBe(303)
    expect(await saved()).toBe(before + 1)
    const empty = await owner.upload(uploadPath(), formWith(''))
    expect([empty.status, textOf(empty.text)]).toEqual([422, expect.stringContaining('Choose a file first')])
    const noFile = await owner.post(uploadPath(), { file: 'text' })
    expect([noFile.status, textOf(noFile.text)]).toEqual([415, expect.stringContaining('no CSV file')])
    const left = await owner.upload(`${BASE}?merchant=mer_another`, formWith(csvOf(1)))
    expect([left.status, textOf(left.text)]).toEqual([409, expect.stringContaining('Another merchant')])
    const evilSite = await owner.upload(uploadPath(), formWith(csvOf(1)), { origin: 'https://evil.example' })
    expect(evilSite.status).toBe(403)
    expect(await saved()).toBe(before + 1)
  })
})

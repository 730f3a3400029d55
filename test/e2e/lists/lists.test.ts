import { describe, expect, it } from 'vitest'
import { call, createInvoice, invoiceBody, type InvoiceJson } from '../../clients/client.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import type { World } from '../../support/harness.ts'

const world = useWorld()

interface Page {
  data: InvoiceJson[]
  next_cursor: string | null
}

async function list(shop: World, query: string): Promise<Page> {
  const { status, json } = await call<Page>(shop, 'GET', `/v1/invoices?${query}`)
  expect({ status, json }).toMatchObject({ status: 200 })
  return json
}

const descriptions = (page: Page) => page.data.map((invoice) => (invoice as unknown as Named).description)
interface Named {
  description: string
}

async function draft(shop: World, description: string, changes: Record<string, unknown> = {}) {
  return createInvoice(shop, { description, send: 'draft', ...changes })
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

describe('GET /v1/invoices', () => {
  it('filters by each parameter, and by several at once', async () => {
    const shop = await withNewMerchant(world)
    const customer = { name: 'Grace Hopper', email: 'Grace@Customer.example' }
    await draft(shop, 'one', { customer, metadata: { order: 'PO-1', 'a b': 'ü' } })
    await draft(shop, 'two', { currency: 'EUR', amount: 500, due_date: inDays(40) })
    await createInvoice(shop, { description: 'three', amount: 70_000, metadata: { order: 'PO-2' } })
    const { created_at: between } = (await draft(shop, 'four', { due_date: inDays(50) })) as unknown as {
      created_at: string
    }
    const found: [query: string, expected: string[]][] = [
      ['', ['four', 'three', 'two', 'one']],
      ['status=sent', ['three']],
      ['status=draft,sent', ['four', 'three', 'two', 'one']],
      ['status=sent&status=draft', ['four', 'three', 'two', 'one']],
      ['customer=grace@customer.example', ['one']],
      ['customer=grace@customer.exampl_', []],
      ['currency=EUR', ['two']],
      ['amount_min=501&amount_max=70000', ['four', 'three', 'one']],
      ['amount_min=70000', ['three']],
      [`due_after=${inDays(20)}`, ['two', 'four']],
      [`due_after=${inDays(20)}&sort=-created`, ['four', 'two']],
      [`due_after=${inDays(39)}&due_before=${inDays(41)}`, ['two']],
      [`created_from=${between}`, ['four']],
      [`created_before=${between}`, ['three', 'two', 'one']],
      ['metadata[order]=PO-1', ['one']],
      [`metadata[order]=PO-1&metadata[${encodeURIComponent('a b')}]=${encodeURIComponent('ü')}`, ['one']],
      ['metadata[order]=PO-1&metadata[a b]=x', []],
      ['q=hopper', ['one']],
      ['sort=created', ['one', 'two', 'three', 'four']],
      [`sort=due&due_after=${inDays(20)}`, ['two', 'four']],
      [`sort=-due&due_after=${inDays(20)}`, ['four', 'two']],
      ['currency=GBP&sort=-amount', ['three', 'four', 'one']],
      ['currency=GBP&status=draft&q=grace&amount_min=1', ['one']],
    ]
    for (const [query, expected] of found) {
      expect(descriptions(await list(shop, query)), query).toEqual(expected)
    }
  })

  it('pages through each order without a gap or a repetition while invoices are created', async () => {
    const shop = await withNewMerchant(world)
    for (let nth = 0; nth < 7; nth += 1) {
      await draft(shop, `old ${nth}`, { amount: 100 * (nth % 3) + 100, due_date: inDays(10 + (nth % 2)) })
    }
    for (const sort of ['created', '-created', 'due', '-due', 'amount', '-amount']) {
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const after: string = cursor === '' ? '' : `&cursor=${cursor}`
        const page = await list(shop, `sort=${sort}&currency=GBP&limit=2${after}`)
        seen.push(...descriptions(page))
        await draft(shop, `new ${sort} ${seen.length}`, { amount: 150, due_date: inDays(10) })
        cursor = seen.length > 100 ? null : page.next_cursor
        if (seen.filter((name) => name.startsWith('old')).length === 7) break
      }
      expect(new Set(seen).size).toBe(seen.length)
      const old = seen.filter((name) => name.startsWith('old'))
      expect(old.toSorted()).toEqual(Array.from({ length: 7 }, (_, nth) => `old ${nth}`))
    }
  })

  it('refuses a query it cannot answer, with a reason', async () => {
    const cursor = (await list(await twoDrafts(), 'limit=1')).next_cursor ?? ''
    const spoilt = (values: unknown) => Buffer.from(JSON.stringify(values)).toString('base64url')
    const id = `inv_${'0'.repeat(26)}`
    const refused: [query: string, pointer: string, code: string][] = [
      ['status=sent,lost', '/status', 'invalid_status'],
      ['status=', '/status', 'invalid_status'],
      ['currency=gbp', '/currency', 'unknown_currency'],
      ['amount_min=1.5', '/amount_min', 'invalid_amount'],
      ['amount_max=-1', '/amount_max', 'invalid_amount'],
      ['created_from=2026-01-01', '/created_from', 'invalid_instant'],
      ['due_after=2026-02-30', '/due_after', 'invalid_date'],
      ['sort=amount', '/currency', 'required'],
      ['sort=name', '/sort', 'invalid_sort'],
      ['limit=2&limit=3', '/limit', 'repeated'],
      ['metadata[]=x', '/metadata[]', 'unknown_field'],
      [`metadata[a]=${'x'.repeat(501)}`, '/metadata/a', 'too_long'],
      ['q=a%00b', '/q', 'invalid_characters'],
      ['__proto__=x', '/__proto__', 'unknown_field'],
      [`sort=due&cursor=${cursor}`, '/cursor', 'invalid_cursor'],
      [`cursor=${id}`, '/cursor', 'invalid_cursor'],
      [`cursor=${spoilt(['-created', '2026-02-31T00:00:00.000000Z', id])}`, '/cursor', 'invalid_cursor'],
      [`cursor=${spoilt(['-created', '2026-02-01T00:00:00.000000Z', 5])}`, '/cursor', 'invalid_cursor'],
      [`cursor=${spoilt({ a: 1 })}`, '/cursor', 'invalid_cursor'],
    ]
    for (const [query, pointer, code] of refused) {
      const { status, json } = await call(world, 'GET', `/v1/invoices?${query}`)
      expect([query, status, json]).toMatchObject([
        query,
        422,
        { code: 'invalid_query', errors: [{ pointer, code }] },
      ])
    }
  })

  async function twoDrafts(): Promise<World> {
    const shop = await withNewMerchant(world)
    await draft(shop, 'a')
    await draft(shop, 'b')
    return shop
  }
})

describe('GET /v1/invoices.csv', () => {
  const read = (shop: World, query = '') =>
    fetch(`${shop.publicUrl}/v1/invoices.csv${query}`, {
      headers: { authorization: `Bearer ${shop.apiKey}` },
    })

  it('exports the filtered invoices in their order, with texts that no spreadsheet computes', async () => {
    const shop = await withNewMerchant(world)
    const customer = { name: '=HYPERLINK("x")', email: 'ada@customer.example', phone: '+447700900123' }
    await draft(shop, '-1+1', { customer, amount: 123_456, metadata: { order: '@1' } })
    await draft(shop, 'two\nlines', { currency: 'EUR', number: 'A-2' })
    const response = await read(shop, '?sort=created')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    const bytes = Buffer.from(await response.arrayBuffer())
    const [header = '', first = '', ...rest] = bytes.toString().split('\r\n')
    expect(header).toMatch(/^\uFEFFid,number,status,customer_name,/)
    const shown = `"'=HYPERLINK(""x"")",ada@customer.example,'+447700900123,'-1+1,GBP,1234.56,0.00,1234.56`
    expect(first).toContain(shown)
    expect(first).toContain('"{""order"":""@1""}"')
    expect(rest.join('\r\n')).toContain('"two\nlines",EUR,125.00')
    const some = await (await read(shop, '?currency=EUR&q=lines')).text()
    expect(some.split('\r\n').filter(Boolean)).toHaveLength(2)
    const none = await (await read(shop, '?status=void')).text()
    expect(none.split('\r\n').filter(Boolean)).toHaveLength(1)
    expect((await read(shop, '?limit=1')).status).toBe(422)
    expect((await fetch(`${shop.publicUrl}/v1/invoices.csv`)).status).toBe(401)
  })

  /** The first batch, 100 wide rows, fills the buffers of the connection. */
  const COPIES = 110

  it('breaks the connection when the database fails in the middle of the answer', async () => {
    const shop = await withNewMerchant(world)
    const { id } = await draft(shop, 'wide')
    await world.em.fork().execute(
      `insert into invoice select (r).* from (
         select jsonb_populate_record(i, jsonb_build_object('id', 'inv_' || lpad(n::text, 26, '0'),
           'metadata', jsonb_build_object('wide', repeat('y', 120000)))) as r
         from invoice i, generate_series(1, ${COPIES}) n where i.id = ?) copies`,
      [id],
    )
    const response = await read(shop)
    const reader = response.body?.getReader()
    expect((await reader?.read())?.done).toBe(false)
    await world.em.fork().execute('alter table invoice rename to invoice_away')
    const rest = (async () => {
      while (!(await reader?.read())?.done);
    })()
    await expect(rest).rejects.toThrow('terminated')
    expect((await read(shop)).status).toBe(500)
    await world.em.fork().execute('alter table invoice_away rename to invoice')
    const whole = await (await read(shop)).text()
    expect(whole.split('\r\n').filter(Boolean)).toHaveLength(COPIES + 2)
    expect(await call(shop, 'POST', '/v1/invoices', invoiceBody())).toMatchObject({ status: 201 })
  })
})

import { beforeAll, describe, expect, it } from 'vitest'
import { INVOICE_STATUSES } from '../../domain/invoice/index.ts'
import { randomFrom, SEED } from '../../test/support/seed.ts'
import { ALL_CASES } from '../../test/support/some-of.ts'
import { saveCustomer } from '../../test/support/customer.ts'
import { useDatabase } from '../../test/support/use-database.ts'
import { bulkInsert } from '../bulk-insert.ts'
import { InvoiceRow } from '../entities/index.ts'
import { newId } from '../ids.ts'
import { eachInvoice, listInvoices } from './list.ts'
import { type InvoiceFilter, type InvoiceList, type ListPosition } from './list-query.ts'
import { type InvoiceContent, type NewInvoice, newInvoice } from './issue/new-invoice.ts'
import { oneAmount } from '../../test/support/invoice-lines.ts'

const database = useDatabase()
const em = () => database.orm.em.fork()

const ORDERS = ['created', 'due', 'amount'] as const
const INVOICES = 2_000
const LISTS = ALL_CASES ? 30 : 10
const MOST_PAGES = 12
const NAMES = ['Ada Byron', 'Grace Hopper', 'Café Jørgen', '张伟', 'Łukasz Żak']
const random = randomFrom(SEED)
const oneOf = <T>(list: readonly T[]): T => list[random(list.length)] as T
const START = Date.parse('2026-01-01T00:00:00Z')
const dayOf = (day: number) => new Date(START + day * 86_400_000).toISOString().slice(0, 10)

interface Made {
  row: NewInvoice
  words: string
}
let made: Made[]
let customerIds: string[]

function randomInvoice(index: number, merchantId: string): Made {
  const name = oneOf(NAMES)
  const amount = random(100) === 0 ? 7_777 : 100 + random(900)
  const content = {
    customer: { name, email: `${oneOf(['ada', 'grace'])}@${oneOf(['one', 'two'])}.example` },
    currency: random(1_000) === 0 ? 'DKK' : oneOf(['GBP', 'EUR']),
    ...oneAmount(amount),
    dueDate: dayOf(random(60)),
    description: oneOf(['Consulting', 'Repairs, 1st floor', 'Hosting']),
    metadata: random(1_000) === 0 ? { order: oneOf(['PO-1', 'PO-2']), site: 'north' } : {},
    channels: ['email'],
  } as unknown as InvoiceContent
  const status = random(500) === 0 ? 'void' : oneOf(['draft', 'sent', 'viewed', 'overdue', 'paid'] as const)
  const number = status === 'draft' ? null : `INV-2026-${String(index).padStart(5, '0')}`
  const createdAt = new Date(START + random(400) * 60_000)
  const row = {
    ...newInvoice(
      { id: newId('inv'), merchantId, mode: 'test', customerId: oneOf(customerIds) },
      content,
      createdAt,
    ),
    status,
    number,
    issuedAt: status === 'draft' ? null : createdAt,
    ...(status === 'draft' ? {} : { timeZone: 'UTC', issueDate: '2026-01-01', paymentReference: number }),
    linkId: status === 'draft' ? null : newId('lnk'),
    importId: random(200) === 0 ? 'imp_1' : null,
  } as NewInvoice
  return { row, words: [number ?? '', name, content.customer.email, content.description].join(' ') }
}

beforeAll(async () => {
  const emails = ['ada@one.example', 'grace@one.example', 'ada@two.example']
  customerIds = await Promise.all(emails.map((email) => saveCustomer(em(), database.merchantId, email)))
  made = Array.from({ length: INVOICES }, (_, index) => randomInvoice(index, database.merchantId))
  const rows = made.map(({ row }) => row)
  await bulkInsert(em(), InvoiceRow, rows)
  const elsewhere = rows.slice(0, 300).map((row) => ({ ...row, id: newId('inv'), mode: 'live' as const }))
  await bulkInsert(em(), InvoiceRow, elsewhere)
  await em().execute('analyze')
})

const SEARCHES: Record<string, (words: string) => boolean> = {
  ada: (words) => words.toLowerCase().includes('ada'),
  'jørgen CAFE': (words) => words.includes('Café Jørgen'),
  café: (words) => words.includes('Café'),
  CAFE: (words) => words.includes('Café'),
  张伟: (words) => words.includes('张伟'),
  'INV-2026-00017': (words) => words.includes('INV-2026-00017'),
  '1st grace': (words) => words.includes('1st') && words.toLowerCase().includes('grace'),
  'on@one': (words) => words.includes('@one'),
  tw: (words) => words.includes('@two'),
  '%': () => false,
}

function randomFilter(): InvoiceFilter {
  const sometimes = (filter: InvoiceFilter): InvoiceFilter => (random(4) === 0 ? filter : {})
  return {
    ...sometimes({ statuses: [...new Set([oneOf(INVOICE_STATUSES), oneOf(INVOICE_STATUSES)])] }),
    ...sometimes({ customer: oneOf(['ADA@one.example', 'grace@two.example', 'nobody@one.example']) }),
    ...sometimes({ customerId: oneOf(customerIds) }),
    ...sometimes({ currency: oneOf(['GBP', 'EUR', 'DKK']) }),
    ...sometimes({ import: 'imp_1' }),
    ...sometimes({ dueAfter: dayOf(random(60)) }),
    ...sometimes({ dueBefore: dayOf(random(60)) }),
    ...sometimes({ createdFrom: new Date(START + random(400) * 60_000) }),
    ...sometimes({ createdBefore: new Date(START + random(400) * 60_000) }),
    ...sometimes({ amountMin: oneOf([500, 7_000]) }),
    ...sometimes({ amountMax: oneOf([500, 7_777]) }),
    ...sometimes({
      metadata: oneOf([{ order: 'PO-1' }, { order: 'PO-2', site: 'north' }, { site: 'south' }]),
    }),
    ...sometimes({ search: oneOf(Object.keys(SEARCHES)) }),
  }
}

function isIn(filter: InvoiceFilter, { row, words }: Made): boolean {
  const { statuses, customer, currency, dueAfter, dueBefore, createdFrom, createdBefore } = filter
  const { amountMin, amountMax, metadata, search } = filter
  return (
    (!statuses || statuses.includes(row.status)) &&
    (!customer || row.customerEmail === customer.toLowerCase()) &&
    (!filter.customerId || row.customerId === filter.customerId) &&
    (!currency || row.currency === currency) &&
    (!filter.import || row.importId === filter.import) &&
    (!dueAfter || row.dueDate > dueAfter) &&
    (!dueBefore || row.dueDate < dueBefore) &&
    (!createdFrom || row.createdAt >= createdFrom) &&
    (!createdBefore || row.createdAt < createdBefore) &&
    (!amountMin || row.amount >= amountMin) &&
    (!amountMax || row.amount <= amountMax) &&
    (!metadata || Object.entries(metadata).every(([key, value]) => row.metadata[key] === value)) &&
    (search === undefined || SEARCHES[search]?.(words) === true)
  )
}

function expectedIds({ filter, order: { by, isDescending } }: InvoiceList): string[] {
  const keyOf = ({ row }: Made) => {
    const first = { created: '', due: row.dueDate, amount: String(row.amount).padStart(9, '0') }[by]
    return `${first} ${row.createdAt.toISOString()} ${row.id}`
  }
  const sorted = made
    .filter((one) => isIn(filter, one))
    .map((one) => [keyOf(one), one.row.id] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, id]) => id)
  return isDescending ? sorted.toReversed() : sorted
}

async function pagedIds(list: InvoiceList, limit: number): Promise<string[]> {
  const ids: string[] = []
  for (let after: ListPosition | undefined; ;) {
    const page = await listInvoices(em(), list, { limit, after })
    ids.push(...page.map(({ row }) => row.id))
    if (page.length < limit) return ids
    after = page.at(-1)?.position
  }
}

async function exportedIds(list: InvoiceList): Promise<string[]> {
  const ids: string[] = []
  for await (const batch of eachInvoice(em(), list)) ids.push(...batch.map(({ id }) => id))
  return ids
}

function randomList(): InvoiceList {
  const by = oneOf(ORDERS)
  const filter = randomFilter()
  return {
    tenant: { merchantId: database.merchantId, mode: 'test' },
    filter: by === 'amount' ? { ...filter, currency: filter.currency ?? 'GBP' } : filter,
    order: { by, isDescending: random(2) === 0 },
  }
}

describe('lists of invoices', () => {
  it(`pages and exports what a filter in memory finds, in its order (seed ${SEED})`, async () => {
    for (let nth = 0; nth < LISTS; nth += 1) {
      const list = randomList()
      const expected = expectedIds(list)
      const limit = Math.ceil((expected.length + 1) / MOST_PAGES) + random(60)
      const described = JSON.stringify(list)
      expect(await pagedIds(list, limit), described).toEqual(expected)
      expect(await exportedIds(list), described).toEqual(expected)
    }
  })

  it('returns each earlier row once, and no row twice, while rows are inserted between the pages', async () => {
    for (const by of ORDERS) {
      for (const isDescending of [true, false]) {
        const list: InvoiceList = {
          tenant: { merchantId: database.merchantId, mode: 'test' },
          filter: { currency: 'GBP' },
          order: { by, isDescending },
        }
        const before = expectedIds(list)
        const ids: string[] = []
        for (let after: ListPosition | undefined; ;) {
          const page = await listInvoices(em(), list, { limit: 50, after })
          ids.push(...page.map(({ row }) => row.id))
          const between = randomInvoice(made.length, database.merchantId)
          made.push(between)
          await bulkInsert(em(), InvoiceRow, [between.row])
          if (page.length < 50) break
          after = page.at(-1)?.position
        }
        expect(new Set(ids).size).toBe(ids.length)
        const earlier = new Set(before)
        expect(ids.filter((id) => earlier.has(id))).toEqual(before)
      }
    }
  })
})

describe('the search', () => {
  const search = async (text: string) => {
    const tenant = { merchantId: database.merchantId, mode: 'test' } as const
    const order = { by: 'created', isDescending: true } as const
    return pagedIds({ tenant, filter: { search: text }, order }, 100)
  }

  it('finds the new texts, and not the old ones, when the name, the e-mail or the number changes', async () => {
    const one = randomInvoice(900_000, database.merchantId).row
    await bulkInsert(em(), InvoiceRow, [
      { ...one, status: 'draft', number: null, paymentReference: null } as typeof one,
    ])
    const change = async (changes: Partial<InvoiceRow>, text: string, old: string) => {
      await em().nativeUpdate(InvoiceRow, { id: one.id }, changes)
      expect(await search(text)).toEqual([one.id])
      expect(await search(old)).not.toContain(one.id)
    }
    await change({ customerName: 'Zephyrine' }, 'zéphyrine', one.customerName)
    await change({ customerEmail: 'z@quince.example' }, 'quince', one.customerEmail)
    await change({ description: 'Ünïcörn' }, 'unicorn', one.description)
    await change({ number: 'X/99.1' }, 'x/99.1', '2026-900000')
    await em().nativeDelete(InvoiceRow, { id: one.id })
    expect(await em().execute('select 1 from invoice_search where invoice_id = ?', [one.id])).toEqual([])
    expect(await search('zephyrine')).toEqual([])
  })
})

import { expect, it } from 'vitest'
import { addDays, dateInZone } from '../../../domain/shared/calendar.ts'
import {
  advance,
  authorise,
  call,
  createInvoice,
  type InvoiceJson,
  mustCommand,
  pressPay,
  readInvoice,
} from '../../clients/client.ts'
import { confirm, review, untilImport } from '../../clients/import-client.ts'
import { expectFiguresOfLogs } from '../../support/figures.ts'
import type { World } from '../../support/harness.ts'
import { withNewMerchant } from '../../support/merchant.ts'
import { useWorld } from '../../support/test-harness.ts'
import { untilInvoice, untilStatus } from '../../support/wait.ts'

const world = useWorld()
const TODAY = () => dateInZone(Date.now(), 'Europe/London')

interface Sum {
  count: number
  amount: number
}

interface Summary {
  period: { from: string; to: string }
  currencies: {
    currency: string
    by_status: Record<string, Sum>
    ageing: Record<string, Sum>
    issued: Sum
    received: Sum
    refunded: Sum
    average_days_to_pay: number | null
    weeks: { week: string; received: Sum; refunded: Sum }[]
  }[]
}

async function summaryOf(shop: World, query = '') {
  const { status, json } = await call<Summary>(shop, 'GET', `/v1/summary${query}`)
  expect(status).toBe(200)
  return json
}

async function pay(shop: World, { id, link }: InvoiceJson): Promise<void> {
  await authorise((await pressPay(link?.url ?? '', 'sandbox-pebble')).location)
  await untilStatus(shop, id, 'paid')
}

it('sums drafts, open, paid and void invoices, ageing, refunds and money by week', async () => {
  const shop = await withNewMerchant(world, { time_zone: 'Europe/London' })
  const dueDate = addDays(TODAY(), 10)
  const create = (amount: number, changes: object = {}) =>
    createInvoice(shop, { amount, due_date: dueDate, ...changes })
  await create(1_000, { send: 'draft' })
  const open = await create(2_000)
  const late = await create(3_000)
  const paid = await create(4_000)
  const gone = await create(5_000)
  await pay(shop, paid)
  await mustCommand(shop, gone.id, 'void', {})
  await advance(shop, late.id, 'P50D')
  await untilStatus(shop, late.id, 'overdue')
  await mustCommand(shop, open.id, 'payments', { amount: 500, method: 'cash', receipt: false })
  await mustCommand(shop, paid.id, 'refunds', { amount: 1_500 })
  await untilInvoice(shop, paid.id, ({ refunds }) => refunds[0]?.status === 'executed')
  const { currencies } = await summaryOf(shop)
  const none = { count: 0, amount: 0 }
  expect(currencies).toHaveLength(1)
  expect(currencies[0]).toMatchObject({
    currency: 'GBP',
    by_status: {
      draft: { count: 1, amount: 1_000 },
      sent: { count: 1, amount: 1_500 },
      viewed: none,
      overdue: { count: 1, amount: 3_000 },
      paid: { count: 1, amount: 4_000 },
      void: { count: 1, amount: 5_000 },
    },
    ageing: {
      not_due: { count: 1, amount: 1_500 },
      days_1_30: none,
      days_31_60: { count: 1, amount: 3_000 },
      days_over_90: none,
    },
    issued: { count: 4, amount: 14_000 },
    received: { count: 2, amount: 4_500 },
    refunded: { count: 1, amount: 1_500 },
    average_days_to_pay: 0,
  })
  const [week] = currencies[0]?.weeks ?? []
  expect(week).toMatchObject({ received: { count: 2, amount: 4_500 }, refunded: { count: 1, amount: 1_500 } })
  expect(new Date(`${week?.week}T00:00:00Z`).getUTCDay()).toBe(1)
  await expectFiguresOfLogs(shop)
})

it('subtracts a removed payment, and leaves out what is outside the period', async () => {
  const shop = await withNewMerchant(world)
  const { id } = await createInvoice(shop, { amount: 2_000 })
  const payment = { amount: 2_000, method: 'cash', receipt: false }
  const { payments } = await mustCommand(shop, id, 'payments', payment)
  const before = (await summaryOf(shop)).currencies[0]
  expect(before?.received).toEqual({ count: 1, amount: 2_000 })
  await mustCommand(shop, id, `payments/${payments[0]?.id}/undo`)
  const after = (await summaryOf(shop)).currencies[0]
  expect(after?.received).toEqual({ count: 0, amount: 0 })
  expect(after?.by_status['paid']).toEqual({ count: 0, amount: 0 })
  expect(after?.average_days_to_pay).toBeNull()
  const earlier = await summaryOf(shop, '?from=2020-01-01&to=2020-12-31')
  expect(earlier.currencies[0]?.issued).toEqual({ count: 0, amount: 0 })
  await expectFiguresOfLogs(shop)
})

it('counts the days to pay of invoices that were issued here and asked for money alone', async () => {
  const shop = await withNewMerchant(world)
  const payment = { method: 'cash', receipt: false }
  const taken = { number: 'OLD-1', issue_date: addDays(TODAY(), -40), due_date: addDays(TODAY(), -10) }
  const { id } = await createInvoice(shop, { amount: 2_000, ...taken })
  await mustCommand(shop, id, 'payments', { ...payment, amount: 2_000 })
  const rows = [
    'customer_name,customer_email,amount,currency,due_date,description,invoice_number,issue_date',
    `Ada,days@summary.example,30.00,GBP,${taken.due_date},Work,OLD-2,${taken.issue_date}`,
  ]
  const { id: file } = await review(shop, rows.join('\n'))
  await confirm(shop, file)
  await untilImport(shop, file, 'completed')
  const { json } = await call<{ data: InvoiceJson[] }>(shop, 'GET', '/v1/invoices?status=sent,overdue')
  for (const imported of json.data) {
    await mustCommand(shop, imported.id, 'payments', { ...payment, amount: 3_000 })
  }
  const lines = [{ description: 'Gift', quantity: 1, unit_amount: 0 }]
  const free = await createInvoice(shop, { amount: undefined, lines })
  await untilStatus(shop, free.id, 'paid')
  const [summary] = (await summaryOf(shop)).currencies
  expect(summary?.by_status['paid']).toEqual({ count: 3, amount: 5_000 })
  expect(summary?.average_days_to_pay).toBeNull()
  await expectFiguresOfLogs(shop)
})

it('states a sum above the safe integers exactly, as text', async () => {
  const shop = await withNewMerchant(world)
  for (const amount of [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, 1]) {
    await createInvoice(shop, { amount, send: 'draft' })
  }
  const { currencies } = await summaryOf(shop)
  expect(currencies[0]?.by_status['draft']).toEqual({ count: 3, amount: '18014398509481983' })
})

it('issues an invoice whose day has a sum above 64 bits', async () => {
  const shop = await withNewMerchant(world)
  await createInvoice(shop, { amount: Number.MAX_SAFE_INTEGER })
  const issued = "merchant_id = ? and figure = 'issued'"
  const of = [shop.merchantId]
  await world.em.fork().execute(`update daily_figure set amount = 2::numeric ^ 63 - 1 where ${issued}`, of)
  await createInvoice(shop, { amount: 1 })
  const { currencies } = await summaryOf(shop)
  expect(currencies[0]?.issued).toEqual({ count: 2, amount: '9223372036854775808' })
})

it('stays equal to the logs after concurrent creates and an import', async () => {
  const shop = await withNewMerchant(world)
  await Promise.all(Array.from({ length: 6 }, (_, n) => createInvoice(shop, { amount: 100 + n })))
  const rows = Array.from(
    { length: 12 },
    (_, n) => `Ada ${n},ada${n}@summary.example,10.00,GBP,${addDays(TODAY(), 20)},Work ${n}`,
  )
  const { id } = await review(shop, ['Name,Email,Amount,Currency,Due date,Description', ...rows].join('\n'))
  expect((await confirm(shop, id)).status).toBe(202)
  await untilImport(shop, id, 'completed')
  await expectFiguresOfLogs(shop)
  expect((await summaryOf(shop)).currencies[0]?.issued.count).toBe(18)
})

it('shows each merchant and each mode its own figures', async () => {
  const shop = await withNewMerchant(world)
  expect((await summaryOf(shop)).currencies).toEqual([])
  const { id } = await createInvoice(world)
  expect((await readInvoice(world, id)).status).toBe('sent')
  expect((await summaryOf(shop)).currencies).toEqual([])
})

it.each(['?from=2026-02-30', '?from=2026-12-31&to=2026-01-01', '?from=1990-01-01', '?week=1'])(
  'refuses the query %s',
  async (query) => {
    expect(await call(world, 'GET', `/v1/summary${query}`)).toMatchObject({
      status: 422,
      json: { code: 'invalid_query' },
    })
  },
)

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seed } from '../../dev/seed.ts'
import { recurringWorkflowId } from '../../workflows/contract.ts'
import { call, until } from '../client.ts'
import {
  createPlan,
  invoicesOf,
  type OccurrenceInvoice,
  orderPlan,
  readPlan,
  withKey,
} from '../recurring-client.ts'
import { createTestWorld } from '../test-world.ts'
import type { World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(async () => world.close())

const NEXT_YEAR = new Date().getUTCFullYear() + 1

/** The last days of sixty months, by other arithmetic than the plan's. */
const MONTH_ENDS = Array.from({ length: 60 }, (_, month) =>
  new Date(Date.UTC(NEXT_YEAR, month + 1, 0)).toISOString().slice(0, 10),
)
const FORTNIGHTS = Array.from({ length: 130 }, (_, index) =>
  new Date(Date.UTC(NEXT_YEAR, 0, 4 + 14 * index)).toISOString().slice(0, 10),
)

describe('five years, moved by the test clock', () => {
  it.each([
    ['monthly on the 31st in Europe/Copenhagen', 'Europe/Copenhagen', { unit: 'month' }, MONTH_ENDS],
    ['monthly on the 31st in America/Sao_Paulo', 'America/Sao_Paulo', { unit: 'month' }, MONTH_ENDS],
    ['every two weeks in Europe/Copenhagen', 'Europe/Copenhagen', { every: 2, unit: 'week' }, FORTNIGHTS],
  ] as const)('%s: the right dates, at nine, one invoice each', async (_, zone, interval, dates) => {
    const { api_key: key } = await seed(world.databaseUrl)
    await call(world, 'PATCH', '/v1/settings', { time_zone: zone }, withKey(key))
    const schedule = { ...interval, start: dates[0], end: { count: dates.length } }
    const { id } = await createPlan(world, { schedule }, key)
    const moved = await orderPlan(world, id, 'clock', { advance: 'P6Y1M' }, withKey(key))
    // It goes on by itself if it takes longer than a request may.
    if (!moved.settled) expect(Date.parse(moved.reached_at ?? '')).toBeGreaterThan(Date.now())
    await until(async () => (await readPlan(world, id, key)).status === 'ended')
    const invoices = await until(async () => {
      const all = await invoicesOf(world, id, key)
      return all.every((invoice) => invoice.issued_at) && all
    })
    expect(invoices.map(({ recurring }) => recurring?.occurrence)).toEqual(dates.map((_date, n) => n + 1))
    expect(invoices.map((invoice) => localHour(invoice, zone))).toEqual(dates.map((date) => `${date} 09`))
    expect(invoices.map(({ due_date }) => due_date)).toEqual(dates.map((date) => after(date, 14)))
    expect(new Set(invoices.map(({ number }) => number)).size).toBe(dates.length)
    const offsets = new Set(invoices.map((invoice) => new Date(invoice.issued_at ?? '').getUTCHours()))
    // São Paulo has had no summer time since 2019; Copenhagen’s nine o’clock is seven or eight in UTC.
    expect([...offsets].toSorted((a, b) => a - b)).toEqual(zone === 'Europe/Copenhagen' ? [7, 8] : [12])
    const run = await world.client.workflow.getHandle(recurringWorkflowId(id)).describe()
    expect(run.status.name).toBe('COMPLETED')
  })
})

/** By the formatter of the platform, which shares nothing with the plan's calendar. */
function localHour({ issued_at: at }: OccurrenceInvoice, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(at ?? ''))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}`
}

function after(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
}

import { expect } from 'vitest'
import { seed } from '../../../dev/stack/demo/seed.ts'
import { recurringWorkflowId } from '../../../workflows/recurring/contract.ts'
import { call } from '../../clients/client.ts'
import {
  createRecurring,
  invoicesOf,
  type OccurrenceInvoice,
  mustSendRecurringCommand,
  readRecurring,
  withKey,
} from '../../clients/recurring-client.ts'
import type { World } from '../../support/harness.ts'
import { untilCompleted, waitFor } from '../../support/wait.ts'

export const NEXT_YEAR = new Date().getUTCFullYear() + 1

export async function runSchedule(
  world: World,
  timeZone: string,
  interval: object,
  dates: readonly string[],
): Promise<number[]> {
  const { api_key: key, live_api_key: liveKey } = await seed(world.em.fork())
  await call(world, 'PATCH', '/v1/settings', { time_zone: timeZone }, withKey(liveKey))
  const schedule = { ...interval, start: dates[0], end: { count: dates.length } }
  const { id } = await createRecurring(world, { schedule }, key)
  const moved = await mustSendRecurringCommand(world, id, 'clock', { advance: 'P6Y1M' }, withKey(key))
  if (!moved.settled) expect(Date.parse(moved.processed_until ?? '')).toBeGreaterThan(Date.now())
  const patience = { timeoutMs: 800_000, pauseMs: 200 }
  await waitFor(async () => (await readRecurring(world, id, key)).status === 'ended', patience)
  const invoices = await waitFor(async () => {
    const all = await invoicesOf(world, id, key)
    return all.every((invoice) => invoice.issued_at) && all
  }, patience)
  expect(invoices.map(({ recurring }) => recurring?.occurrence)).toEqual(dates.map((_date, n) => n + 1))
  expect(invoices.map((invoice) => localHour(invoice, timeZone))).toEqual(dates.map((date) => `${date} 09`))
  expect(invoices.map(({ due_date }) => due_date)).toEqual(dates.map((date) => after(date, 14)))
  expect(new Set(invoices.map(({ number }) => number)).size).toBe(dates.length)
  await untilCompleted(world, recurringWorkflowId(id))
  const hours = new Set(invoices.map((invoice) => new Date(invoice.issued_at ?? '').getUTCHours()))
  return [...hours].toSorted((a, b) => a - b)
}

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

import { expect } from 'vitest'
import { InvoiceRow, MerchantRow } from '../../db/entities/index.ts'
import { loadStates } from '../../db/invoices/event-store.ts'
import { zoneOf } from '../../db/invoices/schedule.ts'
import { figuresOf } from '../../domain/summary/daily-figures.ts'
import { dateInZone } from '../../domain/shared/calendar.ts'
import type { World } from './harness.ts'

export async function expectFiguresOfLogs({ em: shared, merchantId }: World): Promise<void> {
  const em = shared.fork()
  const stored = await em.execute<{ key: string; count: number; amount: string }[]>(
    `select concat_ws(' ', mode, currency, figure, day) as key, count, amount from daily_figure
     where merchant_id = ? and (count <> 0 or amount <> 0)`,
    [merchantId],
  )
  const merchant = await em.findOneOrFail(MerchantRow, { id: merchantId })
  const invoices = await em.find(InvoiceRow, { merchantId })
  const states = await loadStates(
    em,
    invoices.map(({ id }) => id),
  )
  const expected = new Map<string, { count: number; amount: number }>()
  for (const invoice of invoices) {
    const { id, mode, currency } = invoice
    const state = states.get(id)
    for (const part of state ? figuresOf(state) : []) {
      const day = 'day' in part ? part.day : dateInZone(part.at, zoneOf(invoice, merchant))
      const key = [mode, currency, part.figure, day].join(' ')
      const sum = expected.get(key) ?? { count: 0, amount: 0 }
      expected.set(key, { count: sum.count + part.count, amount: sum.amount + part.amount })
    }
  }
  const sums = stored.map(({ key, count, amount }) => [key, { count, amount: Number(amount) }] as const)
  const wanted = [...expected].filter(([, { count, amount }]) => count !== 0 || amount !== 0)
  expect(new Map(sums)).toEqual(new Map(wanted))
}

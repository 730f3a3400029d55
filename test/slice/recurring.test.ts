import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestWorld } from '../test-world.ts'
import { call, until } from '../client.ts'
import type { World } from '../world.ts'

let world: World
beforeAll(async () => {
  world = await createTestWorld()
})
afterAll(async () => world.close())

describe('a plan', () => {
  it('smoke', async () => {
    const today = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)
    const made = await call(world, 'POST', '/v1/recurring_invoices', {
      customer: { name: 'Ada Byron', email: 'ada@customer.example' },
      currency: 'GBP',
      description: 'Rent for {month} {year} ({occurrence})',
      amount: 12_500,
      schedule: { every: 1, unit: 'month', start: today },
      due_after_days: 14,
      issue: 'send',
    })
    console.log(JSON.stringify(made, null, 1).slice(0, 3000))
    const id = made.json['id']
    const t0 = Date.now()
    const moved = await call(world, 'POST', `/v1/recurring_invoices/${id}/clock`, { advance: 'P5Y' })
    console.log(Date.now() - t0, JSON.stringify(moved, null, 1).slice(0, 2500))
    const events = await call(world, 'GET', `/v1/recurring_invoices/${id}/events`)
    console.log(JSON.stringify((events.json['data'] as unknown[]).slice(0, 4), null, 1))
    const list = async () =>
      (await call(world, 'GET', '/v1/invoices?limit=100')).json['data'] as {
        issued_at: string | null
        due_date: string
        number: string
        description: string
        clock_ahead_ms: number
      }[]
    await until(async () => (await list()).every((one) => one.issued_at))
    console.log(
      Date.now() - t0,
      (await list())
        .map((one) => [one.issued_at, one.due_date, one.number, one.description].join(' '))
        .join('\n'),
    )
    const run = await world.client.workflow.getHandle(`recurring-${id}`).describe()
    console.log(run.historyLength, run.status.name)
  })
})

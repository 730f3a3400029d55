import { pino } from 'pino'
import { expect, it, vi } from 'vitest'
import { TemporalUnavailableError } from './call-with-retry.ts'
import { watchTemporal } from './temporal-watch.ts'

function startWatch(options: { lineEveryMs: number }) {
  const messages: string[] = []
  const write = (line: string) => void messages.push((JSON.parse(line) as { msg: string }).msg)
  const server = { isUp: true, calls: 0 }
  const ping = async () => {
    server.calls += 1
    if (!server.isUp) throw new TemporalUnavailableError('no answer')
  }
  const watch = watchTemporal({ ping }, pino({}, { write }), { pauseMs: 1, ...options })
  const nextCalls = async (calls: number) => {
    const seen = server.calls
    await vi.waitUntil(() => server.calls >= seen + calls, 60_000)
  }
  return { watch, server, messages, nextCalls }
}

it('logs one line at the start of an outage of Temporal and one at the end', async () => {
  const { watch, server, messages, nextCalls } = startWatch({ lineEveryMs: 3_600_000 })
  await nextCalls(2)
  expect(watch.isUp()).toBe(true)
  server.isUp = false
  await nextCalls(5)
  expect(watch.isUp()).toBe(false)
  server.isUp = true
  await nextCalls(3)
  expect(watch.isUp()).toBe(true)
  await watch.stop()
  expect(messages).toEqual(['temporal.unavailable', 'temporal.available'])
})

it('logs each outage of Temporal, and a long outage again', async () => {
  const { watch, server, messages, nextCalls } = startWatch({ lineEveryMs: 0 })
  server.isUp = false
  await nextCalls(4)
  server.isUp = true
  await nextCalls(3)
  await watch.stop()
  const lines = messages.filter((message) => message === 'temporal.unavailable')
  expect(lines.length).toBeGreaterThan(1)
  expect(messages.at(-1)).toBe('temporal.available')
})

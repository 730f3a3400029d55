import { afterEach, expect, it, vi } from 'vitest'
import { capturedLog } from '../test/support/captured-log.ts'
import { callWithRetry, TemporalUnavailableError } from './call-with-retry.ts'
import { DEFAULT_TIMING, type Outage, type OutageTiming, watchServer } from './outage.ts'

const NEVER_AGAIN_MS = 3_600_000
const LIMIT = { timeout: 30_000 }

const running: Outage[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((outage) => outage.stop()))
})

function startWatch(timing: Partial<OutageTiming> = {}) {
  const server = { mode: 'up' as 'up' | 'down' | 'frozen', calls: 0 }
  const frozen: (() => void)[] = []
  const reach = async () => {
    server.calls += 1
    if (server.mode === 'down') throw new Error('refused')
    if (server.mode === 'frozen') await new Promise<void>((resolve) => frozen.push(resolve))
  }
  const { log, lines } = capturedLog()
  const pauses = { pauseMs: 1, lineEveryMs: NEVER_AGAIN_MS }
  const outage = watchServer({ name: 'temporal', reach, log }, { ...DEFAULT_TIMING, ...pauses, ...timing })
  running.push(outage)
  const nextCalls = async (calls: number) => {
    const seen = server.calls
    await vi.waitUntil(() => server.calls >= seen + calls, LIMIT)
  }
  const thaw = () => {
    const answered = frozen.splice(0)
    for (const resolve of answered) resolve()
    return answered.length
  }
  return { outage, server, nextCalls, thaw, messages: () => lines.map(({ msg }) => msg) }
}

it('logs one line at the start of an outage and one at the end, for any number of failures', async () => {
  const { outage, server, nextCalls, messages } = startWatch()
  await nextCalls(2)
  expect(outage.isKnown).toBe(false)
  server.mode = 'down'
  await nextCalls(3)
  expect(outage.isKnown).toBe(true)
  for (let failures = 0; failures < 1_000; failures++) outage.noteFailure(new Error('refused'))
  server.mode = 'up'
  await nextCalls(3)
  expect(outage.isKnown).toBe(false)
  expect(messages()).toEqual(['temporal.unavailable', 'temporal.available'])
})

it('logs a further line in each interval of a long outage', async () => {
  const { server, nextCalls, messages } = startWatch({ lineEveryMs: 0 })
  server.mode = 'down'
  await nextCalls(4)
  server.mode = 'up'
  await nextCalls(3)
  const lines = messages()
  expect(lines.filter((line) => line === 'temporal.unavailable').length).toBeGreaterThan(1)
  expect(lines.at(-1)).toBe('temporal.available')
})

it('starts an outage at once when a request notes a failure', () => {
  const { outage, messages } = startWatch()
  outage.noteFailure(new Error('refused'))
  expect(outage.isKnown).toBe(true)
  expect(messages()).toEqual(['temporal.unavailable'])
})

it('starts no outage when the server answers again within the grace time', async () => {
  const { outage, server, nextCalls, messages } = startWatch({ graceMs: NEVER_AGAIN_MS })
  server.mode = 'down'
  await nextCalls(3)
  expect(outage.isKnown).toBe(false)
  server.mode = 'up'
  await nextCalls(2)
  expect(messages()).toEqual([])
})

it('ends no outage while requests still fail', async () => {
  const { outage, nextCalls, messages } = startWatch({ settleMs: NEVER_AGAIN_MS })
  outage.noteFailure(new Error('refused'))
  await nextCalls(5)
  expect(outage.isKnown).toBe(true)
  expect(messages()).toEqual(['temporal.unavailable'])
})

it('starts an outage when an answer is late, makes one call at a time, and ends with the late answer', async () => {
  const { outage, server, thaw, messages } = startWatch({ answerMs: 5, lineEveryMs: 0 })
  server.mode = 'frozen'
  await vi.waitUntil(() => messages().length >= 3, LIMIT)
  server.mode = 'up'
  expect(thaw()).toBe(1)
  await vi.waitUntil(() => !outage.isKnown, LIMIT)
  expect(messages().at(-1)).toBe('temporal.available')
})

it('refuses calls without sending them in a known outage', async () => {
  const { outage, server, nextCalls } = startWatch()
  server.mode = 'down'
  await nextCalls(3)
  const call = vi.fn<() => Promise<string>>(async () => 'done')
  const refused = callWithRetry(Date.now() + NEVER_AGAIN_MS, outage, call)
  await expect(refused).rejects.toMatchObject({
    name: 'TemporalUnavailableError',
    mayBeExecuted: false,
    isOutage: true,
  })
  expect(call).not.toHaveBeenCalled()
  server.mode = 'up'
  await nextCalls(3)
  expect(await callWithRetry(Date.now() + NEVER_AGAIN_MS, outage, call)).toBe('done')
})

it('ends a waiting call at the start of an outage, and says that the call may be executed', async () => {
  const { outage } = startWatch()
  const call = async (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () =>
        reject(Object.assign(new Error('cancelled'), { code: 1, details: '', metadata: {} })),
      )
    })
  const waiting = callWithRetry(Date.now() + NEVER_AGAIN_MS, outage, call)
  outage.noteFailure(new Error('refused'))
  await expect(waiting).rejects.toMatchObject({
    name: 'TemporalUnavailableError',
    mayBeExecuted: true,
    isOutage: true,
  })
})

it('says that a call may have been executed when the answer was lost', () => {
  expect(new TemporalUnavailableError('no answer').mayBeExecuted).toBe(true)
})

import { CancelledFailure } from '@temporalio/common'
import { MockActivityEnvironment } from '@temporalio/testing'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reportProgress, withHeartbeat } from './heartbeat.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
afterEach(() => void vi.useRealTimers())

function createRun() {
  const environment = new MockActivityEnvironment()
  const run = { environment, details: [] as unknown[] }
  environment.on('heartbeat', (details: unknown) => run.details.push(details))

  return run
}

it('repeats the last progress in the heartbeats of the timer', async () => {
  const { environment, details } = createRun()
  const parse = withHeartbeat(async () => {
    await vi.advanceTimersByTimeAsync(5_000)
    reportProgress(100)
    await vi.advanceTimersByTimeAsync(10_000)
  })
  await environment.run(parse, undefined)
  expect(details).toEqual([undefined, { parsed: 100 }, { parsed: 100 }, { parsed: 100 }])
})

it('keeps the progress of two activities apart', async () => {
  const [first, second] = [createRun(), createRun()]
  await first.environment.run(
    withHeartbeat(async () => reportProgress(1)),
    undefined,
  )
  await second.environment.run(
    withHeartbeat(async () => void (await vi.advanceTimersByTimeAsync(5_000))),
    undefined,
  )
  expect(second.details).toEqual([undefined])
})

it('stops the heartbeats and the work at the next progress when the activity is cancelled', async () => {
  const { environment, details } = createRun()
  const parse = withHeartbeat(async () => {
    environment.cancel()
    await vi.advanceTimersByTimeAsync(10_000)
    reportProgress(100)
  })
  await expect(environment.run(parse, undefined)).rejects.toThrow(CancelledFailure)
  expect(details).toEqual([])
})

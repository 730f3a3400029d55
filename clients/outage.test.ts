import { expect, it, vi } from 'vitest'
import { callWithRetry, TemporalUnavailableError } from './call-with-retry.ts'
import { createOutage } from './outage.ts'

it('refuses calls without sending them during an outage, until the server answers a ping', async () => {
  const answers = [false, false, true]
  const outage = createOutage(async () => {
    if (!answers.shift()) throw new Error('no answer')
  }, 1)
  outage.begin(Date.now())
  const call = vi.fn<() => Promise<string>>(async () => 'done')
  const refused = callWithRetry(Date.now() + 1_000, call, outage)
  await expect(refused).rejects.toMatchObject({ name: 'TemporalUnavailableError', mayBeExecuted: false })
  expect(call).not.toHaveBeenCalled()
  await vi.waitUntil(() => !outage.isKnown, 60_000)
  expect(await callWithRetry(Date.now() + 1_000, call, outage)).toBe('done')
  expect(answers).toEqual([])
})

it('begins no outage when another call was answered after the first failure', () => {
  const outage = createOutage(async () => undefined)
  const firstFailureAt = Date.now() - 1
  outage.noteAnswer()
  outage.begin(firstFailureAt)
  expect(outage.isKnown).toBe(false)
})

it('says that a call may have been executed when the answer was lost', () => {
  expect(new TemporalUnavailableError('no answer').mayBeExecuted).toBe(true)
})

import { expect, it } from 'vitest'
import { type Answer, judge, type TryFailure, type Verdict } from './delivery.ts'

const answer = (statusCode: number | null, failure: TryFailure | null): Answer => ({
  statusCode,
  failure,
  body: '',
  durationMs: 1,
})
const DELAYS = [5_000, 300_000]
const retryIn = (delayMs: number): Verdict => ({ outcome: 'retrying', delayMs })
const failed = (isGone = false): Verdict => ({ outcome: 'failed', isGone })

it.each<[string, Answer, number, Verdict]>([
  ['a status of 204', answer(204, null), 0, { outcome: 'succeeded' }],
  ['a status of 500', answer(500, 'status'), 0, retryIn(5_000)],
  ['a status of 429', answer(429, 'status'), 1, retryIn(300_000)],
  ['a redirect', answer(302, 'redirect'), 0, retryIn(5_000)],
  ['no answer', answer(null, 'timeout'), 0, retryIn(5_000)],
  ['a name that is not found', answer(null, 'host_not_found'), 0, retryIn(5_000)],
  ['a failure of the last try', answer(500, 'status'), 2, failed()],
  ['a private address', answer(null, 'address_not_allowed'), 0, failed()],
  ['a status of 410', answer(410, 'status'), 0, failed(true)],
])('decides about %s', (_, given, earlierTries, expected) => {
  expect(judge(given, earlierTries, DELAYS)).toEqual(expected)
})

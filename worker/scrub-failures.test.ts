import { ApplicationFailureCategory } from '@temporalio/common'
import type { Context } from '@temporalio/activity'
import type { ActivityExecuteInput } from '@temporalio/worker'
import { expect, it, vi } from 'vitest'
import { scrubFailures } from './scrub-failures.ts'

async function failWith(thrown: Error, attempt: number) {
  const levels: string[] = []
  const log = { warn: () => levels.push('warn'), debug: () => levels.push('debug') }
  const noteFailure = vi.fn<(failure: unknown) => void>()
  const context = { log, info: { attempt } } as unknown as Context
  const { execute } = scrubFailures(context, { noteFailure })
  let failure: unknown
  try {
    await execute?.({} as ActivityExecuteInput, async () => Promise.reject(thrown))
  } catch (error) {
    failure = error
  }
  return { failure, levels, notes: noteFailure.mock.calls.length }
}

const refused = () =>
  Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' })

it.each([
  [1, 200],
  [4, 1_600],
  [40, 5_000],
])('repeats attempt %i soon after a lost connection to the database', async (attempt, nextRetryDelay) => {
  const { failure, levels, notes } = await failWith(refused(), attempt)
  const category = ApplicationFailureCategory.BENIGN
  expect(failure).toMatchObject({ message: 'ECONNREFUSED', nonRetryable: false, category, nextRetryDelay })
  expect([levels, notes]).toEqual([['debug'], 1])
})

it('logs another failure as a warning, and leaves the pause to the retry policy', async () => {
  const { failure, levels, notes } = await failWith(new TypeError('a customer’s name'), 1)
  expect(failure).toMatchObject({ message: 'TypeError', nonRetryable: false, nextRetryDelay: undefined })
  expect([levels, notes]).toEqual([['warn'], 0])
})

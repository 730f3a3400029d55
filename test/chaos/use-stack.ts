import { afterAll, beforeAll } from 'vitest'
import type { ThrowawayStack } from '../support/temporary-stack.ts'
import { startTestStack } from '../support/test-harness.ts'

const shared = {} as ThrowawayStack
let isUsed = false

/** Gives the one stack of the process. The returned object is empty before the first test. */
export function useStack(): ThrowawayStack {
  if (isUsed) return shared
  isUsed = true
  beforeAll(async () => {
    Object.assign(shared, await startTestStack('info'))
    shared.crash.catch(() => undefined)
  })
  afterAll(async () => {
    await shared.stop?.()
    isUsed = false
  })
  return shared
}

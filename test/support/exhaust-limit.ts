import { type LimitName, TooManyTriesError } from '../../identity/rate-limits.ts'
import type { World } from './harness.ts'

/** Counts until the merchant's next try is refused. */
export async function exhaustLimit({ deps, merchantId }: World, name: LimitName): Promise<void> {
  try {
    for (;;) await deps.identity.limits.count(name, merchantId)
  } catch (error) {
    if (!(error instanceof TooManyTriesError)) throw error
  }
}

import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'

const MINUTE_S = 60
const HOUR_S = 60 * MINUTE_S

export const MAILS_AN_HOUR = 5

const LIMITS = {
  password: { points: 10, duration: 15 * MINUTE_S },
  password_by_account: { points: 100, duration: 15 * MINUTE_S },
  password_by_address: { points: 100, duration: 15 * MINUTE_S },
  second_factor_by_address: { points: 60, duration: 15 * MINUTE_S },
  mail: { points: MAILS_AN_HOUR, duration: HOUR_S },
  mail_by_address: { points: 30, duration: HOUR_S },
  template_test: { points: 20, duration: HOUR_S },
  invitation: { points: 50, duration: 24 * HOUR_S },
} as const

/** @internal */
export type LimitName = keyof typeof LIMITS

export class TooManyTriesError extends Error {
  override name = 'TooManyTriesError'
  readonly retryAfterS: number

  constructor(retryAfterS: number) {
    super('too many tries')
    this.retryAfterS = retryAfterS
  }
}

export interface RateLimits {
  /** @throws TooManyTriesError */
  count(name: LimitName, key: string): Promise<void>
  forgive(name: LimitName, key: string): Promise<void>
}

export function createRateLimits(pool: Pool): RateLimits {
  const limiters = new Map(
    Object.entries(LIMITS).map(([name, { points, duration }]) => [
      name,
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        tableName: 'rate_limit',
        tableCreated: true,
        keyPrefix: name,
        points,
        duration,
        inMemoryBlockOnConsumed: points + 1,
        insuranceLimiter: new RateLimiterMemory({ keyPrefix: name, points, duration }),
      }),
    ]),
  )
  const limiterOf = (name: LimitName) => {
    const limiter = limiters.get(name)
    if (!limiter) throw new RangeError(`no limit ${name}`)
    return limiter
  }
  return {
    async count(name, key) {
      try {
        await limiterOf(name).consume(hashOf(key))
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        throw new TooManyTriesError(Math.max(1, Math.ceil(refusal.msBeforeNext / 1_000)))
      }
    },
    async forgive(name, key) {
      await limiterOf(name).delete(hashOf(key))
    },
  }
}

function hashOf(key: string): string {
  return createHash('sha256').update(key.toLowerCase()).digest('base64url')
}

import { hash } from 'node:crypto'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { LRUCache } from 'lru-cache'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { createKeyedLimiter } from '../../../clients/keyed-limiter.ts'
import type { ClientAddress } from './client-address.ts'
import { Problem } from '../errors/problem.ts'

export interface LimitSettings {
  requestsPerMinute: number
  failuresPerMinute: number
}

const MINUTE_S = 60
const MAX_KEYS = 10_000
const SLOW_WAIT_MS = 10_000

export type Limits = ReturnType<typeof createLimits>

export function createLimits(
  { requestsPerMinute, failuresPerMinute }: LimitSettings,
  addressOf: ClientAddress,
) {
  const requests = new RateLimiterMemory({ points: requestsPerMinute, duration: MINUTE_S })
  const failures = new RateLimiterMemory({ points: failuresPerMinute, duration: MINUTE_S })
  const validKeys = new LRUCache<string, true>({ max: MAX_KEYS })
  const oneAtATime = createKeyedLimiter(1, SLOW_WAIT_MS)

  async function isOverFailures(address: string): Promise<RateLimiterRes | undefined> {
    const used = await failures.get(address)
    return used && used.consumedPoints >= failuresPerMinute ? used : undefined
  }

  return {
    ofApi: createMiddleware(async (c, next) => {
      const key = hash('sha256', c.req.header('authorization') ?? '', 'base64')
      const address = addressOf(c)
      const over = validKeys.has(key) ? undefined : await isOverFailures(`api ${address}`)
      if (over) throw tooMany(c, over)
      const used = await consume(requests, key)
      c.header('ratelimit-policy', `"api";q=${requestsPerMinute};w=${MINUTE_S}`)
      c.header('ratelimit', `"api";r=${used.remainingPoints};t=${seconds(used)}`)
      if (used.isRefused) throw tooMany(c, used)
      await next()
      if (c.res.status === 401) {
        validKeys.delete(key)
        await consume(failures, `api ${address}`)
      } else if (c.res.status < 500) validKeys.set(key, true)
    }),

    ofPages: createMiddleware(async (c, next) => {
      await next()
      if (c.res.status !== 404) return
      const used = await consume(failures, `page ${addressOf(c)}`)
      if (used.isRefused) throw tooMany(c, used)
    }),

    ofWebhooks: createMiddleware(async (c, next) => {
      const key = `webhook ${addressOf(c)}`
      await ((await isOverFailures(key)) ? oneAtATime(key, next) : next())
      if (c.res.status === 401) await consume(failures, key)
    }),
  }
}

async function consume(
  limiter: RateLimiterMemory,
  key: string,
): Promise<{ isRefused: boolean; remainingPoints: number; msBeforeNext: number }> {
  try {
    const { remainingPoints, msBeforeNext } = await limiter.consume(key)
    return { isRefused: false, remainingPoints, msBeforeNext }
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    return { isRefused: true, remainingPoints: 0, msBeforeNext: refusal.msBeforeNext }
  }
}

function tooMany(c: Context, used: { msBeforeNext: number }): Problem {
  c.header('retry-after', String(seconds(used)))
  return new Problem('too_many_requests')
}

function seconds({ msBeforeNext }: { msBeforeNext: number }): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1_000))
}

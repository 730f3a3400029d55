import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { createLimits } from './rate-limits.ts'
import { Problem, problemResponse } from '../errors/problem.ts'

const VALID = 'Bearer valid'

function appWith(settings = { requestsPerMinute: 3, failuresPerMinute: 2 }) {
  const limits = createLimits(settings, (c) => c.req.header('x-address') ?? '')
  const app = new Hono()
  app.use('/v1/*', limits.ofApi)
  app.use('/pay/*', limits.ofPages)
  app.use('/webhooks/*', limits.ofWebhooks)
  const running = { now: 0, most: 0 }
  app.get('/v1/things', (c) => {
    if (!c.req.header('authorization')?.startsWith(VALID)) throw new Problem('unauthorized')
    return c.json({})
  })
  app.get('/pay/:token', (c) => (c.req.param('token') === 'known' ? c.text('page') : c.text('unknown', 404)))
  app.post('/webhooks/bank', async (c) => {
    running.most = Math.max(running.most, (running.now += 1))
    await new Promise((resolve) => setImmediate(resolve))
    running.now -= 1
    if (c.req.header('signature') !== 'genuine') throw new Problem('forged_webhook')
    return c.json({})
  })
  app.onError((error, c) => {
    if (!(error instanceof Problem)) throw error
    return problemResponse(c, error)
  })
  const get = async (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })
  return { app, get, running }
}

it('refuses the request after the last of a key in a minute, and not another key', async () => {
  const { get } = appWith()
  for (const left of ['2', '1', '0']) {
    const { status, headers } = await get('/v1/things', { authorization: VALID })
    expect([status, headers.get('ratelimit-policy')]).toEqual([200, '"api";q=3;w=60'])
    expect(headers.get('ratelimit')).toMatch(new RegExp(`^"api";r=${left};t=\\d+$`))
  }
  const refused = await get('/v1/things', { authorization: VALID })
  expect(refused.status).toBe(429)
  expect(await refused.json()).toMatchObject({ code: 'too_many_requests' })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await get('/v1/things', { authorization: `${VALID}-too` })).status).toBe(200)
})

it('refuses wrong keys of an address after the limit, and no key that was valid before', async () => {
  const { get } = appWith({ requestsPerMinute: 100, failuresPerMinute: 2 })
  const from = (address: string, authorization: string) =>
    get('/v1/things', { 'x-address': address, authorization }).then(({ status }) => status)
  expect(await from('a', VALID)).toBe(200)
  expect([await from('a', 'wrong 1'), await from('a', 'wrong 2')]).toEqual([401, 401])
  expect(await from('a', 'wrong 3')).toBe(429)
  expect(await from('a', VALID)).toBe(200)
  expect(await from('b', 'wrong 3')).toBe(401)
})

it('counts the requests of a key that was revoked, and takes no outage for a valid key', async () => {
  let status = 503
  const limits = createLimits({ requestsPerMinute: 100, failuresPerMinute: 1 }, () => 'a')
  const app = new Hono()
  app.use(limits.ofApi)
  app.get('/', (c) => c.body(null, status as 200))
  app.onError((error, c) => problemResponse(c, error as Problem))
  const answers = async (next: number, authorization: string) => {
    status = next
    return (await app.request('/', { headers: { authorization } })).status
  }
  expect(await answers(503, 'not checked')).toBe(503)
  expect([await answers(200, VALID), await answers(401, VALID)]).toEqual([200, 401])
  expect([await answers(401, VALID), await answers(200, 'not checked')]).toEqual([429, 429])
})

it('refuses unknown links of an address after the limit, and opens every valid link', async () => {
  const { get } = appWith()
  const statuses = []
  for (const token of ['x', 'y', 'z', 'known']) statuses.push((await get(`/pay/${token}`)).status)
  expect(statuses).toEqual([404, 404, 429, 200])
})

it('checks webhooks of an address with many wrong signatures one at a time, and takes the genuine one', async () => {
  const { app, running } = appWith()
  const send = async (signature: string) => {
    const { status } = await app.request('/webhooks/bank', { method: 'POST', headers: { signature } })
    return status
  }
  await Promise.all([send('a'), send('b'), send('c')])
  expect(running.most).toBe(3)
  running.most = 0
  expect(await Promise.all([send('d'), send('e'), send('genuine')])).toEqual([401, 401, 200])
  expect(running.most).toBe(1)
})

import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { EntityManager } from '../../../db/orm.ts'
import { createMetrics } from './metrics.ts'
import { Problem, problemResponse } from '../errors/problem.ts'

const emptyDatabase = { fork: () => ({ execute: async () => [] }) } as unknown as EntityManager

it('counts requests by method, route pattern and status, without the token of a payment link', async () => {
  const metrics = createMetrics(emptyDatabase)
  const pay = new Hono()
  pay.get('/:token/status', (c) => c.json({}))
  pay.post('/:token/pay', () => {
    throw new Problem('unavailable')
  })
  const app = new Hono()
  app.use(metrics.countRequests)
  app.route('/pay', pay)
  app.onError((error, c) => problemResponse(c, error as Problem))
  await app.request('/pay/secret-token/status')
  await app.request('/pay/secret-token/pay', { method: 'POST' })
  await app.request('/no/such/secret-token')
  const text = await metrics.registry.metrics()
  expect(text).toContain(
    'http_requests_total{method="GET",route="/pay/:token/status",status="200",ok="true"} 1',
  )
  expect(text).toContain(
    'http_requests_total{method="POST",route="/pay/:token/pay",status="503",ok="false"} 1',
  )
  expect(text).toContain('http_request_duration_seconds_count{')
  expect(text).toContain('duewell_reconciliation_findings')
  expect(text).not.toContain('secret-token')
})

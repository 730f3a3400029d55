import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createOrm, type MikroORM } from '../../db/orm.ts'
import { createTestDatabase, type TestDatabase } from '../../test/setup/database.ts'
import { createMetrics } from './metrics.ts'
import { Problem, problemResponse } from './problem.ts'

let database: TestDatabase
let orm: MikroORM
beforeAll(async () => {
  database = await createTestDatabase()
  orm = await createOrm(database.url)
})
afterAll(async () => {
  await orm.close()
  await database.drop()
})

it('counts requests by method, route pattern and status, without the token of a payment link', async () => {
  const metrics = createMetrics(orm.em)
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

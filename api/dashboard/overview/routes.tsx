import { Hono } from 'hono'
import { readAttention } from '../../../db/summary/read-attention.ts'
import { readFirstSteps } from '../../../db/summary/read-first-steps.ts'
import { readLiveStanding } from '../../../db/trust/live-standing.ts'
import { addDays, dateInZone } from '../../../domain/shared/calendar.ts'
import { loadSummary } from '../../merchant/summary/load-summary.ts'
import type { DashboardEnv } from '../viewer.ts'
import { OverviewPage, PERIODS } from './overview-page.tsx'

const ATTENTION_ROWS = 20

export function overviewRoutes(): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const em = c.get('em')
    const viewer = c.get('viewer')
    const days = PERIODS.find((period) => String(period) === c.req.query('days')) ?? 90
    const today = dateInZone(Date.now(), viewer.timeZone)
    const tenant = c.get('tenant')
    const [summary, attention, standing, firstSteps] = await Promise.all([
      loadSummary(em, tenant, { from: addDays(today, 1 - days), to: today }),
      readAttention(em, tenant, ATTENTION_ROWS),
      viewer.mode === 'live' || viewer.person.merchantStatus === 'suspended'
        ? readLiveStanding(em, tenant.merchantId)
        : undefined,
      viewer.mode === 'test' && viewer.may('invoice', 'write') ? readFirstSteps(em, tenant) : undefined,
    ])
    return c.html(OverviewPage({ viewer, summary, attention, standing, firstSteps, days }))
  })

  return routes
}

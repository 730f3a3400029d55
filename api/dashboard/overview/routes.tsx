import { type Context, Hono } from 'hono'
import { readAttention } from '../../../db/summary/read-attention.ts'
import { readFirstSteps } from '../../../db/summary/read-first-steps.ts'
import { readLiveStanding } from '../../../db/trust/live-standing.ts'
import {
  addDays,
  type CalendarDate,
  dateInZone,
  daysBetween,
  isCalendarDate,
} from '../../../domain/shared/calendar.ts'
import { loadSummary, MAX_DAYS } from '../../merchant/summary/load-summary.ts'
import type { DashboardEnv } from '../viewer.ts'
import { OverviewPage, PERIODS } from './overview-page.tsx'

const ATTENTION_ROWS = 20
const USUAL_DAYS = 90

export function overviewRoutes(): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const em = c.get('em')
    const viewer = c.get('viewer')
    const period = periodOf(c, dateInZone(Date.now(), viewer.timeZone))
    const tenant = c.get('tenant')
    const [summary, attention, standing, firstSteps] = await Promise.all([
      loadSummary(em, tenant, period),
      readAttention(em, tenant, ATTENTION_ROWS),
      viewer.mode === 'live' || viewer.person.merchantStatus === 'suspended'
        ? readLiveStanding(em, tenant.merchantId)
        : undefined,
      viewer.mode === 'test' && viewer.may('invoice', 'write') ? readFirstSteps(em, tenant) : undefined,
    ])
    return c.html(OverviewPage({ viewer, summary, attention, standing, firstSteps, days: period.days }))
  })

  return routes
}

/** Dates of a person's own choice win; an impossible pair is the usual period. */
function periodOf(
  c: Context,
  today: CalendarDate,
): { from: CalendarDate; to: CalendarDate; days: number | undefined } {
  const { from = '', to = '', days: given } = c.req.query()
  const isChosen = isCalendarDate(from) && isCalendarDate(to) && from <= to
  if (isChosen && daysBetween(from, to) <= MAX_DAYS) return { from, to, days: undefined }
  const days = PERIODS.find((period) => String(period) === given) ?? USUAL_DAYS
  return { from: addDays(today, 1 - days), to: today, days }
}

import { Hono } from 'hono'
import * as v from 'valibot'
import type { CurrencySummary, Sum } from '../../../db/summary/read-summary.ts'
import { toAmountSum } from '../../../domain/shared/money.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { date } from '../../http/request/fields.ts'
import { parseQuery } from '../../http/request/list-query.ts'
import { averageDaysToPay, loadSummary } from './load-summary.ts'

export const SummaryQuery = v.strictObject({ from: v.optional(date), to: v.optional(date) })

export function summaryRoutes(): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    const tenant = c.get('tenant')
    const query = parseQuery(SummaryQuery, c.req.query())
    const { period, today, currencies } = await loadSummary(c.get('em'), tenant, query)
    return c.json({
      object: 'summary',
      mode: tenant.mode,
      period,
      today,
      currencies: currencies.map(currencyView),
    })
  })
  return routes
}

function currencyView(summary: CurrencySummary) {
  const { byStatus, ageing, issued, received, refunded, credited, weeks } = summary
  return {
    currency: summary.currency,
    by_status: Object.fromEntries([...byStatus].map(([status, sum]) => [status, sumView(sum)])),
    ageing: Object.fromEntries([...ageing].map(([bucket, sum]) => [bucket, sumView(sum)])),
    issued: sumView(issued),
    received: sumView(received),
    refunded: sumView(refunded),
    credited: sumView(credited),
    average_days_to_pay: averageDaysToPay(summary),
    weeks: weeks.map((week) => ({
      week: week.monday,
      received: sumView(week.received),
      refunded: sumView(week.refunded),
    })),
  }
}

function sumView({ count, amount }: Sum) {
  return { count, amount: toAmountSum(amount) }
}

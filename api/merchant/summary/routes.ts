import { Hono } from 'hono'
import * as v from 'valibot'
import { MerchantRow } from '../../../db/entities/index.ts'
import { type CurrencySummary, readSummary, type Sum } from '../../../db/summary/read-summary.ts'
import { addDays, daysBetween, dateInZone } from '../../../domain/shared/calendar.ts'
import { toAmountSum } from '../../../domain/shared/money.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { date } from '../../http/fields.ts'
import { parseQuery } from '../../http/list-query.ts'
import { Problem } from '../../http/problem.ts'

export const SummaryQuery = v.strictObject({ from: v.optional(date), to: v.optional(date) })

const DEFAULT_DAYS = 89
const MAX_DAYS = 3_660
const SECONDS_A_DAY = 86_400

export function summaryRoutes(): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const query = parseQuery(SummaryQuery, c.req.query())
    const { timeZone } = await em.findOneOrFail(MerchantRow, { id: tenant.merchantId })
    const today = dateInZone(Date.now(), timeZone)
    const to = query.to ?? today
    const from = query.from ?? addDays(to, -DEFAULT_DAYS)
    const days = daysBetween(from, to)
    if (days < 0 || days > MAX_DAYS) {
      throw new Problem('invalid_query', `\`from\` must be at most ${MAX_DAYS} days before \`to\`.`)
    }
    const currencies = await readSummary(em, tenant, { from, to, today })
    return c.json({
      object: 'summary',
      mode: tenant.mode,
      period: { from, to },
      today,
      currencies: currencies.map(currencyView),
    })
  })
  return routes
}

function currencyView(summary: CurrencySummary) {
  const { byStatus, ageing, issued, received, refunded, secondsToPay, weeks } = summary
  return {
    currency: summary.currency,
    by_status: Object.fromEntries([...byStatus].map(([status, sum]) => [status, sumView(sum)])),
    ageing: Object.fromEntries([...ageing].map(([bucket, sum]) => [bucket, sumView(sum)])),
    issued: sumView(issued),
    received: sumView(received),
    refunded: sumView(refunded),
    average_days_to_pay:
      secondsToPay.count > 0 ? round(Number(secondsToPay.amount) / secondsToPay.count / SECONDS_A_DAY) : null,
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

function round(days: number): number {
  return Math.round(days * 10) / 10
}

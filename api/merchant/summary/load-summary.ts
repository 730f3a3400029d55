import { MerchantRow } from '../../../db/entities/index.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { type CurrencySummary, readSummary } from '../../../db/summary/read-summary.ts'
import { addDays, type CalendarDate, dateInZone, daysBetween } from '../../../domain/shared/calendar.ts'
import type { Tenant } from '../../http/api-key-auth.ts'
import { Problem } from '../../http/errors/problem.ts'

const DEFAULT_DAYS = 89
export const MAX_DAYS = 3_660
const SECONDS_A_DAY = 86_400

export interface LoadedSummary {
  period: { from: CalendarDate; to: CalendarDate }
  today: CalendarDate
  currencies: CurrencySummary[]
}

/** @throws Problem `invalid_query` */
export async function loadSummary(
  em: EntityManager,
  tenant: Tenant,
  given: { from?: CalendarDate | undefined; to?: CalendarDate | undefined },
): Promise<LoadedSummary> {
  const { timeZone } = await em.findOneOrFail(MerchantRow, { id: tenant.merchantId })
  const today = dateInZone(Date.now(), timeZone)
  const to = given.to ?? today
  const from = given.from ?? addDays(to, -DEFAULT_DAYS)
  const days = daysBetween(from, to)
  if (days < 0 || days > MAX_DAYS) {
    throw new Problem('invalid_query', `\`from\` must be at most ${MAX_DAYS} days before \`to\`.`)
  }
  return { period: { from, to }, today, currencies: await readSummary(em, tenant, { from, to, today }) }
}

/** @returns days with one decimal, or null if nothing was paid in the period */
export function averageDaysToPay({ secondsToPay: { count, amount } }: CurrencySummary): number | null {
  return count > 0 ? Math.round((Number(amount) / count / SECONDS_A_DAY) * 10) / 10 : null
}

import type { Rail } from '../../domain/invoice/index.ts'
import { type ByMode, type Mode, MODES } from '../../domain/shared/mode.ts'
import type { EntityManager } from '../orm.ts'

interface Log {
  error(fields: object, event: string): void
  warn(fields: object, event: string): void
}

export async function warnUnconfiguredRails(
  em: EntityManager,
  rails: ByMode<{ readonly ids: readonly Rail[] }>,
  log: Log,
): Promise<void> {
  try {
    for (const mode of MODES) {
      for (const { rail, payments, refunds } of await openAtOtherRails(em, mode, rails[mode].ids)) {
        const settings = `${mode === 'test' ? 'TEST_' : ''}${rail.toUpperCase()}_…`
        log.error({ mode, rail, payments, refunds, settings }, 'rail.unconfigured_with_open_payments')
      }
    }
  } catch (error) {
    log.warn({ err: error }, 'rail.open_payments_unreadable')
  }
}

/** @internal */
export async function openAtOtherRails(
  em: EntityManager,
  mode: Mode,
  configured: readonly Rail[],
): Promise<{ rail: Rail; payments: number; refunds: number }[]> {
  return em.execute(
    `select rail, sum(payments)::int as payments, sum(refunds)::int as refunds from (
       select rail, 1 as payments, 0 as refunds from payment_attempt
       where mode = ? and status in ('started', 'authorizing', 'processing')
       union all
       select a.rail, 0, 1 from refund r join payment_attempt a on a.id = r.attempt_id
       where a.mode = ? and r.status in ('requested', 'submitted')) as open
     where rail not in (select jsonb_array_elements_text(?::jsonb))
     group by rail order by rail`,
    [mode, mode, JSON.stringify(configured)],
  )
}

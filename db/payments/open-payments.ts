import type { Rail } from '../../domain/invoice/index.ts'
import type { EntityManager } from '../orm.ts'

interface Log {
  error(facts: object, sentence: string): void
  warn(facts: object, sentence: string): void
}

/**
 * Tells operators, when a process starts, what is open at rails that are not set up any more: their payments cannot be
 * read, nor stopped, and refunds that they were asked for wait.
 *
 * @param setUp the rails of the settings
 */
export async function warnUnconfiguredRails(
  em: EntityManager,
  setUp: readonly Rail[],
  log: Log,
): Promise<void> {
  try {
    for (const { rail, payments, refunds } of await openAtOtherRails(em, setUp)) {
      const settings = `${rail.toUpperCase()}_…`
      const sentence =
        'payments or refunds are open at a rail that is not set up: put its settings back until they are done'
      log.error({ rail, payments, refunds, settings }, sentence)
    }
  } catch (error) {
    log.warn({ err: error }, 'it could not be read whether anything is open at a rail that is not set up')
  }
}

/** How many payments and refunds are open at each rail that is not one of these. */
export async function openAtOtherRails(
  em: EntityManager,
  setUp: readonly Rail[],
): Promise<{ rail: Rail; payments: number; refunds: number }[]> {
  return em.fork().execute(
    `select rail, sum(payments)::int as payments, sum(refunds)::int as refunds from (
       select rail, 1 as payments, 0 as refunds from payment_attempt
       where status in ('started', 'authorizing', 'processing')
       union all
       select a.rail, 0, 1 from refund r join payment_attempt a on a.id = r.attempt_id
       where r.status in ('requested', 'submitted')) as open
     where rail not in (select jsonb_array_elements_text(?::jsonb))
     group by rail order by rail`,
    [JSON.stringify(setUp)],
  )
}

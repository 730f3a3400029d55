import type { Logger } from 'pino'
import type { ImportClient } from '../clients/import-client.ts'
import type { InvoiceClient } from '../clients/invoice-client.ts'
import type { RecurringClient } from '../clients/recurring-client.ts'
import type { TemporalProbe } from '../clients/temporal-probe.ts'
import type { DueRows } from '../db/claims.ts'
import type { EntityManager } from '../db/orm.ts'
import type { Rails } from '../integrations/bank/rails.ts'

/** Dependencies of the recovery jobs. */
export interface RecoveryDeps {
  em: EntityManager
  invoices: InvoiceClient
  recurring: Pick<RecurringClient, 'reload'>
  imports: Pick<ImportClient, 'reload'>
  temporal: Pick<TemporalProbe, 'ping'>
  rails: Rails
  log: Logger
  /** Aborted when the process stops: a job then starts no further row. */
  stopping?: AbortSignal
}

/** Finishes one kind of work after a crash or an outage. Several workers may run a job at once. */
export interface RecoveryJob {
  name: string
  /** @param graceMs time that the original request or workflow has to finish the work */
  due(graceMs: number): Pick<DueRows, 'table' | 'where'>
  run(deps: RecoveryDeps, graceMs: number): Promise<void>
}

/** Most rows that a job claims in one round. */
export const BATCH_ROWS = 100

/**
 * Grace periods between two reloads of the same late workflow, ten minutes in production.
 * A shorter pause would queue many signals for a worker that is unavailable.
 */
export const RELOAD_PAUSE = 60

import type { Logger } from 'pino'
import type { EntityManager } from '../db/orm.ts'
import type { LinkKey } from '../domain/pay-link.ts'
import type { BankRail } from '../integrations/bank/rail.ts'
import type { InvoiceReferee } from './referee.ts'
import type { Metrics } from './metrics.ts'

/** Everything the api works with, made once in main.ts. */
export interface ApiDeps {
  em: EntityManager
  referee: InvoiceReferee
  rail: BankRail
  publicUrl: string
  linkKeys: readonly LinkKey[]
  postmarkWebhook: { user: string; password: string }
  metrics: Metrics
  log: Logger
}

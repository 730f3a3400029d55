import type { Logger } from 'pino'
import type { ImportClient } from '../clients/import-client.ts'
import type { InvoiceClient } from '../clients/invoice-client.ts'
import type { RecurringClient } from '../clients/recurring-client.ts'
import type { WebhookClient } from '../clients/webhook-client.ts'
import type { Outage } from '../clients/outage.ts'
import type { DueRows } from '../db/claims.ts'
import type { WaitingMail } from '../db/identity/account-mails.ts'
import type { EntityManager } from '../db/orm.ts'
import type { ByMode } from '../domain/shared/mode.ts'
import type { Rails } from '../integrations/bank/rails.ts'

export interface RecoveryDeps {
  em: EntityManager
  database: Pick<Outage, 'noteFailure'>
  invoices: InvoiceClient
  recurring: Pick<RecurringClient, 'reload' | 'command'>
  imports: Pick<ImportClient, 'reload'>
  webhooks: WebhookClient
  temporal: Pick<Outage, 'isKnown'>
  rails: ByMode<Rails>
  mails: DirectMails
  log: Logger
  stopping?: AbortSignal
}

/** The functions send an e-mail once, also when two processes call them. */
interface DirectMails {
  sendAccountMail(em: EntityManager, mail: WaitingMail): Promise<void>
  sendMerchantNotice(em: EntityManager, id: string): Promise<void>
}

export interface RecoveryJob {
  name: string
  due(graceMs: number): Pick<DueRows, 'table' | 'where'>
  run(deps: RecoveryDeps, graceMs: number): Promise<void>
}

export const BATCH_ROWS = 100

/** The unit is a grace period. */
export const RELOAD_PAUSE = 60

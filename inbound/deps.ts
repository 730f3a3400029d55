import type { Logger } from 'pino'
import type { InvoiceClient } from '../clients/invoice-client.ts'
import type { EntityManager } from '../db/orm.ts'
import type { ByMode } from '../domain/shared/mode.ts'
import type { Rails } from '../integrations/bank/rails.ts'

export interface InboundDeps {
  em: EntityManager
  invoices: Pick<InvoiceClient, 'reportPayment' | 'reportRefund' | 'reportDeliveryFailure' | 'reopenAddress'>
  rails: ByMode<Rails>
  log: Logger
}

export type InboundOutcome =
  | 'signalled'
  | 'noted'
  | 'nothing_new'
  | 'ignored'
  | 'not_about_a_payment'
  | 'unknown_payment'
  | 'unknown_refund'
  | 'mismatched'

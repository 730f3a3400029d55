import type { Context } from 'hono'
import type { Logger } from 'pino'
import type { EntityManager } from '../db/orm.ts'
import type { Channel } from '../domain/invoice/index.ts'
import type { ByMode } from '../domain/shared/mode.ts'
import type { LinkKey } from '../domain/payment/payment-link.ts'
import type { Identity } from '../identity/identity.ts'
import type { BankLogos } from '../integrations/bank/logos.ts'
import type { Rails } from '../integrations/bank/rails.ts'
import type { EInvoices } from '../integrations/einvoice/einvoices.ts'
import type { Pdfs } from '../integrations/pdf/pdfs.ts'
import type { Mailer } from '../integrations/email/mailer.ts'
import type { ImportClient } from '../clients/import-client.ts'
import type { RecurringClient } from '../clients/recurring-client.ts'
import type { InvoiceClient } from '../clients/invoice-client.ts'
import type { Outage } from '../clients/outage.ts'
import type { Limits } from './http/limits/rate-limits.ts'
import type { Metrics } from './http/metrics/metrics.ts'

export interface ApiDeps {
  em: EntityManager
  database: Pick<Outage, 'noteFailure'>
  invoices: InvoiceClient
  recurring: RecurringClient
  imports: ImportClient
  rails: ByMode<Rails>
  mailers: ByMode<Pick<Mailer, 'reopen'>>
  previewRails: Rails
  bankLogos: BankLogos
  publicUrl: string
  linkKeys: readonly LinkKey[]
  allowsHttpWebhooks: boolean
  identity: Identity
  clientAddress?: (c: Context) => string
  channels: ByMode<readonly Channel[]>
  twilioWebhook: ByMode<{ authToken: string } | undefined>
  postmarkWebhook: ByMode<{ user: string; password: string }>
  metrics: Metrics
  limits?: Limits
  /** Operators see links to the UI of Temporal. */
  operators?: { emails: ReadonlySet<string>; workflowsUrl: string }
  pdfs: Pdfs
  eInvoices: EInvoices
  returnPollsMs?: readonly number[]
  stopping?: AbortSignal
  background: Set<Promise<void>>
  log: Logger
}

import type { Logger } from 'pino'
import type { EntityManager } from '../db/orm.ts'
import type { Channel } from '../domain/invoice/index.ts'
import type { LinkKey } from '../domain/payment/payment-link.ts'
import type { Rails } from '../integrations/bank/rails.ts'
import type { Pdfs } from '../integrations/pdf/pdfs.ts'
import type { Mailer } from '../integrations/email/mailer.ts'
import type { ImportClient } from '../clients/import-client.ts'
import type { RecurringClient } from '../clients/recurring-client.ts'
import type { InvoiceClient } from '../clients/invoice-client.ts'
import type { Metrics } from './http/metrics.ts'

/** The dependencies of the api, made once in main.ts. */
export interface ApiDeps {
  em: EntityManager
  invoices: InvoiceClient
  recurring: RecurringClient
  imports: ImportClient
  rails: Rails
  mailer: Pick<Mailer, 'reopen'>
  /** Rails of sandboxes, at which previews of drafts are paid. */
  previewRails: Rails
  publicUrl: string
  linkKeys: readonly LinkKey[]
  /** The configured channels. */
  channels: readonly Channel[]
  /** Absent when no text messages are sent. */
  twilioWebhook?: { authToken: string }
  postmarkWebhook: { user: string; password: string }
  metrics: Metrics
  pdfs: Pdfs
  /** Milliseconds after a payer's return at which the payment is polled. */
  returnPollsMs?: readonly number[]
  /** Aborted when the process stops: long responses and background work end. */
  stopping?: AbortSignal
  /** Work that continues after the response. The process waits for the work before stopping. */
  background: Set<Promise<void>>
  log: Logger
}

import type { Logger } from 'pino'
import type { EntityManager } from '../db/orm.ts'
import type { Channel } from '../domain/invoice/index.ts'
import type { LinkKey } from '../domain/payment/payment-link.ts'
import type { Rails } from '../integrations/bank/rails.ts'
import type { ImportClient } from '../clients/import-client.ts'
import type { RecurringClient } from '../clients/recurring-client.ts'
import type { InvoiceClient } from '../clients/invoice-client.ts'
import type { Metrics } from './http/metrics.ts'
import type { PdfCache } from './http/pdf-cache.ts'

/** Everything the api works with, made once in main.ts. */
export interface ApiDeps {
  em: EntityManager
  invoices: InvoiceClient
  recurring: RecurringClient
  imports: ImportClient
  rails: Rails
  /** Sandboxes, which previews of drafts are paid at. */
  previewRails: Rails
  publicUrl: string
  linkKeys: readonly LinkKey[]
  /** The channels that are set up. */
  channels: readonly Channel[]
  /** Absent when no text messages are sent. */
  twilioWebhook?: { authToken: string }
  postmarkWebhook: { user: string; password: string }
  metrics: Metrics
  pdfs: PdfCache
  /** When a returned payer's payment is polled, in milliseconds after the return. */
  returnPollsMs?: readonly number[]
  /** Aborted when the process stops: long responses and background work end. */
  stopping?: AbortSignal
  /** Work that continues after its response. The process waits for it before it stops. */
  background: Set<Promise<void>>
  log: Logger
}

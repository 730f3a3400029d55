import { serve } from '@hono/node-server'
import { Client, Connection } from '@temporalio/client'
import { pino } from 'pino'
import { createBankRails, createPreviewRails } from '../config/bank-rails.ts'
import { parseConfig } from '../config/config.ts'
import { warnUnconfiguredRails } from '../db/payments/open-payments.ts'
import { createOrm } from '../db/orm.ts'
import { createApp } from './app.ts'
import type { ApiDeps } from './deps.ts'
import { createImportClient } from '../clients/import-client.ts'
import { createMetrics } from './http/metrics.ts'
import { createPdfCache } from './http/pdf-cache.ts'
import { createRecurringClient } from '../clients/recurring-client.ts'
import { createInvoiceClient } from '../clients/invoice-client.ts'
import { startSweeping } from './recovery/sweep.ts'

// The api process. It starts while Temporal is away too: webhooks are kept, and reads go on.
const config = parseConfig(process.env)
const log = pino({ name: 'api', level: config.logLevel })
const orm = await createOrm(config.databaseUrl)
const connection = Connection.lazy(config.temporal.connection)
const client = new Client({ connection, namespace: config.temporal.namespace })

const stopping = new AbortController()
const deps: ApiDeps = {
  em: orm.em,
  invoices: createInvoiceClient(client, config.temporal.taskQueue),
  recurring: createRecurringClient(client, config.temporal.taskQueue),
  imports: createImportClient(client, config.temporal.taskQueue),
  rails: createBankRails(config, (facts, sentence) => log.error(facts, sentence)),
  previewRails: createPreviewRails(config, (facts, sentence) => log.warn(facts, sentence)),
  publicUrl: config.publicUrl,
  linkKeys: config.linkKeys,
  channels: config.twilio ? ['email', 'sms'] : ['email'],
  ...(config.twilio ? { twilioWebhook: { authToken: config.twilio.authToken } } : {}),
  postmarkWebhook: { user: config.postmark.webhookUser, password: config.postmark.webhookPassword },
  metrics: createMetrics(orm.em),
  pdfs: createPdfCache(),
  stopping: stopping.signal,
  log,
}
const sweeping = startSweeping(deps)
void warnUnconfiguredRails(orm.em, deps.rails.ids, log)
const server = serve(
  { fetch: createApp(deps).fetch, port: config.port, hostname: config.host },
  ({ port }) => {
    log.info({ port, publicUrl: config.publicUrl }, 'api is listening')
  },
)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return
    stopping.abort()
    void stop()
  })
}

/** Lets the requests in progress end, for ten seconds at most. */
async function stop(): Promise<void> {
  setTimeout(() => process.exit(1), 10_000).unref()
  await new Promise((resolve) => server.close(resolve))
  await sweeping.stop()
  await connection.close()
  await orm.close()
  log.info('api has stopped')
}

import { serve } from '@hono/node-server'
import { Client } from '@temporalio/client'
import { pino } from 'pino'
import { createBankRails, createPreviewRails } from '../config/bank-rails.ts'
import { type Config, parseConfig } from '../config/config.ts'
import { createConfiguredPdfs } from '../config/pdfs.ts'
import { createMailers } from '../config/mailers.ts'
import { byMode } from '../domain/shared/mode.ts'
import { createBankLogos } from '../integrations/bank/logos.ts'
import { countUnreadable } from '../integrations/bank/shared/read-each.ts'
import { createEInvoices } from '../integrations/einvoice/einvoices.ts'
import { createIdentity } from '../identity/identity.ts'
import { warnUnconfiguredRails } from '../db/payments/open-payments.ts'
import { issuedFiles } from '../db/documents/issued-files.ts'
import { createOrm } from '../db/orm.ts'
import { readLogoPng } from '../db/settings/brand.ts'
import { createApp } from './app.ts'
import type { ApiDeps } from './deps.ts'
import { createImportClient } from '../clients/import-client.ts'
import { createClientAddress } from './http/limits/client-address.ts'
import { createLimits } from './http/limits/rate-limits.ts'
import { createMetrics } from './http/metrics/metrics.ts'
import { createMetricsApp } from './http/metrics/metrics-app.ts'
import { requestFields } from './http/request-id.ts'
import { createHttpServer, drain } from './http/server.ts'
import { createRecurringClient } from '../clients/recurring-client.ts'
import { createInvoiceClient } from '../clients/invoice-client.ts'
import { connectLazily } from '../clients/temporal-connection.ts'
import { watchDatabase, watchTemporal } from '../clients/outages.ts'
import { registerTemporalGauge } from './http/metrics/temporal-gauge.ts'

const config = parseConfig(process.env)
const log = pino({ name: 'api', level: config.logLevel, mixin: requestFields })
const orm = await createOrm(config.databaseUrl)
const connection = connectLazily(config.temporal.connection)
const client = new Client({ connection, namespace: config.temporal.namespace })
const outages = { temporal: watchTemporal(client, log), database: watchDatabase(orm.em, log) }
const temporal = { client, outage: outages.temporal, taskQueue: config.temporal.taskQueue }

const eInvoices = createEInvoices(issuedFiles(orm.em))
const metrics = createMetrics(orm.em)
const railLog = (usual: 'error' | 'warn') =>
  countUnreadable(
    (facts, event, level = usual) => log[level](facts, event),
    (labels, items) => metrics.countUnreadable(labels, items),
  )

const stopping = new AbortController()
const { databaseUrl, publicUrl, authSecret: secret } = config
const clientAddress = createClientAddress(config.trustedProxies)
const identity = createIdentity({ databaseUrl, em: orm.em, secret, publicUrl, log })
const deps: ApiDeps = {
  em: orm.em,
  database: outages.database,
  invoices: createInvoiceClient(temporal),
  recurring: createRecurringClient(temporal),
  imports: createImportClient(temporal),
  rails: createBankRails(config, railLog('error')),
  previewRails: createPreviewRails(config, railLog('warn')),
  bankLogos: createBankLogos({ allowedAddresses: config.webhooks.allowedAddresses ?? [] }),
  mailers: createMailers(config),
  publicUrl: config.publicUrl,
  linkKeys: config.linkKeys,
  allowsHttpWebhooks: config.webhooks.allowedAddresses !== undefined,
  identity,
  clientAddress,
  channels: byMode((mode) => (config[mode].twilio ? ['email', 'sms'] : ['email'])),
  twilioWebhook: byMode((mode) => config[mode].twilio),
  postmarkWebhook: byMode((mode) => {
    const { webhookUser: user, webhookPassword: password } = config[mode].postmark
    return { user, password }
  }),
  metrics,
  eInvoices,
  pdfs: createConfiguredPdfs(config, log, {
    readLogo: (merchantId) => readLogoPng(orm.em.fork(), merchantId),
    eInvoices,
  }),
  ...(config.requestsPerMinute > 0 ? { limits: createLimits(config, clientAddress) } : {}),
  ...operatorsOf(config),
  stopping: stopping.signal,
  background: new Set(),
  log,
}
registerTemporalGauge(deps.metrics.registry, outages.temporal)
void warnUnconfiguredRails(orm.em, deps.rails, log)
const server = createHttpServer(createApp(deps), config.host)
server.listen(config.port, config.host, () => {
  log.info({ port: config.port, publicUrl: config.publicUrl }, 'api.listening')
})
const metricsServer = serve({
  fetch: createMetricsApp(deps.metrics.registry).fetch,
  port: config.metricsPort,
  hostname: config.host,
})

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) return
    stopping.abort()
    void stop()
  })
}

function operatorsOf({
  operators,
  temporalUiUrl,
  temporal: { namespace },
}: Config): Pick<ApiDeps, 'operators'> {
  if (!operators || !temporalUiUrl) return {}
  const workflowsUrl = `${temporalUiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows`
  return { operators: { emails: new Set(operators), workflowsUrl } }
}

const DRAIN_MS = 10_000

async function stop(): Promise<void> {
  setTimeout(() => {
    log.warn('api.stopped_with_open_requests')
    process.exit(1)
  }, DRAIN_MS).unref()
  metricsServer.close()
  await drain(server)
  await Promise.all(deps.background)
  deps.bankLogos.close()
  await deps.pdfs.close()
  await Promise.all([outages.temporal.stop(), outages.database.stop()])
  await Promise.all([identity.close(), orm.close()])
  log.info('api.stopped')
  // A connection retry to Temporal must not keep the process running.
  process.exit(0)
}

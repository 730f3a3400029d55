import { createServer } from 'node:http'
import { Client } from '@temporalio/client'
import { NativeConnection, Runtime } from '@temporalio/worker'
import { pino } from 'pino'
import { createAccountMailSender } from '../activities/identity/account-mails.ts'
import { sendMerchantNotice } from '../activities/notices/send-merchant-notice.ts'
import { createBankRails } from '../config/bank-rails.ts'
import { parseConfig } from '../config/config.ts'
import { createMailers } from '../config/mailers.ts'
import { createSmsSenders } from '../config/sms-senders.ts'
import { countUnreadable } from '../integrations/bank/shared/read-each.ts'
import { createEInvoices } from '../integrations/einvoice/einvoices.ts'
import { createConfiguredPdfs } from '../config/pdfs.ts'
import { warnUnconfiguredRails } from '../db/payments/open-payments.ts'
import { issuedFiles } from '../db/documents/issued-files.ts'
import { createOrm } from '../db/orm.ts'
import { readLogoPng } from '../db/settings/brand.ts'
import { saveDefaultLimits } from '../db/trust/volume.ts'
import { createImportClient } from '../clients/import-client.ts'
import { createInvoiceClient } from '../clients/invoice-client.ts'
import { createRecurringClient } from '../clients/recurring-client.ts'
import { createWebhookClient } from '../clients/webhook-client.ts'
import { sealSecretsAgain } from '../db/webhooks/seal-again.ts'
import { createWebhookPoster } from '../integrations/webhooks/post-webhook.ts'
import { connectLazily } from '../clients/temporal-connection.ts'
import { watchDatabase, watchTemporal } from '../clients/outages.ts'
import type { RecoveryDeps } from '../recovery/deps.ts'
import { MAIL_JOBS, RECOVERY_JOBS, startSweeping } from '../recovery/sweep.ts'
import { loadWorkflowBundle } from './bundle.ts'
import { createBulkMailWorker, createInvoiceWorker } from './create-worker.ts'
import { installRuntime } from './runtime.ts'
import { scheduleReconciliation } from './schedule-reconciliation.ts'
import { startWebhookSender } from './webhook-sender.ts'

const config = parseConfig(process.env)
const log = pino({ name: 'worker', level: config.logLevel })

const sweepClient = new Client({
  connection: connectLazily(config.temporal.connection),
  namespace: config.temporal.namespace,
})
const temporal = watchTemporal(sweepClient, log)

const orm = await createOrm(config.databaseUrl)
const eInvoices = createEInvoices(issuedFiles(orm.em))
const database = watchDatabase(orm.em, log)

const { host, workerMetricsPort: metricsPort } = config
await installRuntime({ log, temporal, database, host, metricsPort })
const [connection, workflowBundle] = await Promise.all([
  NativeConnection.connect(config.temporal.connection),
  loadWorkflowBundle(process.argv[2]),
])
const unreadable = Runtime.instance().metricMeter.createCounter(
  'duewell_rail_unreadable_items',
  undefined,
  'Items of a rail’s lists that could not be read, by rail and list',
)
const railLog = countUnreadable(
  (facts, event, level = 'error') => log[level](facts, event),
  (labels, items) => unreadable.add(items, labels),
)
const deps = {
  connection,
  database,
  namespace: config.temporal.namespace,
  taskQueue: config.temporal.taskQueue,
  workflowBundle,
  em: orm.em,
  rails: createBankRails(config, railLog),
  mailers: createMailers(config),
  sms: createSmsSenders(config, log),
  eInvoices,
  pdfs: createConfiguredPdfs(config, log, {
    readLogo: (merchantId) => readLogoPng(orm.em.fork(), merchantId),
    eInvoices,
  }),
  publicUrl: config.publicUrl,
  linkKeys: config.linkKeys,
  testMail: config.testMailTo === 'everybody' ? config.testMailTo : { perDay: config.testMailsPerDay },
}
await saveDefaultLimits(orm.em.fork(), {
  invoices: config.newMerchantInvoicesPerDay,
  amounts: config.newMerchantAmountsPerDay,
})
await warnUnconfiguredRails(orm.em, deps.rails, log)
await sealSecretsAgain(orm.em, config.linkKeys).catch((error: unknown) => {
  log.error({ err: error }, 'webhook_secrets.not_sealed_again')
})
const worker = await createInvoiceWorker(deps)
const mailWorker = await createBulkMailWorker(deps)
const client = new Client({ connection, namespace: config.temporal.namespace })
await scheduleReconciliation(client, config.temporal.taskQueue, config.reconcileAt).catch(
  (error: unknown) => {
    log.error({ err: error }, 'reconciliation.schedule_failed')
  },
)

const access = { client: sweepClient, outage: temporal, taskQueue: config.temporal.taskQueue }
const webhooks = createWebhookClient(access)
const recovery: RecoveryDeps = {
  em: orm.em,
  database,
  invoices: createInvoiceClient(access),
  recurring: createRecurringClient(access),
  imports: createImportClient(access),
  webhooks,
  temporal,
  rails: deps.rails,
  mails: {
    sendAccountMail: createAccountMailSender({
      mailer: deps.mailers.live,
      replyTo: config.live.postmark.from,
      secret: config.authSecret,
    }),
    sendMerchantNotice: (em, id) => sendMerchantNotice(deps, em, id),
  },
  log,
}
const sweeps = [startSweeping(recovery, RECOVERY_JOBS), startSweeping(recovery, MAIL_JOBS)]
const poster = createWebhookPoster({ allowedAddresses: config.webhooks.allowedAddresses ?? [] })
const sending = startWebhookSender({
  em: orm.em,
  database,
  poster,
  webhooks,
  linkKeys: config.linkKeys,
  retryDelaysMs: config.webhooks.retryDelaysMs,
  log,
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void Promise.all([...sweeps.map((one) => one.stop()), sending.stop()]))
}

const health = createServer((request, response) => {
  const state = temporal.isKnown ? 'temporal unavailable' : worker.getState().toLowerCase()
  const isReady = state === 'running'
  response.writeHead(request.url === '/readyz' && !isReady ? 503 : 200, { 'content-type': 'text/plain' })
  response.end(`${state}\n`)
})
health.listen(config.workerPort, config.host)
log.info(
  {
    taskQueue: config.temporal.taskQueue,
    address: config.temporal.connection.address,
    buildId: workflowBundle.buildId,
  },
  'worker.started',
)
try {
  // The SDK ends both workers on SIGINT and SIGTERM:
  // https://typescript.temporal.io/api/interfaces/worker.RuntimeOptions
  await Promise.all([worker.run(), mailWorker.run()])
} finally {
  health.close()
  await Promise.all([...sweeps.map((one) => one.stop()), sending.stop()])
  poster.close()
  await Promise.all([temporal.stop(), database.stop()])
  await deps.pdfs.close()
  await connection.close()
  await orm.close()
  log.info('worker.stopped')
}
// A retry of the sweep's connection must not keep the process running.
process.exit(0)

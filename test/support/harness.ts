import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { Client } from '@temporalio/client'
import type { Worker } from '@temporalio/worker'
import { type Logger, pino } from 'pino'
import { createAccountMails } from '../../activities/identity/account-mails.ts'
import { createApp } from '../../api/app.ts'
import type { ApiDeps } from '../../api/deps.ts'
import { createImportClient } from '../../clients/import-client.ts'
import { createMetrics } from '../../api/http/metrics.ts'
import { createMetricsApp } from '../../api/http/metrics-app.ts'
import { createRecurringClient } from '../../clients/recurring-client.ts'
import { createInvoiceClient } from '../../clients/invoice-client.ts'
import type { OutageTiming } from '../../clients/outage.ts'
import { watchDatabase, watchTemporal } from '../../clients/outages.ts'
import { registerTemporalGauge } from '../../api/http/temporal-gauge.ts'
import type { RecoveryDeps } from '../../recovery/deps.ts'
import { appendEvents } from '../../db/invoices/event-store.ts'
import { createOrm } from '../../db/orm.ts'
import { seed } from '../../dev/stack/seed.ts'
import { createIdentity } from '../../identity/identity.ts'
import { readLimits } from '../../integrations/bank/shared/limits.ts'
import { createRails } from '../../integrations/bank/rails.ts'
import { createTokenIoRail } from '../../integrations/bank/tokenio/rail.ts'
import { createTrueLayerRail } from '../../integrations/bank/truelayer/rail.ts'
import { createPostmarkMailer } from '../../integrations/email/postmark.ts'
import { createPdfs } from '../../integrations/pdf/pdfs.ts'
import { createTwilioSender } from '../../integrations/sms/twilio.ts'
import { startFaultyProxy } from '../../sandbox/faults/faulty-proxy.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { loadWorkflowBundle } from '../../worker/bundle.ts'
import { createBulkMailWorker, createInvoiceWorker } from '../../worker/create-worker.ts'
import { deploymentVersion, setCurrentVersion } from '../../worker/deployment-version.ts'
import { invoiceWorkflowId } from '../../workflows/invoice/contract.ts'
import { serveApp } from './listen.ts'
import { connectToTemporal, lazyConnectionTo } from './temporal-runtime.ts'
import { automatic } from '../../domain/invoice/index.ts'

const pdfs = createPdfs()

export interface Servers {
  databaseUrl: string
  temporalAddress: string
  workflowBundlePath: string
}

export interface WorldChoices {
  returnPollsMs?: readonly number[]
  directReturn?: boolean
  faultyWay?: boolean
  writtenAccounts?: Record<string, string>
  log?: Logger
  outageTiming?: Partial<OutageTiming>
}

const PATIENT: Partial<OutageTiming> = { answerMs: 60_000 }

export type World = Awaited<ReturnType<typeof createWorld>>

export async function createWorld({
  databaseUrl,
  temporalAddress,
  workflowBundlePath,
  returnPollsMs = [0, 100, 300],
  directReturn = false,
  faultyWay = false,
  writtenAccounts = {},
  log = pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
  outageTiming = PATIENT,
}: Servers & WorldChoices) {
  const taskQueue = `test-${randomBytes(6).toString('hex')}`
  const server = await serveApp()
  const publicUrl = server.url
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-521' })
  const privateKey = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const accounts = { GBP: 'account-gbp', EUR: 'account-eur' }
  const previewAccounts = { GBP: 'preview-gbp', EUR: 'preview-eur' }
  const postmarkWebhook = { user: 'postmark', password: randomBytes(8).toString('hex') }
  const secrets = { clientId: 'client', clientSecret: randomBytes(8).toString('hex'), keyId: 'key-1' }
  const serverToken = randomBytes(16).toString('hex')

  const twilio = {
    accountSid: `AC${randomBytes(16).toString('hex')}`,
    authToken: randomBytes(8).toString('hex'),
  }

  const enrolled = generateKeyPairSync('ed25519')
  const tokenIo = { memberId: 'm:duewell:5zKtXEAq', keyId: 'key-1' }
  const sandbox = await startSandbox({
    database: ':memory:',
    bank: {
      ...secrets,
      publicKeyPem: keys.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      merchantAccounts: [...Object.entries(accounts), ...Object.entries(previewAccounts)].map(
        ([currency, id]) => ({ id, currency, accountHolderName: 'Duewell' }),
      ),
      webhookUrl: `${publicUrl}/webhooks/truelayer`,
      webhookRetryDelaysMs: [200, 500, 1_000, 1_000, 1_000, 1_000, 1_000],
      executeDelayMs: 20,
      settleDelayMs: 40,
    },
    postmark: {
      serverToken,
      webhookUrl:
        publicUrl.replace('//', `//${postmarkWebhook.user}:${postmarkWebhook.password}@`) +
        '/webhooks/postmark',
      deliverDelayMs: 10,
    },
    twilio: { ...twilio, deliverDelayMs: 10 },
    tokenio: {
      memberId: tokenIo.memberId,
      signingKey: { keyId: tokenIo.keyId, publicKeyPem: pemOf(enrolled.publicKey) },
      webhookUrl: `${publicUrl}/webhooks/tokenio`,
      webhookRetryDelaysMs: [200, 500, 1_000, 1_000, 1_000, 1_000, 1_000],
      processDelayMs: 20,
      settleDelayMs: 40,
    },
  })
  if (!sandbox.tokenio) throw new RangeError('there is no Token.io')
  const orm = await createOrm(databaseUrl)
  const { api_key: apiKey, live_api_key: liveApiKey, merchant_id: merchantId } = await seed(databaseUrl)
  const temporal = await connectToTemporal(temporalAddress)
  const { client } = temporal
  const linkKeys = [{ kid: 'k1', secret: new Uint8Array(randomBytes(32)) }]
  const limits = readLimits('sandbox-northgate=5000 GBP')
  const tokenIoKey = enrolled.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const { url: tokenIoUrl, webhookKey } = sandbox.tokenio
  const proxies = faultyWay && {
    truelayer: await startFaultyProxy(sandbox.bankUrl),
    tokenio: await startFaultyProxy(tokenIoUrl),
  }
  const railsBackTo = (returnUrl: string, merchantAccounts: Record<string, string>) => [
    createTrueLayerRail({
      ...secrets,
      apiUrl: proxies ? proxies.truelayer.url : sandbox.bankUrl,
      authUrl: proxies ? proxies.truelayer.url : sandbox.bankUrl,
      signingKey: privateKey,
      merchantAccounts,
      accountHolderName: 'Duewell',
      returnUrl,
      directReturn,
      webhookJku: [`${sandbox.bankUrl}/.well-known/jwks`],
    }),
    createTokenIoRail({
      ...(proxies ? { inFlightMs: 200 } : {}),
      apiUrl: proxies ? proxies.tokenio.url : tokenIoUrl,
      credentials: { ...tokenIo, privateKey: tokenIoKey },
      settlementAccounts: {},
      paidWhen: 'debited',
      callbackUrl: returnUrl,
      webhookKeys: [webhookKey],
    }),
  ]
  const rails = createRails(
    railsBackTo(`${publicUrl}/pay/return`, { ...accounts, ...writtenAccounts }),
    limits,
  )
  const previewRails = createRails(railsBackTo(`${publicUrl}/preview/return`, previewAccounts), limits)
  const mailer = createPostmarkMailer({
    apiUrl: sandbox.postmarkUrl,
    serverToken,
    from: 'invoices@duewell.example',
    messageStream: 'outbound',
  })
  const sms = createTwilioSender(
    { apiUrl: sandbox.twilioUrl, ...twilio, from: '+447700900000' },
    `${publicUrl}/webhooks/twilio`,
  )
  const metrics = createMetrics(orm.em)
  const apiClient = new Client({ connection: lazyConnectionTo(temporalAddress) })
  const outages = {
    temporal: watchTemporal(apiClient, log, outageTiming),
    database: watchDatabase(orm.em, log, outageTiming),
  }
  const access = { client: apiClient, outage: outages.temporal, taskQueue }
  registerTemporalGauge(metrics.registry, outages.temporal)
  const stopping = new AbortController()
  const authSecret = randomBytes(24).toString('base64url')
  const identity = createIdentity({ databaseUrl, em: orm.em, secret: authSecret, publicUrl, log })
  const replyTo = 'invoices@duewell.example'
  const accountMails = createAccountMails({
    em: orm.em,
    mailer,
    replyTo,
    secret: authSecret,
    indexDelayMs: 0,
    log,
  })
  const deps: ApiDeps & RecoveryDeps = {
    em: orm.em,
    database: outages.database,
    invoices: createInvoiceClient(access),
    recurring: createRecurringClient(access),
    imports: createImportClient(access),
    temporal: outages.temporal,
    rails,
    mailer,
    previewRails,
    publicUrl,
    linkKeys,
    identity,
    accountMails,
    channels: ['email', 'sms'],
    twilioWebhook: { authToken: twilio.authToken },
    postmarkWebhook,
    metrics,
    pdfs,
    returnPollsMs,
    stopping: stopping.signal,
    background: new Set(),
    log,
  }
  server.mount(createApp(deps))
  const metricsServer = await serveApp()
  metricsServer.mount(createMetricsApp(metrics.registry))

  let workers: { worker: Worker; running: Promise<void> }[] = []
  async function startWorker(bundlePath = workflowBundlePath): Promise<void> {
    const workflowBundle = await loadWorkflowBundle(bundlePath)
    await setCurrentVersion({
      connection: temporal.connection,
      namespace: 'default',
      version: deploymentVersion(taskQueue, workflowBundle),
      replaceWorkers: true,
    })
    const workerDeps = {
      connection: temporal.nativeConnection,
      namespace: 'default',
      taskQueue,
      workflowBundle,
      em: orm.em,
      database: outages.database,
      rails,
      mailer,
      sms,
      pdfs,
      publicUrl,
      linkKeys,
      indexDelayMs: 0,
      batchRows: 20,
      reconcileGraceMs: 0,
    }
    const created = [await createInvoiceWorker(workerDeps), await createBulkMailWorker(workerDeps, 100)]
    workers = created.map((worker) => ({ worker, running: worker.run() }))
  }
  async function stopWorker(): Promise<void> {
    for (const { worker } of workers) worker.shutdown()
    await Promise.all(workers.map(({ running }) => running))
    workers = []
  }
  await startWorker()

  return {
    publicUrl,
    metricsUrl: `${metricsServer.url}/metrics`,
    apiKey,
    liveApiKey,
    merchantId,
    databaseUrl,
    taskQueue,
    client,
    outages,
    deps,
    em: orm.em,
    sandbox,
    proxies: proxies || undefined,
    mailer,
    linkKeys,
    rail: rails.get('truelayer'),
    secrets: { ...secrets, privateKey, serverToken, postmarkWebhook },
    startWorker,
    stopWorker,
    isWorking: () => workers.length > 0,
    async shiftClock(invoiceId: string, days: number) {
      const byMs = days * 86_400_000
      const event = { type: 'clock_advanced', key: `clock:shifted-${days}`, at: Date.now(), byMs } as const
      await appendEvents(orm.em, invoiceId, [{ ...event, cause: automatic }])
      await client.workflow.getHandle(invoiceWorkflowId(invoiceId)).terminate('to be resumed from its log')
    },
    async close() {
      await stopWorker()
      stopping.abort()
      await Promise.all([server.close(), metricsServer.close()])
      await Promise.all(deps.background)
      if (proxies) await Promise.all([proxies.truelayer.close(), proxies.tokenio.close()])
      await sandbox.close()
      await Promise.all([outages.temporal.stop(), outages.database.stop()])
      await Promise.all([identity.close(), orm.close()])
    },
  }
}

function pemOf(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

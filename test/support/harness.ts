import { createSecretKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { Client } from '@temporalio/client'
import type { Worker } from '@temporalio/worker'
import { type Logger, pino } from 'pino'
import { createAccountMailSender } from '../../activities/identity/account-mails.ts'
import { sendMerchantNotice } from '../../activities/notices/send-merchant-notice.ts'
import type { TestMail } from '../../activities/notifications/may-send.ts'
import { createApp } from '../../api/app.ts'
import type { ApiDeps } from '../../api/deps.ts'
import { createImportClient } from '../../clients/import-client.ts'
import { createMetrics } from '../../api/http/metrics/metrics.ts'
import { createMetricsApp } from '../../api/http/metrics/metrics-app.ts'
import { createRecurringClient } from '../../clients/recurring-client.ts'
import { createWebhookClient } from '../../clients/webhook-client.ts'
import { createInvoiceClient } from '../../clients/invoice-client.ts'
import type { OutageTiming } from '../../clients/outage.ts'
import { watchDatabase, watchTemporal } from '../../clients/outages.ts'
import { registerTemporalGauge } from '../../api/http/metrics/temporal-gauge.ts'
import type { RecoveryDeps } from '../../recovery/deps.ts'
import { appendEvents } from '../../db/invoices/event-store.ts'
import { issuedFiles } from '../../db/documents/issued-files.ts'
import { createOrm } from '../../db/orm.ts'
import { readLogoPng } from '../../db/settings/brand.ts'
import { webhookPath } from '../../config/webhook-path.ts'
import { seed } from '../../dev/stack/demo/seed.ts'
import { byMode, type Mode } from '../../domain/shared/mode.ts'
import { createIdentity } from '../../identity/identity.ts'
import { readLimits } from '../../integrations/bank/shared/bank-limits.ts'
import { createBankLogos } from '../../integrations/bank/logos.ts'
import { createRails } from '../../integrations/bank/rails.ts'
import { createTokenIoRail } from '../../integrations/bank/tokenio/rail.ts'
import { createTrueLayerRail } from '../../integrations/bank/truelayer/rail.ts'
import { createPostmarkMailer } from '../../integrations/email/postmark.ts'
import { createEInvoices } from '../../integrations/einvoice/einvoices.ts'
import { createPdfs } from '../../integrations/pdf/pdfs.ts'
import { createRenderPool } from '../../integrations/pdf/render-pool.ts'
import { createTwilioSender } from '../../integrations/sms/twilio.ts'
import { jwksPath } from '../../sandbox/bank/bank.ts'
import { createWebhookPoster } from '../../integrations/webhooks/post-webhook.ts'
import { startFaultyProxy } from '../../sandbox/faults/faulty-proxy.ts'
import { startSandbox } from '../../sandbox/sandbox.ts'
import { loadWorkflowBundle } from '../../worker/bundle.ts'
import { createBulkMailWorker, createInvoiceWorker } from '../../worker/create-worker.ts'
import { deploymentVersion, setCurrentVersion } from '../../worker/deployment-version.ts'
import { startWebhookSender } from '../../worker/webhook-sender.ts'
import { invoiceWorkflowId } from '../../workflows/invoice/contract.ts'
import { serveApp } from './listen.ts'
import { connectToTemporal, lazyConnectionTo } from './temporal-runtime.ts'
import { automatic } from '../../domain/invoice/index.ts'

const renderPool = createRenderPool()

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
  testMail?: TestMail
  log?: Logger
  outageTiming?: Partial<OutageTiming>
  webhookRetryDelaysMs?: readonly number[]
  webhookAnswerMs?: number
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
  testMail = 'everybody',
  log = pino({ level: process.env['TEST_LOG'] ?? 'silent' }),
  outageTiming = PATIENT,
  webhookRetryDelaysMs = [20, 20, 20],
  webhookAnswerMs = 10_000,
}: Servers & WorldChoices) {
  const taskQueue = `test-${randomBytes(6).toString('hex')}`
  const server = await serveApp()
  const publicUrl = server.url
  const providers = byMode((mode) => createProviders(mode, publicUrl))
  const { test, live } = providers
  const sandbox = await startSandbox({
    database: ':memory:',
    bank: {
      ...test.bankClient,
      otherClients: [live.bankClient],
      webhookRetryDelaysMs: [200, 500, 1_000, 1_000, 1_000, 1_000, 1_000],
      executeDelayMs: 20,
      settleDelayMs: 40,
    },
    postmark: {
      ...test.postmarkServer,
      otherServers: [live.postmarkServer],
      deliverDelayMs: 10,
    },
    twilio: { ...test.twilio, otherAccounts: [live.twilio], deliverDelayMs: 10 },
    tokenio: {
      ...test.tokenIoMember,
      otherMembers: [live.tokenIoMember],
      webhookRetryDelaysMs: [200, 500, 1_000, 1_000, 1_000, 1_000, 1_000],
      processDelayMs: 20,
      settleDelayMs: 40,
    },
  })
  if (!sandbox.tokenio) throw new RangeError('there is no Token.io')
  const orm = await createOrm(databaseUrl)
  const seeded = await seed(orm.em.fork())
  const { api_key: apiKey, live_api_key: liveApiKey, merchant_id: merchantId } = seeded
  const temporal = await connectToTemporal(temporalAddress)
  const { client } = temporal
  const linkKeys = [{ kid: 'k1', secret: createSecretKey(randomBytes(32)) }]
  const limits = readLimits('sandbox-northgate=5000 GBP')
  const { url: tokenIoUrl, webhookKeys } = sandbox.tokenio
  const proxies = faultyWay && {
    truelayer: await startFaultyProxy(sandbox.bankUrl),
    tokenio: await startFaultyProxy(tokenIoUrl),
  }
  const railsBackTo = (mode: Mode, returnUrl: string, merchantAccounts: Record<string, string>) => [
    createTrueLayerRail({
      ...providers[mode].secrets,
      apiUrl: proxies ? proxies.truelayer.url : sandbox.bankUrl,
      authUrl: proxies ? proxies.truelayer.url : sandbox.bankUrl,
      merchantAccounts,
      accountHolderName: 'Duewell',
      returnUrl,
      directReturn,
      webhookJku: [`${sandbox.bankUrl}${jwksPath(mode === 'test' ? '' : live.secrets.clientId)}`],
    }),
    createTokenIoRail({
      ...(proxies ? { inFlightMs: 200 } : {}),
      apiUrl: proxies ? proxies.tokenio.url : tokenIoUrl,
      credentials: providers[mode].tokenIo,
      settlementAccounts: {},
      paidWhen: 'debited',
      callbackUrl: returnUrl,
      webhookKeys: [webhookKeys.get(providers[mode].tokenIo.memberId) ?? ''],
    }),
  ]
  const rails = byMode((mode) => {
    const accounts = { ...providers[mode].accounts, ...(mode === 'test' ? writtenAccounts : {}) }
    return createRails(railsBackTo(mode, `${publicUrl}/pay/return`, accounts), limits)
  })
  const previewRails = createRails(
    railsBackTo('test', `${publicUrl}/preview/return`, PREVIEW_ACCOUNTS),
    limits,
  )
  const mailers = byMode((mode) =>
    createPostmarkMailer({
      apiUrl: sandbox.postmarkUrl,
      serverToken: providers[mode].postmarkServer.serverToken,
      from: 'invoices@duewell.example',
      messageStream: 'outbound',
    }),
  )
  const sms = byMode((mode) =>
    createTwilioSender(
      { apiUrl: sandbox.twilioUrl, ...providers[mode].twilio, from: '+447700900000' },
      `${publicUrl}${webhookPath(mode, 'twilio')}`,
      log,
    ),
  )
  const eInvoices = createEInvoices(issuedFiles(orm.em))
  const pdfs = createPdfs({
    pool: renderPool,
    readLogo: (id) => readLogoPng(orm.em.fork(), id),
    eInvoices,
  })
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
  const sendAccountMail = createAccountMailSender({
    mailer: mailers.live,
    replyTo,
    secret: authSecret,
    indexDelayMs: 0,
  })
  const bankLogos = createBankLogos({ allowedAddresses: ['127.0.0.1'] })
  const messageDeps = {
    em: orm.em,
    mailers,
    sms,
    pdfs,
    eInvoices,
    publicUrl,
    linkKeys,
    testMail,
    indexDelayMs: 0,
  }
  const deps: ApiDeps & RecoveryDeps = {
    em: orm.em,
    database: outages.database,
    invoices: createInvoiceClient(access),
    recurring: createRecurringClient(access),
    imports: createImportClient(access),
    webhooks: createWebhookClient(access),
    temporal: outages.temporal,
    rails,
    mailers,
    previewRails,
    bankLogos,
    publicUrl,
    linkKeys,
    allowsHttpWebhooks: true,
    identity,
    mails: {
      sendAccountMail,
      sendMerchantNotice: (em, id) => sendMerchantNotice(messageDeps, em, id),
    },
    channels: byMode(() => ['email', 'sms']),
    twilioWebhook: byMode((mode) => providers[mode].twilio),
    postmarkWebhook: byMode((mode) => providers[mode].postmarkWebhook),
    metrics,
    pdfs,
    eInvoices,
    returnPollsMs,
    stopping: stopping.signal,
    background: new Set(),
    log,
  }
  server.mount(createApp(deps))
  const metricsServer = await serveApp()
  metricsServer.mount(createMetricsApp(metrics.registry))

  const poster = createWebhookPoster({ allowedAddresses: ['127.0.0.1'], answerMs: webhookAnswerMs })
  let sender: { stop(): Promise<void> } | undefined
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
      ...messageDeps,
      database: outages.database,
      rails,
      batchRows: 5,
      reconcileGraceMs: 0,
    }
    const created = [await createInvoiceWorker(workerDeps), await createBulkMailWorker(workerDeps, 100)]
    workers = created.map((worker) => ({ worker, running: worker.run() }))
    sender = startWebhookSender({ ...deps, poster, retryDelaysMs: webhookRetryDelaysMs })
  }
  async function stopWorker(): Promise<void> {
    for (const { worker } of workers) worker.shutdown()
    await sender?.stop()
    await Promise.all(workers.map(({ running }) => running))
    workers = []
  }
  await startWorker()

  return {
    openedAt: Date.now(),
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
    mailers,
    linkKeys,
    rail: rails.test.get('truelayer'),
    secrets: {
      ...test.secrets,
      privateKey: test.secrets.signingKey,
      serverToken: test.postmarkServer.serverToken,
      postmarkWebhook: test.postmarkWebhook,
    },
    liveSecrets: {
      serverToken: live.postmarkServer.serverToken,
      postmarkWebhook: live.postmarkWebhook,
    },
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
      poster.close()
      bankLogos.close()
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

const PREVIEW_ACCOUNTS = { GBP: 'preview-gbp', EUR: 'preview-eur' }

function createProviders(mode: Mode, publicUrl: string) {
  const prefix = mode === 'live' ? 'live-' : ''
  const signing = generateKeyPairSync('ec', { namedCurve: 'P-521' })
  const enrolled = generateKeyPairSync('ed25519')
  const accounts = { GBP: `${prefix}account-gbp`, EUR: `${prefix}account-eur` }
  const secrets = {
    clientId: `${prefix}client`,
    clientSecret: randomBytes(8).toString('hex'),
    keyId: `${prefix}key-1`,
    signingKey: signing.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  const tokenIo = {
    memberId: `m:${prefix}duewell:5zKtXEAq`,
    keyId: `${prefix}key-1`,
    privateKey: enrolled.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  const postmarkWebhook = { user: 'postmark', password: randomBytes(8).toString('hex') }
  const postmarkUrl = publicUrl.replace('//', `//${postmarkWebhook.user}:${postmarkWebhook.password}@`)
  return {
    accounts,
    secrets,
    tokenIo,
    postmarkWebhook,
    bankClient: {
      clientId: secrets.clientId,
      clientSecret: secrets.clientSecret,
      keyId: secrets.keyId,
      publicKeyPem: pemOf(signing.publicKey),
      merchantAccounts: [
        ...Object.entries(accounts),
        ...(mode === 'test' ? Object.entries(PREVIEW_ACCOUNTS) : []),
      ].map(([currency, id]) => ({ id, currency, accountHolderName: 'Duewell' })),
      webhookUrl: `${publicUrl}${webhookPath(mode, 'truelayer')}`,
    },
    tokenIoMember: {
      memberId: tokenIo.memberId,
      signingKey: { keyId: tokenIo.keyId, publicKeyPem: pemOf(enrolled.publicKey) },
      webhookUrl: `${publicUrl}${webhookPath(mode, 'tokenio')}`,
    },
    postmarkServer: {
      serverToken: randomBytes(16).toString('hex'),
      webhookUrl: `${postmarkUrl}${webhookPath(mode, 'postmark')}`,
    },
    twilio: {
      accountSid: `AC${randomBytes(16).toString('hex')}`,
      authToken: randomBytes(8).toString('hex'),
    },
  }
}

function pemOf(publicKey: KeyObject): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString()
}

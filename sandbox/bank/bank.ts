import { Hono } from 'hono'
import { createAccess, createTokenServer } from './truelayer/access.ts'
import { createBankApi } from './truelayer/api.ts'
import { createBankControl } from './control/payments.ts'
import { createDirectReturn } from './truelayer/direct-return.ts'
import { apiError } from './truelayer/errors.ts'
import { createFaults } from './control/faults.ts'
import { createFlowApi } from './truelayer/flow-api.ts'
import { createIdempotency } from './truelayer/idempotency.ts'
import { describeForWebhook } from './truelayer/present.ts'
import { createNotify, signedBy } from './truelayer/send-webhook.ts'
import { type BankOptions, clientsOf } from './model/options.ts'
import { createBankPages } from './pages/routes.tsx'
import { createPayments } from './model/payments.ts'
import { createProviders } from './truelayer/providers.ts'
import { createRefundApi } from './truelayer/refund-api.ts'
import { createRefundControl } from './control/refunds.ts'
import { createRefundStore } from './store/refund-store.ts'
import { createRefunds } from './model/refunds.ts'
import { createSigner } from './truelayer/signer.ts'
import { createStatementApi, createStatementControl } from './truelayer/statement-api.ts'
import { createStatements } from './model/statement.ts'
import { createStore } from './store/store.ts'
import { createWebhookControl } from './control/webhooks.ts'
import { createWebhooks } from './webhooks/deliver.ts'

export type { BankOptions } from './model/options.ts'

export function jwksPath(clientId: string): string {
  return `${clientId && `/clients/${clientId}`}/.well-known/jwks`
}

export function createBank(options: BankOptions): { app: Hono; start(): void; close(): Promise<void> } {
  const { database, publicUrl, webhookRetryDelaysMs: retryDelaysMs } = options
  const store = createStore(database)
  const refundStore = createRefundStore(database)
  const recipients = clientsOf(options).map(({ clientId, webhookUrl: url }, index) => {
    const path = jwksPath(index === 0 ? '' : clientId)
    return {
      clientId,
      url,
      path,
      signer: createSigner(store, `${publicUrl}${path}`, index === 0 ? '' : clientId),
    }
  })
  const [firstRecipient] = recipients as [(typeof recipients)[number]]
  const recipientOf = (paymentId: string) => {
    const owner = store.findPayment(paymentId)?.clientId
    return recipients.find(({ clientId }) => clientId === owner) ?? firstRecipient
  }
  const urlOf = (paymentId: string) => recipientOf(paymentId).url
  const headersOf = signedBy(recipientOf)
  const webhooks = createWebhooks(database, { table: 'bank_webhook', urlOf, headersOf, retryDelaysMs })
  const notify = createNotify(webhooks)
  const payments = createPayments(options, store, (event, payment, delivery) =>
    notify(event, describeForWebhook(payment), delivery),
  )
  const refunds = createRefunds(options, refundStore, notify)
  const statements = createStatements(
    database,
    clientsOf(options).flatMap(({ merchantAccounts }) => merchantAccounts),
  )
  const faults = createFaults()
  const access = createAccess(options, store)
  const answerOnce = createIdempotency(store, access.clientOf)

  const app = new Hono()
  for (const { path, signer } of recipients) app.get(path, (c) => c.json(signer.jwks()))
  app.route('/', createTokenServer(options, store, faults))
  app.route('/', createProviders({ publicUrl, access, faults }))
  app.route('/', createDirectReturn({ store, payments, faults, answerOnce }))
  app.route('/v3/payments', createBankApi({ options, store, payments, faults, access, answerOnce }))
  app.route('/v3/payments', createFlowApi({ publicUrl, payments, faults, access, answerOnce }))
  app.route('/v3/payments', createRefundApi({ refundStore, refunds, faults, access, answerOnce }))
  app.route('/v3/merchant-accounts', createStatementApi(statements, access, faults))
  app.all('/v3/*', access.client, (c) => apiError(c, 'not-found', 'No such endpoint.'))
  app.route('/sandbox', createBankControl({ publicUrl, store, payments, notify, faults }))
  app.route('/sandbox/webhooks', createWebhookControl(webhooks))
  app.route('/sandbox/merchant-accounts', createStatementControl(statements))
  app.route('/sandbox/refunds', createRefundControl({ store: refundStore, refunds }))
  app.route('/', createBankPages({ options, store, refundStore, payments }))

  return {
    app,
    start() {
      payments.start()
      refunds.start()
      webhooks.start()
    },
    async close() {
      payments.close()
      refunds.close()
      await webhooks.close()
    },
  }
}

import { Hono } from 'hono'
import { createAccess, createTokenServer } from './access.ts'
import { createBankApi } from './api.ts'
import { createBankControl } from './control.ts'
import { createDirectReturn } from './direct-return.ts'
import { apiError } from './errors.ts'
import { createFaults } from './faults.ts'
import { createFlowApi } from './flow-api.ts'
import { createIdempotency } from './idempotency.ts'
import { createNotify, signedBy } from './notify.ts'
import type { BankOptions } from './options.ts'
import { createBankPages } from './pages/routes.tsx'
import { createPayments } from './payments.ts'
import { createProviders } from './providers.ts'
import { createRefundApi } from './refund-api.ts'
import { createRefundControl } from './refund-control.ts'
import { createRefundStore } from './refund-store.ts'
import { createRefunds } from './refunds.ts'
import { createSigner } from './signer.ts'
import { createStatementApi, createStatementControl } from './statement-api.ts'
import { createStatements } from './statement.ts'
import { createStore } from './store.ts'
import { createWebhookControl } from './webhook-control.ts'
import { createWebhooks } from './webhooks.ts'

export type { BankOptions } from './options.ts'

/**
 * The sandbox bank: the other side of TrueLayer's Payments API v3, with the bank's own pages and signed
 * webhooks. `start` takes up what was pending in the database; `close` ends every timer and request.
 */
export function createBank(options: BankOptions): { app: Hono; start(): void; close(): Promise<void> } {
  const { database, publicUrl, webhookUrl: url, webhookRetryDelaysMs: retryDelaysMs } = options
  const store = createStore(database)
  const refundStore = createRefundStore(database)
  const signer = createSigner(store, `${publicUrl}/.well-known/jwks`)
  const headersOf = signedBy(signer, url)
  const webhooks = createWebhooks(database, { table: 'bank_webhook', url, headersOf, retryDelaysMs })
  const notify = createNotify(webhooks)
  const payments = createPayments(options, store, notify)
  const refunds = createRefunds(options, refundStore, notify)
  const statements = createStatements(database, options)
  const faults = createFaults()
  const access = createAccess(options, store)
  const answerOnce = createIdempotency(store)

  const app = new Hono()
  app.get('/.well-known/jwks', (c) => c.json(signer.jwks()))
  app.route('/', createTokenServer(options, store, faults))
  app.route('/', createProviders({ publicUrl, access, faults }))
  app.route('/', createDirectReturn({ store, payments, faults, answerOnce }))
  app.route('/v3/payments', createBankApi({ options, store, payments, faults, access, answerOnce }))
  app.route('/v3/payments', createFlowApi({ publicUrl, store, payments, faults, access, answerOnce }))
  app.route('/v3/payments', createRefundApi({ store, refundStore, refunds, faults, access, answerOnce }))
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

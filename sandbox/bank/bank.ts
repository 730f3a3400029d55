import { Hono } from 'hono'
import { createBankApi } from './api.ts'
import { createBankControl } from './control.ts'
import { createFaults } from './faults.ts'
import type { BankOptions } from './options.ts'
import { createBankPages } from './pages.tsx'
import { createPayments } from './payments.ts'
import { createSigner } from './signer.ts'
import { createStore } from './store.ts'
import { createWebhooks } from './webhooks.ts'

export type { BankOptions } from './options.ts'

/**
 * The sandbox bank: the other side of TrueLayer's Payments API v3, with the bank's own pages and signed webhooks.
 * `start` takes up what was pending in the database; `close` ends every timer and request.
 */
export function createBank(options: BankOptions): { app: Hono; start(): void; close(): Promise<void> } {
  const { database, publicUrl, webhookUrl, webhookRetryDelaysMs } = options
  const store = createStore(database)
  const signer = createSigner(store, `${publicUrl}/.well-known/jwks`)
  const webhooks = createWebhooks(database, signer, webhookUrl, webhookRetryDelaysMs)
  const payments = createPayments(options, store, webhooks)
  const faults = createFaults()

  const app = new Hono()
  app.get('/.well-known/jwks', (c) => c.json(signer.jwks()))
  app.route('/', createBankApi({ options, store, payments, faults }))
  app.route('/sandbox', createBankControl({ store, payments, webhooks, faults }))
  app.route('/', createBankPages({ options, store, payments }))

  return {
    app,
    start() {
      payments.start()
      webhooks.start()
    },
    async close() {
      payments.close()
      await webhooks.close()
    },
  }
}

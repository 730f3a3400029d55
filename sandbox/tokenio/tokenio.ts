import { Hono } from 'hono'
import { createControl } from '../control.ts'
import { createFaults } from '../faults.ts'
import { type SandboxEnv, spoilWhenPlanned } from '../spoil.ts'
import { createAccess } from './access.ts'
import { createTokenIoApi, OPERATIONS } from './api.ts'
import { createTokenIoControl } from './control.ts'
import { plannedError } from './errors.ts'
import { createNotify } from './notify.ts'
import type { TokenIoOptions } from './options.ts'
import { createTokenIoPages } from './pages.tsx'
import { createPayments } from './payments.ts'
import { createRefunds } from './refunds.ts'
import { createSigner } from './signer.ts'
import { createStatements } from './statement.ts'
import { createStore } from './store.ts'

export type { TokenIoOptions } from './options.ts'

/**
 * The other side of Token.io's Payments v2: banks of several countries, two of them closed, the payer's page,
 * refunds and signed webhooks. `webhookKey` is the public key they are signed with, base64url.
 */
export function createTokenIo(options: TokenIoOptions): { app: Hono<SandboxEnv>; webhookKey: string } {
  const { database, webhooks } = options
  const store = createStore(database)
  const signer = createSigner(store, options.webhookKeyPem)
  const notify = createNotify(options, signer)
  const payments = createPayments(options, store, notify)
  const refunds = createRefunds(options, store, notify)
  const statements = createStatements(database)
  const faults = createFaults(database)
  const access = createAccess(options)
  const spoil = (operation: string) => spoilWhenPlanned(faults, 'tokenio', operation, plannedError)

  const app = new Hono<SandboxEnv>()
  app.route('/', createTokenIoApi({ options, store, statements, payments, refunds, access, spoil }))
  app.route('/sandbox', createTokenIoControl({ options, store, payments, refunds, signer }))
  app.route(
    '/sandbox',
    createControl({
      provider: 'tokenio',
      operations: OPERATIONS,
      faults,
      webhooks,
      reset: () => store.reset(),
    }),
  )
  app.route('/', createTokenIoPages(options, payments))
  return { app, webhookKey: signer.publicKey }
}

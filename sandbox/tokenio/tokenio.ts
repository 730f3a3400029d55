import { Hono } from 'hono'
import { createWebhookControl } from '../bank/control/webhooks.ts'
import { createWebhooks } from '../bank/webhooks/deliver.ts'
import { createControl } from '../core/control.ts'
import { createFaults } from '../faults/faults.ts'
import { type SandboxEnv, spoilWhenPlanned } from '../faults/inject-fault.ts'
import { createAccess } from './protocol/access.ts'
import { createTokenIoApi, OPERATIONS } from './protocol/api.ts'
import { createTokenIoControl } from './control.ts'
import { plannedError } from './protocol/errors.ts'
import { createNotify, signedBy } from './protocol/send-webhook.ts'
import { membersOf, type TokenIoOptions } from './model/options.ts'
import { createTokenIoPages } from './pages.tsx'
import { createPayments } from './model/payments.ts'
import { createRefunds } from './model/refunds.ts'
import { createSigner } from './protocol/signer.ts'
import { createStatements } from './model/statement.ts'
import { createStore } from './model/store.ts'

export type { TokenIoOptions } from './model/options.ts'

export interface TokenIo {
  app: Hono<SandboxEnv>
  webhookKey: string
  webhookKeys: ReadonlyMap<string, string>
  start(): void
  close(): Promise<void>
}

export function createTokenIo(options: TokenIoOptions): TokenIo {
  const { database, webhookRetryDelaysMs: retryDelaysMs } = options
  const store = createStore(database)
  const recipients = membersOf(options).map(({ memberId, webhookUrl: url, webhookKeyPem }, index) => ({
    memberId,
    url,
    signer: createSigner(store, webhookKeyPem, index === 0 ? '' : memberId),
  }))
  const [firstRecipient] = recipients as [(typeof recipients)[number]]
  const { signer } = firstRecipient
  const recipientOf = (paymentId: string) => {
    const owner = store.payments({ ids: [paymentId] }, 1)[0]?.memberId
    return recipients.find(({ memberId }) => memberId === owner) ?? firstRecipient
  }
  const urlOf = (paymentId: string) => recipientOf(paymentId).url
  const headersOf = signedBy((paymentId) => recipientOf(paymentId).signer)
  const webhooks = createWebhooks(database, { table: 'tokenio_webhook', urlOf, headersOf, retryDelaysMs })
  const notify = createNotify(options, webhooks)
  const payments = createPayments(options, store, notify)
  const refunds = createRefunds(options, store, notify)
  const statements = createStatements(database)
  const faults = createFaults(database)
  const access = createAccess(options)
  const spoil = (operation: string) => spoilWhenPlanned(faults, 'tokenio', operation, plannedError)

  const app = new Hono<SandboxEnv>()
  app.route('/', createTokenIoApi({ options, store, statements, payments, refunds, access, spoil }))
  app.route('/sandbox', createTokenIoControl({ options, store, payments, refunds, signer, notify }))
  app.route('/sandbox/webhooks', createWebhookControl(webhooks))
  app.route(
    '/sandbox',
    createControl({
      provider: 'tokenio',
      operations: OPERATIONS,
      faults,
      reset: () => {
        store.reset()
        webhooks.clear()
      },
    }),
  )
  app.route('/', createTokenIoPages(options, payments))
  return {
    app,
    webhookKey: signer.publicKey,
    webhookKeys: new Map(recipients.map((one) => [one.memberId, one.signer.publicKey])),
    start: () => webhooks.start(),
    close: () => webhooks.close(),
  }
}

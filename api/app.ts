import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { RailUnavailableError } from '../integrations/bank/rail.ts'
import type { ApiDeps } from './deps.ts'
import { importRoutes } from './merchant/imports/routes.ts'
import { invoiceRoutes } from './merchant/invoices/routes.ts'
import { recurringRoutes } from './merchant/recurring/routes.ts'
import { payoutAccountRoutes } from './merchant/account/payout-accounts.ts'
import { reconciliationRoutes } from './merchant/account/reconciliation.ts'
import { settingsRoutes } from './merchant/account/settings.ts'
import { payRoutes } from './pay/routes.ts'
import { Problem, problemResponse } from './http/problem.ts'
import { limitBody } from './http/body-limit.ts'
import { TemporalUnavailableError } from '../clients/call-with-retry.ts'
import { postmarkWebhook } from './webhooks/postmark.ts'
import { previewRoutes } from './preview/routes.ts'
import { noteTraffic } from './http/interactive-load.ts'
import { bankWebhook } from './webhooks/bank.ts'
import { twilioWebhook } from './webhooks/twilio.ts'

const MAX_BODY = 1024 * 1024

/** The whole HTTP api. Pure wiring: everything it works with comes in `deps`. */
export function createApp(deps: ApiDeps): Hono {
  const app = new Hono()
  app.use(secureHeaders({ referrerPolicy: 'same-origin', xFrameOptions: 'DENY' }))
  for (const rail of deps.rails.ids) app.route(`/webhooks/${rail}`, bankWebhook(deps, rail))
  app.route('/webhooks/postmark', postmarkWebhook(deps))
  app.route('/webhooks/twilio', twilioWebhook(deps))
  const traffic = noteTraffic(deps)
  app.use('/pay/*', traffic)
  app.route('/pay', payRoutes(deps))
  app.route('/preview', previewRoutes(deps))
  // Files are longer than other bodies, and have a limit of their own.
  app.route('/v1/imports', importRoutes(deps))
  app.use('/v1/*', traffic)
  app.use('/v1/*', limitBody(MAX_BODY))
  app.route('/v1/invoices', invoiceRoutes(deps))
  app.route('/v1/recurring_invoices', recurringRoutes(deps))
  app.route('/v1/settings', settingsRoutes(deps))
  app.route('/v1/payout_accounts', payoutAccountRoutes(deps))
  app.route('/v1/reconciliation', reconciliationRoutes(deps))

  app.get('/healthz', (c) => c.text('ok\n'))
  app.get('/readyz', async (c) => {
    await deps.em.fork().execute('select 1')
    return c.text('ready\n')
  })
  app.get('/metrics', async (c) => {
    const { registry } = deps.metrics
    return c.body(await registry.metrics(), 200, { 'content-type': registry.contentType })
  })

  app.notFound((c) => problemResponse(c, new Problem('not_found')))
  app.onError((error, c) => {
    if (error instanceof Problem) return problemResponse(c, error)
    if (error instanceof TemporalUnavailableError) {
      deps.log.warn({ err: error }, 'Temporal is away')
      return problemResponse(c, new Problem('unavailable'))
    }
    if (error instanceof RailUnavailableError) {
      deps.log.warn({ err: error }, 'a rail is away')
      return problemResponse(c, new Problem('unavailable'))
    }
    if (isDatabaseAway(error)) {
      deps.log.warn({ err: error }, 'the database is away')
      return problemResponse(c, new Problem('unavailable'))
    }
    deps.log.error({ err: error, path: maskToken(c.req.path) }, 'request failed')
    return problemResponse(c, new Problem('internal'))
  })
  return app
}

/** No connection, or a server that is starting or stopping: PostgreSQL's class 08 and 57P0x, and the socket's own. */
function isDatabaseAway(error: Error): boolean {
  return 'code' in error && /^(ECONN|ENOTFOUND|EPIPE|ETIMEDOUT|08|57P0)/.test(String(error.code))
}

/** A payment link in a log would be a payment link for whoever reads the log. */
function maskToken(path: string): string {
  return path.replace(/^\/(pay|preview)\/[^/]+/, '/$1/…')
}

import { type Context, Hono } from 'hono'
import { methodNotAllowed } from 'hono/method-not-allowed'
import { logFailure } from '../clients/outages.ts'
import { webhookPath } from '../config/webhook-path.ts'
import { MODES } from '../domain/shared/mode.ts'
import { TooManyTriesError } from '../identity/rate-limits.ts'
import type { ApiDeps } from './deps.ts'
import { createEventHub } from './events/event-hub.ts'
import { createEventStreams } from './events/event-streams.ts'
import { requireApiKey } from './http/api-key-auth.ts'
import { limitBody } from './http/limits/body-limit.ts'
import { closeWhenStopping } from './http/drain.ts'
import { forkEntityManager, type RequestEnv } from './http/entity-manager.ts'
import { noteInteractiveLoad } from './http/limits/interactive-load.ts'
import { noStore } from './http/response/no-store.ts'
import { Problem, problemResponse } from './http/errors/problem.ts'
import { assertScopes } from './http/route-scopes.ts'
import { refuseRepeatedParameters } from './http/request/repeated-parameters.ts'
import { createStoredAnswers } from './http/idempotency/stored-answers.ts'
import { limitTime } from './http/limits/time-limits.ts'
import { unavailablePart } from './http/errors/unavailable.ts'
import { mountDashboard } from './dashboard/routes.ts'
import { mountIdentity } from './identity/routes.ts'
import { publicLogoRoutes, showElsewhere } from './logos/routes.ts'
import { payoutAccountRoutes } from './merchant/account/payout-accounts.ts'
import { profileRoutes } from './merchant/account/profile.ts'
import { reconciliationRoutes } from './merchant/account/reconciliation.ts'
import { settingChangeRoutes } from './merchant/account/setting-changes.ts'
import { settingsRoutes } from './merchant/account/settings.ts'
import { summaryRoutes } from './merchant/summary/routes.ts'
import { suppressedAddressRoutes } from './merchant/account/suppressed-addresses.ts'
import { apiKeyRoutes } from './merchant/api-keys/routes.ts'
import { logoUploadRoutes } from './merchant/branding/logo-upload.ts'
import { brandingRoutes } from './merchant/branding/routes.ts'
import { creditNoteRoutes } from './merchant/credit-notes/routes.ts'
import { customerRoutes } from './merchant/customers/routes.ts'
import { eventRoutes } from './merchant/events/routes.ts'
import { emailTemplateRoutes } from './merchant/email-templates/routes.ts'
import { importRoutes } from './merchant/imports/routes.ts'
import { invoiceExportRoutes } from './merchant/invoices/export-routes.ts'
import { invoiceRoutes } from './merchant/invoices/routes.ts'
import { recurringRoutes } from './merchant/recurring/routes.ts'
import { teamRoutes } from './merchant/team/routes.ts'
import { webhookRoutes } from './merchant/webhooks/routes.ts'
import { openApiRoutes } from './openapi/routes.ts'
import { assetRoutes } from './pages/assets.ts'
import { isPeoplePath, peopleProblemPage } from './pages/problem-page.tsx'
import { isPagePath, isScriptPath, problemPage } from './pay/problem-page.tsx'
import { payRoutes } from './pay/routes.ts'
import { previewRoutes } from './preview/routes.ts'
import { viewRoutes } from './view/routes.ts'
import { railWebhook } from './webhooks/rail.ts'
import { postmarkWebhook } from './webhooks/postmark.ts'
import { twilioWebhook } from './webhooks/twilio.ts'

const MAX_BODY_BYTES = 1024 * 1024

export function createApp(deps: ApiDeps): Hono<RequestEnv> {
  const app = new Hono<RequestEnv>()
  const answers = createStoredAnswers(deps)
  const streams = createEventStreams(deps, createEventHub(deps))
  app.use(closeWhenStopping(deps))
  app.use(deps.metrics.countRequests)
  app.use('/logos/*', showElsewhere)
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed(c, methods) {
        const allowed = methods.join(', ')
        c.header('allow', allowed)
        return answer(c, new Problem('method_not_allowed', `The path takes ${allowed}.`))
      },
    }),
  )
  app.use(limitTime())
  app.use(forkEntityManager(deps))
  const { limits } = deps
  if (limits) {
    app.use('/v1/*', limits.ofApi)
    app.use('/webhooks/*', limits.ofWebhooks)
    for (const folder of ['pay', 'preview', 'view', 'logos']) app.use(`/${folder}/*`, limits.ofPages)
  }
  for (const mode of MODES) {
    for (const rail of deps.rails[mode].ids) app.route(webhookPath(mode, rail), railWebhook(deps, mode, rail))
    app.route(webhookPath(mode, 'postmark'), postmarkWebhook(deps, mode))
    app.route(webhookPath(mode, 'twilio'), twilioWebhook(deps, mode))
  }
  const interactiveLoad = noteInteractiveLoad(deps)
  for (const folder of ['pay', 'preview', 'view']) app.use(`/${folder}/*`, interactiveLoad)
  app.route('/pay', payRoutes(deps))
  app.route('/preview', previewRoutes(deps))
  app.route('/view', viewRoutes(deps))
  app.route('/logos', publicLogoRoutes())
  app.route('/', assetRoutes())
  mountIdentity(app, deps)
  app.use('/dashboard/*', interactiveLoad)
  mountDashboard(app, deps, streams)
  app.use('/v1/*', noStore)
  app.use('/v1/*', requireApiKey(deps))
  app.use('/v1/*', (c, next) => {
    c.set('answers', answers)
    return next()
  })
  app.use('/v1/*', refuseRepeatedParameters)
  app.use('/v1/imports/:id/*', limitBody(MAX_BODY_BYTES))
  // Routes of files must precede the next `limitBody`: a file can exceed `MAX_BODY_BYTES`.
  app.route('/v1/imports', importRoutes(deps, streams))
  app.use('/v1/*', interactiveLoad)
  app.route('/v1/branding/logo', logoUploadRoutes(deps))
  app.use('/v1/*', limitBody(MAX_BODY_BYTES))
  app.route('/v1/invoices.csv', invoiceExportRoutes(deps))
  app.route('/v1/invoices', invoiceRoutes(deps))
  app.route('/v1/credit_notes', creditNoteRoutes(deps))
  app.route('/v1/customers', customerRoutes(deps))
  app.route('/v1/recurring_invoices', recurringRoutes(deps))
  app.route('/v1/events', eventRoutes(streams))
  app.route('/v1/api_keys', apiKeyRoutes())
  app.route('/v1/team', teamRoutes(deps))
  app.route('/v1/settings', settingsRoutes(deps))
  app.route('/v1/setting_changes', settingChangeRoutes())
  app.route('/v1/profile', profileRoutes())
  app.route('/v1/branding', brandingRoutes(deps))
  app.route('/v1/email_templates', emailTemplateRoutes(deps))
  app.route('/v1/payout_accounts', payoutAccountRoutes(deps))
  app.route('/v1/reconciliation', reconciliationRoutes())
  app.route('/v1/summary', summaryRoutes())
  app.route('/v1/suppressed_addresses', suppressedAddressRoutes(deps))
  app.route('/v1', webhookRoutes(deps))
  app.route('/', openApiRoutes(deps))

  app.get('/', (c) => c.redirect('/dashboard', 303))
  app.get('/healthz', (c) => c.text('ok\n'))
  app.get('/readyz', async (c) => {
    if (deps.stopping?.aborted) throw new Problem('unavailable')
    await c.get('em').execute('select 1')
    return c.text('ready\n')
  })

  app.notFound((c) => answer(c, new Problem('not_found')))
  app.onError((error, c) => {
    if (error instanceof Problem) return answer(c, error)
    if (error instanceof TooManyTriesError) {
      c.header('retry-after', String(error.retryAfterS))
      return answer(c, new Problem('too_many_requests'))
    }
    if (isIncompleteBody(error)) return answer(c, new Problem('incomplete_body'))
    const unavailable = unavailablePart(error)
    if (unavailable) {
      logFailure(deps, 'warn', { err: error, unavailable }, 'request.unavailable')
      return answer(c, new Problem('unavailable'))
    }
    deps.log.error({ err: error, path: maskToken(c.req.path) }, 'request.failed')
    return answer(c, new Problem('internal'))
  })
  assertScopes(app.routes)
  return app
}

function answer(c: Context, problem: Problem): Response | Promise<Response> {
  if (isPeoplePath(c.req.path)) return peopleProblemPage(c, problem)
  const isForScript = problem.code === 'unavailable' && isScriptPath(c.req.path)
  return isPagePath(c.req.path) && !isForScript ? problemPage(c, problem) : problemResponse(c, problem)
}

/**
 * Recognizes Node's error for a connection that closed before the end of the body.
 *
 * @see https://github.com/nodejs/node/blob/main/lib/_http_server.js
 */
function isIncompleteBody(error: Error): boolean {
  return error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET'
}

/** Logs must contain neither a link's token nor a customer's address. */
function maskToken(path: string): string {
  return path.replace(/^\/(pay|preview|view|invitations|v1\/suppressed_addresses)\/[^/]+/, '/$1/…')
}

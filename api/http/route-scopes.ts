import type { Context } from 'hono'
import { matchedRoutes } from 'hono/route'
import { type Scope, SCOPES } from '../../domain/merchant/api-key.ts'

const ROUTES: Record<Scope, readonly string[]> = {
  read: [
    'GET /v1/api_keys',
    'GET /v1/api_keys/:id',
    'GET /v1/branding',
    'GET /v1/branding/logo',
    'GET /v1/credit_notes',
    'GET /v1/credit_notes/:id',
    'GET /v1/credit_notes/:id/einvoice',
    'GET /v1/credit_notes/:id/pdf',
    'GET /v1/customers',
    'GET /v1/customers/:id',
    'GET /v1/customers/:id/invoices',
    'GET /v1/customers/:id/events',
    'GET /v1/events',
    'GET /v1/events/:id',
    'GET /v1/email_templates',
    'GET /v1/email_templates/:kind',
    'GET /v1/imports',
    'GET /v1/imports/template.csv',
    'GET /v1/imports/columns',
    'GET /v1/imports/:id',
    'GET /v1/imports/:id/rows',
    'GET /v1/imports/:id/errors.csv',
    'GET /v1/imports/:id/progress',
    'GET /v1/invoices',
    'GET /v1/invoices.csv',
    'GET /v1/invoices/:id',
    'GET /v1/invoices/:id/credit_notes',
    'GET /v1/invoices/:id/einvoice',
    'GET /v1/invoices/:id/events',
    'GET /v1/invoices/:id/next',
    'GET /v1/invoices/:id/pdf',
    'GET /v1/payout_accounts',
    'GET /v1/payout_accounts/:currency',
    'GET /v1/profile',
    'GET /v1/profile/versions',
    'GET /v1/profile/versions/:version',
    'GET /v1/reconciliation',
    'GET /v1/recurring_invoices',
    'GET /v1/recurring_invoices/:id',
    'GET /v1/recurring_invoices/:id/events',
    'GET /v1/setting_changes',
    'GET /v1/settings',
    'GET /v1/summary',
    'GET /v1/suppressed_addresses',
    'GET /v1/team',
  ],
  write: [
    'POST /v1/api_keys',
    'POST /v1/api_keys/:id/rotate',
    'DELETE /v1/api_keys/:id',
    'PATCH /v1/branding',
    'PUT /v1/branding/logo',
    'DELETE /v1/branding/logo',
    'POST /v1/customers',
    'PATCH /v1/customers/:id',
    'POST /v1/customers/:id/erase',
    'PATCH /v1/email_templates/:kind',
    'POST /v1/email_templates/:kind/preview',
    'POST /v1/email_templates/:kind/test',
    'POST /v1/imports',
    'PATCH /v1/imports/:id',
    'POST /v1/imports/:id/confirm',
    'POST /v1/imports/:id/pause',
    'POST /v1/imports/:id/resume',
    'POST /v1/imports/:id/cancel',
    'POST /v1/invoices',
    'PATCH /v1/invoices/:id',
    'DELETE /v1/invoices/:id',
    'POST /v1/invoices/:id/send',
    'POST /v1/invoices/:id/preview',
    'POST /v1/invoices/:id/remind',
    'POST /v1/invoices/:id/pause',
    'POST /v1/invoices/:id/resume',
    'POST /v1/invoices/:id/void',
    'POST /v1/invoices/:id/link',
    'POST /v1/invoices/:id/payments',
    'POST /v1/invoices/:id/payments/:payment/undo',
    'POST /v1/invoices/:id/credit_notes',
    'POST /v1/invoices/:id/clock',
    'PATCH /v1/profile',
    'PUT /v1/payout_accounts/:currency',
    'DELETE /v1/payout_accounts/:currency',
    'POST /v1/reconciliation/:id/acknowledge',
    'POST /v1/recurring_invoices',
    'POST /v1/recurring_invoices/preview',
    'PATCH /v1/recurring_invoices/:id',
    'POST /v1/recurring_invoices/:id/pause',
    'POST /v1/recurring_invoices/:id/resume',
    'POST /v1/recurring_invoices/:id/end',
    'POST /v1/recurring_invoices/:id/skip',
    'POST /v1/recurring_invoices/:id/retry',
    'POST /v1/recurring_invoices/:id/clock',
    'PATCH /v1/settings',
    'DELETE /v1/suppressed_addresses/:address',
    'POST /v1/team/invitations',
    'DELETE /v1/team/invitations/:id',
    'PATCH /v1/team/members/:id',
    'DELETE /v1/team/members/:id',
  ],
  refunds: ['POST /v1/invoices/:id/refunds'],
  webhooks: [
    'GET /v1/webhook_endpoints',
    'GET /v1/webhook_endpoints/:id',
    'POST /v1/webhook_endpoints',
    'PATCH /v1/webhook_endpoints/:id',
    'DELETE /v1/webhook_endpoints/:id',
    'POST /v1/webhook_endpoints/:id/rotate_secret',
    'POST /v1/webhook_endpoints/:id/test',
    'POST /v1/webhook_endpoints/:id/redeliver',
    'GET /v1/webhook_deliveries',
    'GET /v1/webhook_deliveries/:id',
    'POST /v1/webhook_deliveries/:id/redeliver',
  ],
}

/** Live mode shares these settings with test mode. */
const OF_BOTH_MODES = new Set([
  'PATCH /v1/branding',
  'PUT /v1/branding/logo',
  'DELETE /v1/branding/logo',
  'PATCH /v1/email_templates/:kind',
  'PATCH /v1/profile',
  'PATCH /v1/settings',
  'POST /v1/team/invitations',
  'DELETE /v1/team/invitations/:id',
  'PATCH /v1/team/members/:id',
  'DELETE /v1/team/members/:id',
])

interface Route {
  method: string
  path: string
}

const scopes = new Map(SCOPES.flatMap((scope) => ROUTES[scope].map((route) => [route, scope] as const)))

export function scopeOf({ method, path }: Route): Scope {
  const scope = scopes.get(`${method} ${path}`)
  if (!scope) throw new RangeError(`${method} ${path} has no scope: add it to api/http/route-scopes.ts`)
  return scope
}

interface Access {
  scope: Scope
  /** The key must be of live mode. */
  isLive: boolean
}

export function accessNeeded(c: Context): Access | undefined {
  const route = matchedRoutes(c).find(isHandler)
  return route && { scope: scopeOf(route), isLive: OF_BOTH_MODES.has(`${route.method} ${route.path}`) }
}

export function assertScopes(routes: readonly Route[]): void {
  for (const route of routes) if (isHandler(route) && /^\/v1(?:\/|$)/.test(route.path)) scopeOf(route)
}

/** @internal */
export function routesWithScope(): (Access & { route: string })[] {
  return [...scopes].map(([route, scope]) => ({ route, scope, isLive: OF_BOTH_MODES.has(route) }))
}

function isHandler({ method }: Route): boolean {
  return method !== 'ALL'
}

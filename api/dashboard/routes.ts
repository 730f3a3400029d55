import { Hono } from 'hono'
import { type Mode, MODES } from '../../domain/shared/mode.ts'
import type { ApiDeps } from '../deps.ts'
import type { EventStreams } from '../events/event-streams.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { limitUploads } from '../http/limits/upload-limit.ts'
import { refuseSwitched } from '../identity/chosen-merchant.ts'
import { createPageApp } from '../identity/page-app.tsx'
import { requireMerchant, requirePerson } from '../identity/person.ts'
import { MAX_LOGO_BYTES, MAX_LOGO_UPLOADS } from '../merchant/branding/replace-logo.ts'
import { fittingMode } from '../pages/header.tsx'
import { creditNotePageRoutes } from './credit-notes/routes.tsx'
import { customerPageRoutes } from './customers/routes.tsx'
import { importPageRoutes } from './imports/routes.tsx'
import { invoicePageRoutes } from './invoices/routes.ts'
import { liveRoutes } from './live/routes.tsx'
import { overviewRoutes } from './overview/routes.tsx'
import { recurringPageRoutes } from './recurring/routes.tsx'
import { settingsPageRoutes } from './settings/routes.tsx'
import { webhookPageRoutes } from './settings/webhooks/routes.tsx'
import { type GuardedResource, refuse, requireRole } from './guards.tsx'
import { type DashboardEnv, viewIn } from './viewer.ts'

const MAX_FORM_BYTES = 1024 * 1024

const LOGO_PATH = '/settings/branding/logo'
/** The limit exceeds that of a logo, so that the form itself can answer. */
const LOGO_UPLOAD = {
  path: new RegExp(`${LOGO_PATH}$`),
  maxBytes: MAX_LOGO_BYTES + MAX_FORM_BYTES,
  tooLarge: 'logo_too_large',
} as const

interface Folder {
  path: string
  /** A role needs `read` of it for a page, and `write` for a form. */
  resource: GuardedResource
  routesOf: (deps: ApiDeps, streams: EventStreams) => Hono<DashboardEnv>
}

const FOLDERS: readonly Folder[] = [
  { path: '/', resource: 'invoice', routesOf: overviewRoutes },
  { path: '/invoices', resource: 'invoice', routesOf: invoicePageRoutes },
  { path: '/credit-notes', resource: 'invoice', routesOf: creditNotePageRoutes },
  { path: '/recurring', resource: 'invoice', routesOf: recurringPageRoutes },
  { path: '/customers', resource: 'customer', routesOf: customerPageRoutes },
  { path: '/imports', resource: 'invoice', routesOf: importPageRoutes },
  { path: '/settings', resource: 'settings', routesOf: settingsPageRoutes },
  { path: '/settings/webhooks', resource: 'webhook', routesOf: webhookPageRoutes },
  { path: '/live', resource: 'invoice', routesOf: liveRoutes },
]

export function mountDashboard(app: Hono<RequestEnv>, deps: ApiDeps, streams: EventStreams): void {
  const routes = createPageApp<DashboardEnv>(deps, MAX_FORM_BYTES, [LOGO_UPLOAD])
  routes.use(requirePerson(deps))
  routes.use(requireMerchant)
  routes.use(`/:mode${LOGO_PATH}`, limitUploads(MAX_LOGO_UPLOADS))
  routes.get('/', (c) => c.redirect(`/dashboard/${fittingMode(c.get('person'))}`, 303))
  for (const mode of MODES) routes.route(`/${mode}`, modeRoutes(deps, streams, mode))
  app.route('/dashboard', routes)
}

function modeRoutes(deps: ApiDeps, streams: EventStreams, mode: Mode): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()
  routes.use(viewIn(mode))
  routes.use(refuseSwitched<DashboardEnv>(refuse))
  for (const { path, resource, routesOf } of FOLDERS) {
    routes.use(path, requireRole(resource))
    if (path !== '/') routes.use(`${path}/*`, requireRole(resource))
    routes.route(path, routesOf(deps, streams))
  }
  return routes
}

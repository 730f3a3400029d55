import { Hono } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import type { DashboardEnv } from '../viewer.ts'
import { formRoutes } from './form/routes.tsx'
import { listRoutes } from './list/routes.tsx'
import { invoiceRoutes } from './one/routes.tsx'

export function invoicePageRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()
  routes.route('/', listRoutes(deps))
  routes.route('/', formRoutes(deps))
  routes.route('/', invoiceRoutes(deps))
  return routes
}

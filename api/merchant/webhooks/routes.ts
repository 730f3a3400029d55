import { Hono } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { deliveryRoutes } from './delivery-routes.ts'
import { endpointRoutes } from './endpoint-routes.ts'

export function webhookRoutes(deps: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()
  routes.route('/webhook_deliveries', deliveryRoutes())
  routes.route('/webhook_endpoints', endpointRoutes(deps))
  return routes
}

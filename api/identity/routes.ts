import type { Hono } from 'hono'
import type { ApiDeps } from '../deps.ts'
import type { RequestEnv } from '../http/entity-manager.ts'
import { accountRoutes } from './account-routes.ts'
import { invitationRoutes } from './invitation-routes.ts'
import { keyRoutes } from './key-routes.ts'
import { passwordRoutes } from './password-routes.ts'
import { signInRoutes } from './sign-in-routes.ts'
import { signOutRoutes } from './sign-out-routes.ts'
import { confirmRoutes, signUpRoutes } from './sign-up-routes.ts'
import { teamRoutes } from './team-routes.ts'

export function mountIdentity(app: Hono<RequestEnv>, deps: ApiDeps): void {
  app.route('/sign-up', signUpRoutes(deps))
  app.route('/confirm', confirmRoutes(deps))
  app.route('/sign-in', signInRoutes(deps))
  app.route('/sign-out', signOutRoutes(deps))
  app.route('/password', passwordRoutes(deps))
  app.route('/account', accountRoutes(deps))
  app.route('/team', teamRoutes(deps))
  app.route('/keys', keyRoutes(deps))
  app.route('/invitations', invitationRoutes(deps))
}

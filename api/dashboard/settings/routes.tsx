import { Hono } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import { SettingsHub } from '../../pages/settings-nav.tsx'
import { DashboardPage } from '../layout.tsx'
import type { DashboardEnv } from '../viewer.ts'
import { brandingPageRoutes } from './branding/routes.tsx'
import { payoutAccountPageRoutes } from './payout-accounts/routes.tsx'
import { profilePageRoutes } from './profile/routes.tsx'

export function settingsPageRoutes(deps: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', (c) => {
    const viewer = c.get('viewer')
    const { person, base } = viewer
    return c.html(
      <DashboardPage viewer={viewer} title="Settings" section="settings">
        <SettingsHub person={person} base={base} />
      </DashboardPage>,
    )
  })

  routes.route('/payout-accounts', payoutAccountPageRoutes(deps))
  routes.route('/profile', profilePageRoutes())
  routes.route('/branding', brandingPageRoutes(deps))
  return routes
}

import { Hono } from 'hono'
import type { ApiDeps } from '../../deps.ts'
import { SettingsHub } from '../../pages/settings-nav.tsx'
import { DashboardPage } from '../layout.tsx'
import type { DashboardEnv } from '../viewer.ts'
import { brandingPageRoutes } from './branding/routes.tsx'
import { changePageRoutes } from './changes/routes.tsx'
import { invoicingPageRoutes } from './invoicing/routes.tsx'
import { messagePageRoutes } from './messages/routes.tsx'
import { noticePageRoutes } from './notices/routes.tsx'
import { payoutAccountPageRoutes } from './payout-accounts/routes.tsx'
import { profilePageRoutes } from './profile/routes.tsx'
import { reminderPageRoutes } from './reminders/routes.tsx'

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
  routes.route('/invoicing', invoicingPageRoutes(deps))
  routes.route('/reminders', reminderPageRoutes(deps))
  routes.route('/messages', messagePageRoutes(deps))
  routes.route('/notices', noticePageRoutes(deps))
  routes.route('/changes', changePageRoutes())
  return routes
}

import { Hono } from 'hono'
import { pageOf } from '../../../../db/page.ts'
import { listSettingChanges } from '../../../../db/settings/list-changes.ts'
import { parseQuery } from '../../../http/request/list-query.ts'
import { SettingChangeList } from '../../../merchant/account/setting-changes.ts'
import { actorNames } from '../../actor-names.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { ChangesPage } from './changes-page.tsx'

export function changePageRoutes(): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const em = c.get('em')
    const tenant = c.get('tenant')
    const { setting = '', ...query } = c.req.query()
    const selection = parseQuery(SettingChangeList, { ...query, ...(setting ? { setting } : {}) })
    const found = await listSettingChanges(em, tenant, selection)
    const { rows: changes, nextCursor } = pageOf(found, selection.limit, ({ id }) => id)
    const actors = [...changes.map(({ actor }) => actor), { type: 'person' }]
    const nameOf = await actorNames(em, tenant.merchantId, actors)
    const isFirst = selection.cursor === undefined
    return c.html(ChangesPage({ viewer: c.get('viewer'), changes, nameOf, setting, isFirst, nextCursor }))
  })
  return routes
}

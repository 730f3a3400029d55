import { Hono } from 'hono'
import * as v from 'valibot'
import { listSettingChanges, type SettingChange } from '../../../db/settings/list-changes.ts'
import { pageOf } from '../../../db/page.ts'
import { SETTINGS } from '../../../domain/merchant/setting-change.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { idCursor, limit, parseQuery } from '../../http/request/list-query.ts'
import { isObject } from '../../http/request/merge-changes.ts'

export const SettingChangeList = v.strictObject({
  limit: v.optional(limit, '25'),
  cursor: idCursor('chg'),
  setting: v.optional(v.picklist(SETTINGS, `invalid_choice|must be one of ${SETTINGS.join(', ')}`)),
})

export function settingChangeRoutes(): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()
  routes.get('/', async (c) => {
    const selection = parseQuery(SettingChangeList, c.req.query())
    const found = await listSettingChanges(c.get('em'), c.get('tenant'), selection)
    const { rows, nextCursor } = pageOf(found, selection.limit, ({ id }) => id)
    return c.json({ data: rows.map(view), next_cursor: nextCursor })
  })
  return routes
}

function view({ id, mode, actor, setting, subject, before, after, at }: SettingChange) {
  return {
    object: 'setting_change',
    id,
    mode,
    setting,
    subject,
    actor,
    before: withApiNames(before),
    after: withApiNames(after),
    created_at: new Date(at).toISOString(),
  }
}

const CAMEL_CASE = /^[a-z]+(?:[A-Z][a-z]*)+$/

/** The columns of type JSON have names in camelCase. A language tag such as `da-DK` is no name. */
function withApiNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withApiNames)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      CAMEL_CASE.test(name) ? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name,
      withApiNames(item),
    ]),
  )
}

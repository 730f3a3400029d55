import { type Context, Hono } from 'hono'
import { MerchantRow } from '../../../../db/entities/index.ts'
import { parseBody } from '../../../http/request/json-body.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import { changeProfile, ProfileBody } from '../../../merchant/account/profile.ts'
import { authorOf } from '../../../merchant/account/settings-author.ts'
import { noticeOf } from '../../notice.ts'
import { enteredForm, refusedForm, withShown } from '../../shown-fields.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DONE } from '../layout.tsx'
import { unlessMerchantChanged } from '../save-settings.ts'
import { profileBody, profileFields } from './profile-form.ts'
import { ProfilePage } from './profile-page.tsx'

export function profilePageRoutes(): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const { merchantId: id } = c.get('tenant')
    const merchant = await c.get('em').findOneOrFail(MerchantRow, { id })
    return c.html(page(c, withShown(profileFields(merchant))))
  })

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    const form = enteredForm(fields)
    try {
      const changes = parseBody(ProfileBody, form.touchedOf<unknown>(profileBody(fields)))
      const claim = unlessMerchantChanged(c, form, profileFields)
      await changeProfile(c.get('em'), authorOf(c), changes, claim)
      return c.redirect(`${c.get('viewer').base}/settings/profile?done=saved`, 303)
    } catch (error) {
      const refused = refusedForm(error, fields)
      return c.html(page(c, refused.fields, refused.mistakes), refused.status)
    }
  })
  return routes
}

function page(c: Context<DashboardEnv>, fields: Fields, mistakes?: Mistakes) {
  const notice = noticeOf(c, DONE)
  return ProfilePage({ viewer: c.get('viewer'), fields, mistakes, notice })
}

import { type Context, Hono } from 'hono'
import { MerchantRow } from '../../../../db/entities/index.ts'
import { parseBody } from '../../../http/json-body.ts'
import { Problem, problemStatus } from '../../../http/problem.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import { changeProfile, ProfileBody } from '../../../merchant/account/profile.ts'
import { authorOf } from '../../../merchant/account/settings-author.ts'
import { mistakesOf } from '../../problem-words.ts'
import { noticeOf } from '../../notice.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DONE } from '../layout.tsx'
import { profileBody, profileFields } from './profile-form.ts'
import { ProfilePage } from './profile-page.tsx'

export function profilePageRoutes(): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const { merchantId: id } = c.get('tenant')
    const merchant = await c.get('em').findOneOrFail(MerchantRow, { id })
    return c.html(page(c, profileFields(merchant)))
  })

  routes.post('/', async (c) => {
    const fields = await readForm(c)
    try {
      await changeProfile(c.get('em'), authorOf(c), parseBody(ProfileBody, profileBody(fields)))
      return c.redirect(`${c.get('viewer').base}/settings/profile?done=saved`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return c.html(page(c, fields, mistakesOf(error)), problemStatus(error))
    }
  })
  return routes
}

function page(c: Context<DashboardEnv>, fields: Fields, mistakes?: Mistakes) {
  const notice = noticeOf(c, DONE)
  return ProfilePage({ viewer: c.get('viewer'), fields, mistakes, notice })
}

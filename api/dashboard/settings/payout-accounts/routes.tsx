import { type Context, Hono } from 'hono'
import { PayoutAccountRow } from '../../../../db/entities/index.ts'
import { isCurrency } from '../../../../domain/shared/money.ts'
import type { ApiDeps } from '../../../deps.ts'
import { Problem, problemStatus } from '../../../http/problem.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import {
  parsePayoutAccount,
  removePayoutAccount,
  setPayoutAccount,
} from '../../../merchant/account/change-payout-account.ts'
import { authorOf } from '../../../merchant/account/settings-author.ts'
import { requireWriter } from '../../guards.tsx'
import { mistakesOf } from '../../problem-words.ts'
import { noticeOf } from '../../notice.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DONE } from '../layout.tsx'
import { accountBody, fieldsOf } from './account-form.ts'
import { AccountPage } from './account-page.tsx'
import { AccountsPage } from './accounts-page.tsx'
import { offeredCurrencies, offeredTypes } from './offered-accounts.ts'

const PATH = '/settings/payout-accounts'

export function payoutAccountPageRoutes({ rails: railsByMode }: ApiDeps): Hono<DashboardEnv> {
  const routes = new Hono<DashboardEnv>()

  routes.get('/', async (c) => {
    const { mode } = c.get('tenant')
    const rows = await c.get('em').find(PayoutAccountRow, c.get('tenant'), { orderBy: { currency: 'asc' } })
    const set = new Set<string>(rows.map(({ currency }) => currency))
    return c.html(
      AccountsPage({
        viewer: c.get('viewer'),
        accounts: rows,
        isRefundable: ({ currency, account }) => railsByMode[mode].refundable(currency, account),
        unset: offeredCurrencies(railsByMode[mode]).filter((currency) => !set.has(currency)),
        notice: noticeOf(c, DONE),
      }),
    )
  })

  routes.use('/:currency', requireWriter('settings'))

  routes.get('/:currency', async (c) => {
    const row = await accountIn(c)
    return c.html(page(c, row ? fieldsOf(row.account) : {}, row !== null))
  })

  routes.post('/:currency', async (c) => {
    const currency = currencyOf(c)
    const fields = await readForm(c)
    try {
      const account = parsePayoutAccount(accountBody(fields), currency, railsByMode[c.get('tenant').mode])
      await setPayoutAccount(c.get('em'), authorOf(c), currency, account)
      return c.redirect(`${c.get('viewer').base}${PATH}?done=saved`, 303)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      const isSet = (await accountIn(c)) !== null
      return c.html(page(c, fields, isSet, mistakesOf(error)), problemStatus(error))
    }
  })

  routes.post('/:currency/remove', async (c) => {
    await removePayoutAccount(c.get('em'), authorOf(c), currencyOf(c))
    return c.redirect(`${c.get('viewer').base}${PATH}?done=removed`, 303)
  })

  return routes

  function accountIn(c: Context<DashboardEnv>) {
    const key = { ...c.get('tenant'), currency: currencyOf(c) }
    return c.get('em').findOne(PayoutAccountRow, key)
  }

  /** A currency in which no rail pays has no page. */
  function currencyOf(c: Context<DashboardEnv>) {
    const currency = c.req.param('currency') ?? ''
    const rails = railsByMode[c.get('tenant').mode]
    if (!isCurrency(currency) || offeredTypes(rails, currency).length === 0) throw new Problem('not_found')
    return currency
  }

  function page(c: Context<DashboardEnv>, fields: Fields, isSet: boolean, mistakes?: Mistakes) {
    const currency = currencyOf(c)
    const types = offeredTypes(railsByMode[c.get('tenant').mode], currency)
    return AccountPage({ viewer: c.get('viewer'), currency, types, fields, isSet, mistakes })
  }
}

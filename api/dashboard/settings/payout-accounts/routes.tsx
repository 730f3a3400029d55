import { type Context, Hono } from 'hono'
import { PayoutAccountRow } from '../../../../db/entities/index.ts'
import { lockMerchant } from '../../../../db/merchants.ts'
import type { EntityManager } from '../../../../db/orm.ts'
import { type Currency, isCurrency } from '../../../../domain/shared/money.ts'
import type { ApiDeps } from '../../../deps.ts'
import type { Tenant } from '../../../http/api-key-auth.ts'
import type { ClaimKey } from '../../../http/idempotency/idempotency.ts'
import { Problem } from '../../../http/errors/problem.ts'
import { type Fields, type Mistakes, readForm } from '../../../identity/form.ts'
import {
  parsePayoutAccount,
  removePayoutAccount,
  setPayoutAccount,
} from '../../../merchant/account/change-payout-account.ts'
import { authorOf } from '../../../merchant/account/settings-author.ts'
import { requireWriter } from '../../guards.tsx'
import { noticeOf } from '../../notice.ts'
import { enteredForm, type EnteredForm, refusedForm, unlessStale, withShown } from '../../shown-fields.ts'
import type { DashboardEnv } from '../../viewer.ts'
import { DONE } from '../layout.tsx'
import { accountBody, accountFields, accountParts, fieldsOf, removalForm } from './account-form.ts'
import { AccountPage } from './account-page.tsx'
import { AccountsPage } from './accounts-page.tsx'
import { offeredCurrencies, offeredTypes } from '../../../../integrations/bank/offered-accounts.ts'

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
    const row = await accountIn(c.get('em'), c.get('tenant'), currencyOf(c))
    return c.html(page(c, withShown(row ? fieldsOf(row.account) : {}), row !== null))
  })

  routes.post('/:currency', async (c) => {
    const currency = currencyOf(c)
    const fields = await readForm(c)
    const tenant = c.get('tenant')
    const rails = railsByMode[tenant.mode]
    const form = enteredForm(accountFields(fields), accountParts(offeredTypes(rails, currency)))
    try {
      const account = parsePayoutAccount(accountBody(fields), currency, rails)
      const claim = unlessChanged(form, tenant, currency)
      if (form.isTouched('account'))
        await setPayoutAccount(c.get('em'), authorOf(c), currency, account, claim)
      return c.redirect(`${c.get('viewer').base}${PATH}?done=saved`, 303)
    } catch (error) {
      const refused = refusedForm(error, fields)
      const isSet = (await accountIn(c.get('em'), tenant, currency)) !== null
      return c.html(page(c, refused.fields, isSet, refused.mistakes), refused.status)
    }
  })

  routes.post('/:currency/remove', async (c) => {
    const currency = currencyOf(c)
    const tenant = c.get('tenant')
    const em = c.get('em')
    const fields = await readForm(c)
    try {
      const claim = unlessChanged(removalForm(fields), tenant, currency)
      await removePayoutAccount(em, authorOf(c), currency, claim)
      return c.redirect(`${c.get('viewer').base}${PATH}?done=removed`, 303)
    } catch (error) {
      const { mistakes, status } = refusedForm(error, fields)
      const row = await accountIn(em, tenant, currency)
      return c.html(page(c, withShown(row ? fieldsOf(row.account) : {}), row !== null, mistakes), status)
    }
  })

  return routes

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

function unlessChanged(form: EnteredForm, tenant: Tenant, currency: Currency): ClaimKey {
  return unlessStale(form, async (tx) => {
    await lockMerchant(tx, tenant.merchantId)
    const row = await accountIn(tx, tenant, currency)
    return row ? fieldsOf(row.account) : {}
  })
}

function accountIn(em: EntityManager, tenant: Tenant, currency: Currency) {
  return em.findOne(PayoutAccountRow, { ...tenant, currency }, { refresh: true })
}

import { type Context, Hono } from 'hono'
import { PayoutAccountRow } from '../../../db/entities/index.ts'
import { type Currency, isCurrency } from '../../../domain/shared/money.ts'
import type { Rails } from '../../../integrations/bank/rails.ts'
import type { ApiDeps } from '../../deps.ts'
import { Problem } from '../../http/errors/problem.ts'
import { claimIfMatching, type IfMatch, readIfMatch, tagOfContent } from '../../http/entity-tag.ts'
import type { MerchantEnv, Tenant } from '../../http/api-key-auth.ts'
import { type ClaimKey, withIdempotency } from '../../http/idempotency/idempotency.ts'
import { readJson } from '../../http/request/json-body.ts'
import {
  parsePayoutAccount,
  removePayoutAccount,
  setPayoutAccount,
  unsetAccount,
} from './change-payout-account.ts'
import { authorOf } from './settings-author.ts'

export function payoutAccountRoutes({ rails: railsByMode }: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    const rails = railsByMode[c.get('tenant').mode]
    const rows = await c.get('em').find(PayoutAccountRow, c.get('tenant'), { orderBy: { currency: 'asc' } })
    return c.json({ data: rows.map((row) => view(row, rails)), next_cursor: null })
  })

  routes.get('/:currency', async (c) => c.json(await viewTagged(c, currencyOf(c.req.param('currency')))))

  routes.put('/:currency', async (c) => {
    const currency = currencyOf(c.req.param('currency'))
    const ifMatch = readIfMatch(c)
    const { text, json } = await readJson(c)
    const rails = railsByMode[c.get('tenant').mode]
    const account = parsePayoutAccount(json, currency, rails)
    const em = c.get('em')
    return withIdempotency(c, text, {
      async change(key) {
        const claim = claimOf(c.get('tenant'), currency, ifMatch, key)
        await setPayoutAccount(em, authorOf(c), currency, account, claim)
        return currency
      },
      respond: () => viewTagged(c, currency),
    })
  })

  routes.delete('/:currency', async (c) => {
    const currency = currencyOf(c.req.param('currency'))
    const ifMatch = readIfMatch(c)
    return withIdempotency(c, await c.req.text(), {
      async change(key) {
        const claim = claimOf(c.get('tenant'), currency, ifMatch, key)
        await removePayoutAccount(c.get('em'), authorOf(c), currency, claim)
        return currency
      },
    })
  })
  return routes

  async function viewTagged(c: Context<MerchantEnv>, currency: Currency) {
    const tenant = c.get('tenant')
    const row = await c.get('em').findOne(PayoutAccountRow, { ...tenant, currency }, { refresh: true })
    if (!row) throw unsetAccount(currency)
    c.header('etag', tagOfContent(row.account))
    return view(row, railsByMode[tenant.mode])
  }
}

function claimOf(
  tenant: Tenant,
  currency: Currency,
  ifMatch: IfMatch | undefined,
  claim: ClaimKey | undefined,
): ClaimKey {
  return claimIfMatching(ifMatch, claim, tenant.merchantId, async (tx) => {
    const row = await tx.findOne(PayoutAccountRow, { ...tenant, currency }, { refresh: true })
    return row?.account
  })
}

function currencyOf(text: string): Currency {
  if (!isCurrency(text)) throw new Problem('not_found', 'The path must end with an ISO 4217 currency code.')
  return text
}

function view({ currency, account, createdAt, updatedAt }: PayoutAccountRow, rails: Rails) {
  const { type } = account
  return {
    object: 'payout_account',
    currency,
    type,
    ...(type === 'iban' ? { iban: account.iban, holder: account.holder } : {}),
    ...(type === 'sort_code'
      ? { sort_code: account.sortCode, account_number: account.accountNumber, holder: account.holder }
      : {}),
    refundable: rails.refundable(currency, account),
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
  }
}

import { Hono } from 'hono'
import { electronicFormatIBAN, isValidIBAN } from 'ibantools'
import * as v from 'valibot'
import { PayoutAccountRow } from '../../../db/entities/index.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import { type Currency, isCurrency } from '../../../domain/shared/money.ts'
import type { PayoutAccount } from '../../../domain/payment/payout-account.ts'
import { countryOfIban } from '../../../integrations/bank/shared/iban-countries.ts'
import type { Rails } from '../../../integrations/bank/rails.ts'
import type { ApiDeps } from '../../deps.ts'
import { type FieldError, invalidFields, Problem } from '../../http/problem.ts'
import type { MerchantEnv } from '../../http/api-key-auth.ts'
import { line } from '../../http/fields.ts'
import { withIdempotency } from '../../http/idempotency.ts'
import { parseBody, readJson } from '../../http/json-body.ts'

const pasted = v.pipe(
  v.string('invalid_type|must be a text'),
  v.maxLength(100, 'too_long|must be at most 100 characters'),
  v.transform((text) => text.replace(/[\s\p{Cf}\p{Pd}]/gu, '')),
  v.minLength(1, 'required|must not be empty'),
)
const iban = v.pipe(
  pasted,
  v.transform((text) => electronicFormatIBAN(text) ?? ''),
  v.check(
    (text) => isValidIBAN(text),
    'invalid_iban|must be a valid IBAN: its length, form or check digits are wrong',
  ),
)
const sortCode = v.pipe(pasted, v.regex(/^\d{6}$/, 'invalid_sort_code|must be six digits, 04-00-04'))
const accountNumber = v.pipe(pasted, v.regex(/^\d{8}$/, 'invalid_account_number|must be eight digits'))

export const PayoutBody = v.variant(
  'type',
  [
    v.strictObject({ type: v.literal('merchant_account') }),
    v.strictObject({ type: v.literal('iban'), iban, holder: line(140) }),
    v.strictObject({
      type: v.literal('sort_code'),
      sort_code: sortCode,
      account_number: accountNumber,
      holder: line(140),
    }),
  ],
  'invalid_choice|must be "merchant_account", "iban" or "sort_code"',
)

export function payoutAccountRoutes({ rails: railsByMode }: ApiDeps): Hono<MerchantEnv> {
  const routes = new Hono<MerchantEnv>()

  routes.get('/', async (c) => {
    const rails = railsByMode[c.get('tenant').mode]
    const rows = await c.get('em').find(PayoutAccountRow, c.get('tenant'), { orderBy: { currency: 'asc' } })
    return c.json({ data: rows.map((row) => view(row, rails)), next_cursor: null })
  })

  routes.put('/:currency', async (c) => {
    const currency = currencyOf(c.req.param('currency'))
    const { text, json } = await readJson(c)
    const account = accountOf(parseBody(PayoutBody, json))
    const rails = railsByMode[c.get('tenant').mode]
    if (!rails.supports(currency, account))
      throw invalidFields([unsupportedAccount(currency, account, rails)])
    const now = new Date()
    const key = { ...c.get('tenant'), currency }
    const em = c.get('em')
    return withIdempotency(c, text, {
      async change(claim) {
        await changeSettings(em, c.get('actor'), async (tx) => {
          await claim?.(tx, currency)
          await tx.upsert(
            PayoutAccountRow,
            { ...key, account, createdAt: now, updatedAt: now },
            { onConflictMergeFields: ['account', 'updatedAt'] },
          )
        })
        return currency
      },
      async respond() {
        const row = await em.findOne(PayoutAccountRow, key, { refresh: true })
        if (!row) throw unset(currency)
        return view(row, rails)
      },
    })
  })

  routes.delete('/:currency', async (c) => {
    const currency = currencyOf(c.req.param('currency'))
    return withIdempotency(c, await c.req.text(), {
      async change(claim) {
        await changeSettings(c.get('em'), c.get('actor'), async (tx) => {
          await claim?.(tx, currency)
          const count = await tx.nativeDelete(PayoutAccountRow, { ...c.get('tenant'), currency })
          if (count === 0) throw unset(currency)
        })
        return currency
      },
    })
  })
  return routes
}

function unset(currency: Currency): Problem {
  return new Problem('not_found', `No payout account in ${currency} is set.`)
}

function currencyOf(text: string): Currency {
  if (!isCurrency(text)) throw new Problem('not_found', 'The path must end with an ISO 4217 currency code.')
  return text
}

function accountOf(body: v.InferOutput<typeof PayoutBody>): PayoutAccount {
  if (body.type !== 'sort_code') return body
  const { type, sort_code, account_number, holder } = body
  return { type, sortCode: sort_code, accountNumber: account_number, holder }
}

function unsupportedAccount(currency: Currency, account: PayoutAccount, rails: Rails): FieldError {
  if (account.type === 'iban') {
    const countries = rails.ibanCountries(currency)
    if (countries.length > 0) {
      const where = currency === 'EUR' ? 'in the SEPA area' : `in ${countries.join(' or ')}`
      const detail = `is of an account in ${countryOfIban(account.iban)}; ${currency} can only be paid to an account ${where}: send the IBAN of one there`
      return { pointer: '/iban', code: 'iban_out_of_reach', detail }
    }
    if (currency === 'GBP') {
      const detail =
        'must be "sort_code" in GBP: Faster Payments needs `sort_code` and `account_number`, not an IBAN'
      return { pointer: '/type', code: 'sort_code_required', detail }
    }
  }
  const detail = `cannot be paid in ${currency}: no payment provider of this server pays there`
  return { pointer: '/type', code: 'not_offered', detail }
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

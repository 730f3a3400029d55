import * as v from 'valibot'
import { PayoutAccountRow } from '../../../db/entities/index.ts'
import { lockMerchant } from '../../../db/merchants.ts'
import type { EntityManager } from '../../../db/orm.ts'
import { changeSettings } from '../../../db/settings/change-settings.ts'
import type { PayoutAccount } from '../../../domain/payment/payout-account.ts'
import { isQrIban } from '../../../domain/payment/references/switzerland.ts'
import type { Currency } from '../../../domain/shared/money.ts'
import type { Rails } from '../../../integrations/bank/rails.ts'
import { countryOfIban } from '../../../integrations/bank/shared/iban-countries.ts'
import { line } from '../../http/request/fields.ts'
import { accountNumber, iban, sortCode } from '../../http/request/party-fields.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import { parseBody } from '../../http/request/json-body.ts'
import { type FieldError, invalidFields, Problem } from '../../http/errors/problem.ts'
import type { SettingsAuthor } from './settings-author.ts'

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

/** @throws Problem `invalid_fields`, also for an account that no rail pays to */
export function parsePayoutAccount(json: unknown, currency: Currency, rails: Rails): PayoutAccount {
  const account = accountOf(parseBody(PayoutBody, json))
  if (account.type === 'iban' && isQrIban(account.iban)) {
    const detail =
      'is a QR-IBAN, which takes only transfers with a QR reference: send the usual IBAN of the account'
    throw invalidFields([{ pointer: '/iban', code: 'qr_iban_not_taken', detail }])
  }
  if (!rails.supports(currency, account)) throw invalidFields([unsupportedAccount(currency, account, rails)])
  return account
}

export async function setPayoutAccount(
  em: EntityManager,
  { tenant, actor }: SettingsAuthor,
  currency: Currency,
  account: PayoutAccount,
  claim?: ClaimKey,
): Promise<void> {
  const now = new Date()
  await changeSettings(em, actor, async (tx) => {
    await claim?.(tx, currency)
    await lockMerchant(tx, tenant.merchantId)
    await tx.upsert(
      PayoutAccountRow,
      { ...tenant, currency, account, createdAt: now, updatedAt: now },
      { onConflictMergeFields: ['account', 'updatedAt'] },
    )
  })
}

/** @throws Problem `not_found` */
export async function removePayoutAccount(
  em: EntityManager,
  { tenant, actor }: SettingsAuthor,
  currency: Currency,
  claim?: ClaimKey,
): Promise<void> {
  await changeSettings(em, actor, async (tx) => {
    await claim?.(tx, currency)
    await lockMerchant(tx, tenant.merchantId)
    const count = await tx.nativeDelete(PayoutAccountRow, { ...tenant, currency })
    if (count === 0) throw unsetAccount(currency)
  })
}

export function unsetAccount(currency: Currency): Problem {
  return new Problem('not_found', `No payout account in ${currency} is set.`)
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

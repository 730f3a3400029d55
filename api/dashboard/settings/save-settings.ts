import type { Context } from 'hono'
import { MerchantRow } from '../../../db/entities/index.ts'
import { lockMerchant } from '../../../db/merchants.ts'
import type { ApiDeps } from '../../deps.ts'
import type { ClaimKey } from '../../http/idempotency/idempotency.ts'
import type { Fields } from '../../identity/form.ts'
import { changeMerchantSettings, parseSettings } from '../../merchant/account/settings.ts'
import { authorOf } from '../../merchant/account/settings-author.ts'
import { type EnteredForm, unlessStale } from '../shown-fields.ts'
import type { DashboardEnv } from '../viewer.ts'

/**
 * Changes what the body of `/v1/settings` names.
 *
 * @throws Problem for invalid fields
 * @throws StaleFormError
 */
export async function saveSettings(
  c: Context<DashboardEnv>,
  { channels }: Pick<ApiDeps, 'channels'>,
  body: Record<string, unknown>,
  claim: ClaimKey,
): Promise<void> {
  const changes = parseSettings(body, channels[c.get('tenant').mode])
  await changeMerchantSettings(c.get('em'), authorOf(c), changes, claim)
}

/** @param fieldsOf makes the fields that the form shows */
export function unlessMerchantChanged(
  c: Context<DashboardEnv>,
  form: EnteredForm,
  fieldsOf: (merchant: MerchantRow) => Fields,
): ClaimKey {
  const { merchantId: id } = c.get('tenant')
  return unlessStale(form, async (tx) => {
    await lockMerchant(tx, id)
    return fieldsOf(await tx.findOneOrFail(MerchantRow, { id }, { refresh: true }))
  })
}

import type { RailLog } from '../integrations/bank/rail.ts'
import { createRails, type Rails } from '../integrations/bank/rails.ts'
import { createTokenIoRail } from '../integrations/bank/tokenio/rail.ts'
import { createTrueLayerRail } from '../integrations/bank/truelayer/rail.ts'
import type { Config } from './config.ts'

/**
 * The rails that the configuration names, for the api (bank lists, webhooks) and the worker (payments) alike.
 *
 * @param log where a rail tells what only an operator can mend
 */
export function createBankRails({ truelayer, tokenio, bankLimits, publicUrl }: Config, log?: RailLog): Rails {
  const returnUrl = `${publicUrl}/pay/return`
  const first = createTrueLayerRail({ ...truelayer, returnUrl, log })
  if (!tokenio) return createRails([first], bankLimits)
  const {
    apiUrl,
    memberId,
    keyId,
    signingKey: privateKey,
    webhookKeys,
    settlementAccounts,
    paidWhen,
  } = tokenio
  const accounts = Object.fromEntries(
    Object.entries(settlementAccounts).map(([currency, settlementAccountId]) => [
      currency,
      { settlementAccountId },
    ]),
  )
  const credentials = { memberId, keyId, privateKey }
  const second = createTokenIoRail({
    apiUrl,
    credentials,
    accounts,
    callbackUrl: returnUrl,
    webhookKeys,
    paidWhen,
  })
  return createRails([first, second], bankLimits)
}

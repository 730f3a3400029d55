import type { BankRail, RailLog } from '../integrations/bank/rail.ts'
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
  return createRails(tokenio ? [first, tokenIoRail(tokenio, returnUrl, log)] : [first], bankLimits)
}

/** The sandboxes that previews are paid at, which may be none. No webhook of theirs is believed. */
export function createPreviewRails({ preview, bankLimits, publicUrl }: Config, log?: RailLog): Rails {
  const returnUrl = `${publicUrl}/preview/return`
  const { truelayer, tokenio } = preview
  return createRails(
    [
      ...(truelayer ? [createTrueLayerRail({ ...truelayer, returnUrl, webhookJku: [], log })] : []),
      ...(tokenio ? [tokenIoRail({ ...tokenio, webhookKeys: [] }, returnUrl, log)] : []),
    ],
    bankLimits,
  )
}

function tokenIoRail(
  settings: NonNullable<Config['tokenio']>,
  callbackUrl: string,
  log: RailLog | undefined,
): BankRail {
  const {
    apiUrl,
    memberId,
    keyId,
    signingKey: privateKey,
    webhookKeys,
    settlementAccounts,
    onBehalfOfId,
    paidWhen,
  } = settings
  return createTokenIoRail({
    apiUrl,
    credentials: { memberId, keyId, privateKey },
    settlementAccounts,
    onBehalfOfId,
    callbackUrl,
    webhookKeys,
    paidWhen,
    log,
  })
}

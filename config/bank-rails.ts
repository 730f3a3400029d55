import type { BankRail, RailLog } from '../integrations/bank/rail.ts'
import { createRails, type Rails } from '../integrations/bank/rails.ts'
import { createTokenIoRail } from '../integrations/bank/tokenio/rail.ts'
import { createTrueLayerRail } from '../integrations/bank/truelayer/rail.ts'
import type { Config } from './config.ts'

type RailConfig = Pick<Config, 'truelayer' | 'tokenio' | 'preview' | 'bankLimits' | 'publicUrl'>

export function createBankRails(
  { truelayer, tokenio, bankLimits, publicUrl }: RailConfig,
  log?: RailLog,
): Rails {
  const returnUrl = `${publicUrl}/pay/return`
  const first = createTrueLayerRail({ ...truelayer, returnUrl, log })
  return createRails(tokenio ? [first, tokenIoRail(tokenio, returnUrl, log)] : [first], bankLimits ?? {})
}

export function createPreviewRails(
  { preview, truelayer, bankLimits, publicUrl }: RailConfig,
  log?: RailLog,
): Rails {
  const returnUrl = `${publicUrl}/preview/return`
  const rails: BankRail[] = []
  if (preview.truelayer) {
    const { accountHolderName } = truelayer
    rails.push(
      createTrueLayerRail({ ...preview.truelayer, accountHolderName, returnUrl, webhookJku: [], log }),
    )
  }
  if (preview.tokenio)
    rails.push(tokenIoRail({ ...preview.tokenio, webhookKeys: [], paidWhen: 'debited' }, returnUrl, log))
  return createRails(rails, bankLimits ?? {})
}

function tokenIoRail(
  { memberId, keyId, signingKey, settlementAccounts, ...settings }: NonNullable<Config['tokenio']>,
  callbackUrl: string,
  log: RailLog | undefined,
): BankRail {
  return createTokenIoRail({
    ...settings,
    credentials: { memberId, keyId, privateKey: signingKey },
    settlementAccounts: settlementAccounts ?? {},
    callbackUrl,
    log,
  })
}

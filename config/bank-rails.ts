import { byMode, type ByMode } from '../domain/shared/mode.ts'
import type { BankRail, RailLog } from '../integrations/bank/rail.ts'
import { createRails, type Rails } from '../integrations/bank/rails.ts'
import { createTokenIoRail } from '../integrations/bank/tokenio/rail.ts'
import { createTrueLayerRail } from '../integrations/bank/truelayer/rail.ts'
import type { Config } from './config.ts'

type RailConfig = Pick<Config, 'live' | 'test' | 'previewAccounts' | 'bankLimits' | 'publicUrl'>
type Providers = Pick<Config['live'], 'truelayer' | 'tokenio'>

export function createBankRails(config: RailConfig, log?: RailLog): ByMode<Rails> {
  const returnUrl = `${config.publicUrl}/pay/return`
  return byMode((mode) => createRails(railsOf(config[mode], returnUrl, log), config.bankLimits ?? {}))
}

export function createPreviewRails(config: RailConfig, log?: RailLog): Rails {
  const { test, previewAccounts, bankLimits, publicUrl } = config
  const truelayer = test.truelayer && {
    ...test.truelayer,
    merchantAccounts: previewAccounts ?? test.truelayer.merchantAccounts,
    directReturn: false,
  }
  const { tokenio } = test
  const providers = { ...(truelayer ? { truelayer } : {}), ...(tokenio ? { tokenio } : {}) }
  return createRails(railsOf(providers, `${publicUrl}/preview/return`, log), bankLimits ?? {})
}

function railsOf({ truelayer, tokenio }: Providers, returnUrl: string, log: RailLog | undefined): BankRail[] {
  return [
    ...(truelayer ? [createTrueLayerRail({ ...truelayer, returnUrl, log })] : []),
    ...(tokenio ? [tokenIoRail(tokenio, returnUrl, log)] : []),
  ]
}

function tokenIoRail(
  { memberId, keyId, signingKey, settlementAccounts, ...settings }: NonNullable<Providers['tokenio']>,
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

import { createTrueLayerRail } from '../integrations/bank/truelayer/rail.ts'
import type { BankRail } from '../integrations/bank/rail.ts'
import type { Config } from './config.ts'

/** The rail that the configuration names, for the api (bank lists, webhooks) and the worker (payments) alike. */
export function createBankRail({ truelayer, publicUrl }: Config): BankRail {
  return createTrueLayerRail({ ...truelayer, returnUrl: `${publicUrl}/pay/return` })
}

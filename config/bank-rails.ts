import { createRails, type Rails } from '../integrations/bank/rails.ts'
import { createTrueLayerRail } from '../integrations/bank/truelayer/rail.ts'
import type { Config } from './config.ts'

/** The rails that the configuration names, for the api (bank lists, webhooks) and the worker (payments) alike. */
export function createBankRails({ truelayer, publicUrl }: Config): Rails {
  return createRails([createTrueLayerRail({ ...truelayer, returnUrl: `${publicUrl}/pay/return` })])
}

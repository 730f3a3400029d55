import type { RailLog } from '../rail.ts'

export interface TrueLayerSettings {
  apiUrl: string
  authUrl: string
  clientId: string
  clientSecret: string
  /** EC P-521 private key as PEM. */
  signingKey: string
  keyId: string
  timeoutMs?: number
  log?: RailLog | undefined
}

export interface TrueLayerRailOptions extends TrueLayerSettings {
  merchantAccounts: Partial<Record<string, string>>
  accountHolderName: string
  returnUrl: string
  directReturn?: boolean
  /** The rail accepts webhook keys from no other address. */
  webhookJku: string[]
}

import type { RailLog } from '../rail.ts'
import type { SettlementAccounts } from './accounts.ts'
import type { TokenIoCredentials } from './http/credentials.ts'

export interface TokenIoSettings {
  apiUrl: string
  credentials: TokenIoCredentials
  timeoutMs?: number
  log?: RailLog | undefined
}

export interface TokenIoRailOptions extends TokenIoSettings {
  settlementAccounts: SettlementAccounts
  /** `debited` can count a payment as paid before the money arrives. */
  paidWhen: 'credited' | 'debited'
  callbackUrl: string
  /** Ed25519 public keys in base64url. */
  webhookKeys: readonly string[]
  onBehalfOfId?: string | undefined
  inFlightMs?: number
}

import type { DatabaseSync } from 'node:sqlite'

export interface BankClient {
  clientId: string
  clientSecret: string
  keyId: string
  /** EC P-521 public key as PEM. */
  publicKeyPem: string
  merchantAccounts: { id: string; currency: string; accountHolderName: string }[]
  webhookUrl: string
}

export interface BankOptions extends BankClient {
  /** The URL has no trailing slash. */
  publicUrl: string
  database: DatabaseSync
  otherClients?: readonly BankClient[]
  webhookRetryDelaysMs?: number[]
  executeDelayMs?: number
  settleDelayMs?: number
  sendAuthorized?: boolean
}

export function clientsOf(options: BankOptions): BankClient[] {
  return [options, ...(options.otherClients ?? [])]
}

export function clientWith(options: BankOptions, clientId: string | undefined): BankClient | undefined {
  return clientsOf(options).find((client) => client.clientId === clientId)
}

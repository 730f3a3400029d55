import type { DatabaseSync } from 'node:sqlite'

export interface BankClient {
  clientId: string
  clientSecret: string
  keyId: string
  publicKeyPem: string
  merchantAccounts: { id: string; currency: string; accountHolderName: string }[]
  webhookUrl: string
}

export interface BankOptions extends BankClient {
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

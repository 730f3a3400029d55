import type { Resource } from '../operation.ts'
import { apiKeys } from './api-keys.ts'
import { importCommands } from './import-commands.ts'
import { imports } from './imports.ts'
import { invoiceCommands } from './invoice-commands.ts'
import { invoices } from './invoices.ts'
import { payoutAccounts } from './payout-accounts.ts'
import { profile } from './profile.ts'
import { reconciliation } from './reconciliation.ts'
import { recurringCommands } from './recurring-commands.ts'
import { recurringInvoices } from './recurring-invoices.ts'
import { settings } from './settings.ts'
import { summary } from './summary.ts'
import { suppressedAddresses } from './suppressed-addresses.ts'

export const RESOURCES: readonly Resource[] = [
  invoices,
  invoiceCommands,
  recurringInvoices,
  recurringCommands,
  imports,
  importCommands,
  summary,
  payoutAccounts,
  reconciliation,
  suppressedAddresses,
  profile,
  settings,
  apiKeys,
]

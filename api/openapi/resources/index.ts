import type { Resource } from '../operation.ts'
import { imports } from './imports.ts'
import { invoiceCommands } from './invoice-commands.ts'
import { invoices } from './invoices.ts'
import { payoutAccounts } from './payout-accounts.ts'
import { reconciliation } from './reconciliation.ts'
import { recurringInvoices } from './recurring-invoices.ts'
import { settings } from './settings.ts'
import { suppressedAddresses } from './suppressed-addresses.ts'

export const RESOURCES: readonly Resource[] = [
  invoices,
  invoiceCommands,
  recurringInvoices,
  imports,
  payoutAccounts,
  reconciliation,
  suppressedAddresses,
  settings,
]

import type { Resource } from '../operation.ts'
import { apiKeys } from './api-keys.ts'
import { branding } from './branding.ts'
import { creditNotes } from './credit-notes.ts'
import { customers } from './customers.ts'
import { events } from './events.ts'
import { emailTemplates } from './email-templates.ts'
import { importCommands } from './import-commands.ts'
import { imports } from './imports.ts'
import { invoiceCommands } from './invoice-commands.ts'
import { invoices } from './invoices.ts'
import { payoutAccounts } from './payout-accounts.ts'
import { profile } from './profile.ts'
import { reconciliation } from './reconciliation.ts'
import { recurringCommands } from './recurring-commands.ts'
import { recurringInvoices } from './recurring-invoices.ts'
import { settingChanges } from './setting-changes.ts'
import { settings } from './settings.ts'
import { summary } from './summary.ts'
import { suppressedAddresses } from './suppressed-addresses.ts'
import { team } from './team.ts'
import { webhookDeliveries } from './webhook-deliveries.ts'
import { webhookEndpoints } from './webhook-endpoints.ts'

export const RESOURCES: readonly Resource[] = [
  invoices,
  invoiceCommands,
  creditNotes,
  recurringInvoices,
  recurringCommands,
  customers,
  imports,
  importCommands,
  summary,
  payoutAccounts,
  reconciliation,
  suppressedAddresses,
  events,
  webhookEndpoints,
  webhookDeliveries,
  profile,
  branding,
  emailTemplates,
  settings,
  settingChanges,
  apiKeys,
  team,
]

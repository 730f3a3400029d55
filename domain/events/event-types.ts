import { CUSTOMER_EVENTS, type PublicCustomerEvent } from './customer-events.ts'
import { IMPORT_EVENTS, type PublicImportEvent } from './import-events.ts'
import { INVOICE_EVENTS, type PublicInvoiceEvent } from './invoice-events.ts'
import { isHiddenEvent, type PublicRecurringEvent, RECURRING_EVENTS } from './recurring-events.ts'

export type PublicEvent = PublicInvoiceEvent | PublicRecurringEvent | PublicCustomerEvent | PublicImportEvent

export const EVENT_TYPES = [
  ...Object.keys(INVOICE_EVENTS).map((type) => `invoice.${type}`),
  ...Object.keys(RECURRING_EVENTS)
    .filter((type) => !isHiddenEvent(type))
    .map((type) => `recurring_invoice.${type}`),
  ...Object.keys(CUSTOMER_EVENTS).map((type) => `customer.${type}`),
  ...Object.keys(IMPORT_EVENTS).map((type) => `import.${type}`),
]

/** Only the tested endpoint gets it. */
export const TEST_EVENT_TYPE = 'webhook_endpoint.test'

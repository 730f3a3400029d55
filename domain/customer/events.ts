import type { Cause } from '../shared/cause.ts'

export const CUSTOMER_FIELDS = [
  'name',
  'email',
  'phone',
  'language',
  'company_number',
  'tax_number',
  'vat_number',
  'billing_address',
  'purchase_order',
  'buyer_reference',
  'delivery_address',
  'electronic_address',
  'einvoice_format',
  'cc',
] as const
export type CustomerField = (typeof CUSTOMER_FIELDS)[number]

/**
 * `at` is in milliseconds since 1970. Events must contain no personal data, because an erasure keeps events.
 */
export type CustomerEvent = { at: number; cause: Cause } & (
  | { type: 'created' }
  | { type: 'updated'; changed: CustomerField[] }
  | { type: 'erased' }
)

export type CustomerEventType = CustomerEvent['type']

export interface CustomerEventData {
  changed?: CustomerField[]
}

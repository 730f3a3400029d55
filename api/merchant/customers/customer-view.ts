import type { CustomerEventRow, CustomerRow } from '../../../db/entities/index.ts'
import type { CustomerEvent } from '../../../domain/customer/events.ts'
import { type PublicCustomerEvent, toPublicCustomerEvent } from '../../../domain/events/customer-events.ts'
import { isoOrNull } from '../../http/iso.ts'

export function customerView(row: CustomerRow) {
  return {
    id: row.id,
    object: 'customer',
    mode: row.mode,
    name: row.name ?? null,
    email: row.email ?? null,
    phone: row.phone ?? null,
    language: row.language ?? null,
    tax_number: row.taxNumber ?? null,
    billing_address: row.billingAddress ?? null,
    cc: row.cc,
    erased_at: isoOrNull(row.erasedAt),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}

export function customerEventView(row: CustomerEventRow): PublicCustomerEvent {
  const { id, customerId, seq, type, at, cause, data } = row
  const event = { ...data, type, at: at.getTime(), cause } as CustomerEvent
  return toPublicCustomerEvent({ id, customerId, seq, recordedAt: at.getTime(), event })
}

import type { CustomerRow } from '../../../db/entities/index.ts'
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
